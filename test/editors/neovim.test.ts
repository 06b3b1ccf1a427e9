import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Home } from './support';
import { answerOf, fileNames, makeHome, recipe } from './support';

const version = /NVIM v0\.(\d+)/.exec(answerOf('nvim', ['--version']) ?? '')?.[1];
const missing =
  version === undefined && process.env['CI'] !== 'true' ? 'Neovim is not here; get it with: sudo apt-get install neovim' : undefined;

const rules = `*filter
:INPUT ACCEPT [0:0]
:heartbeat - [0:0]
-A INPUT   -p udp --dport 694 -j heartbeat
-A heartbeat ! -s 192.0.2.0/24 -p udp --dprot 694 -j DROP
COMMIT
`;

/**
 * What a user does in Neovim, with what is seen after each step. `await` waits for what the server sends; when it does not come,
 * Neovim ends with the name of what was waited for.
 */
const script = `
local seen = {}
local function lines()
  return vim.api.nvim_buf_get_lines(0, 0, -1, true)
end
local function finish(status)
  vim.fn.writefile({ vim.fn.json_encode(seen) }, 'seen.json')
  vim.cmd(status == 0 and 'qall!' or status .. 'cquit!')
end
local function await(what, holds)
  if not vim.wait(20000, holds, 10) then
    io.stderr:write('It never came: ' .. what .. '\\n')
    io.stderr:write(table.concat(lines(), '\\n') .. '\\n' .. vim.inspect(vim.diagnostic.get(0)) .. '\\n')
    finish(3)
  end
end
local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 60000)
  for _, answer in pairs(answers or {}) do
    return answer.result
  end
end
local function at(line, text)
  vim.api.nvim_win_set_cursor(0, { line, assert(lines()[line]:find(text, 1, true)) - 1 })
  return vim.lsp.util.make_position_params(0, 'utf-16')
end

local ok, failure = pcall(function()
  vim.cmd('edit etc/iptables/rules.v4')
  seen.filetype = vim.bo.filetype
  await('the findings', function()
    return #vim.diagnostic.get(0) > 0
  end)
  seen.diagnostics = vim.tbl_map(function(one)
    return { line = one.lnum, from = one.col, to = one.end_col, code = one.code, message = one.message }
  end, vim.diagnostic.get(0))

  at(2, 'INPUT')
  vim.lsp.buf.hover()
  await('the hover', function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        seen.hover = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, true), '\\n')
        vim.api.nvim_win_close(window, true)
        return true
      end
    end
  end)

  local offered = ask('textDocument/completion', at(4, 'heartbeat'))
  seen.completion = vim.tbl_map(function(item)
    return item.label
  end, offered.items or offered)

  vim.ui.select = function(items, _, choose)
    choose(items[1], 1)
  end
  at(5, '--dprot')
  vim.lsp.buf.code_action()
  await('the fix', function()
    return lines()[5]:find('--dport', 1, true)
  end)
  await('no findings', function()
    return #vim.diagnostic.get(0) == 0
  end)

  at(3, 'heartbeat')
  vim.lsp.buf.rename('cluster')
  await('the new name', function()
    return lines()[3]:find(':cluster', 1, true)
  end)

  if vim.lsp.buf.format then
    vim.lsp.buf.format({ timeout_ms = 60000 })
  else
    vim.lsp.buf.formatting_sync(nil, 60000)
  end
  seen.lines = lines()

  at(4, 'cluster')
  vim.lsp.buf.definition()
  await('the definition', function()
    return vim.api.nvim_win_get_cursor(0)[1] == 3
  end)
  seen.hints = vim.tbl_map(function(hint)
    return type(hint.label) == 'string' and hint.label or hint.label[1].value
  end, ask('textDocument/inlayHint', {
    textDocument = vim.lsp.util.make_text_document_params(),
    range = { start = { line = 0, character = 0 }, ['end'] = { line = 6, character = 0 } },
  }))
  vim.cmd('silent write')
  vim.api.nvim_clear_autocmds({ event = 'FileType', pattern = 'iptables' })
  seen.unknown = vim.tbl_filter(function(name)
    vim.cmd('edit! ' .. name)
    return vim.bo.filetype ~= 'iptables'
  end, vim.fn.json_decode(vim.fn.readfile('names.json')))
end)
if not ok then
  io.stderr:write(tostring(failure) .. '\\n')
end
finish(ok and 0 or 2)
`;

interface Seen {
  readonly filetype: string;
  readonly unknown: readonly string[];
  readonly diagnostics: readonly { line: number; from: number; to: number; code: string; message: string }[];
  readonly hover: string;
  readonly completion: readonly string[];
  readonly lines: readonly string[];
  readonly hints: readonly string[];
}

describe('Neovim, set up as docs/editors.md says', { skip: missing ?? false, timeout: 240_000 }, () => {
  let home: Home;
  let seen: Seen;
  before(async () => {
    home = makeHome();
    const init = home.write('init.lua', recipe(Number(version) >= 11 ? 'Neovim 0.11 and newer' : 'Neovim 0.7 to 0.10', 'lua'));
    home.write('etc/iptables/rules.v4', rules);
    home.write('names.json', JSON.stringify(fileNames()));
    const { status, output } = await home.run('nvim', [
      '--headless',
      '-i',
      'NONE',
      '-n',
      '-u',
      init,
      '-S',
      home.write('script.lua', script),
    ]);
    assert.equal(status, 0, output);
    seen = JSON.parse(readFileSync(join(home.folder, 'seen.json'), 'utf8')) as Seen;
  });
  after(() => home.remove());

  test('knows files by their names, and attaches', () => {
    assert.equal(seen.filetype, 'iptables');
    assert.deepEqual(seen.unknown, []);
  });

  test('shows the findings at the exact word', () => {
    const [first, ...more] = seen.diagnostics;
    assert.deepEqual(more, []);
    assert.deepEqual([first?.line, first?.from, first?.to], [4, 38, 45]);
    assert.match(String(first?.message), /--dport/);
  });

  test('hovers', () => assert.match(seen.hover, /INPUT/));

  test('completes targets and the file’s chains', () => {
    for (const label of ['ACCEPT', 'DROP', 'heartbeat']) assert.ok(seen.completion.includes(label), label);
  });

  test('mends, renames and formats; what is saved is that', () => {
    const expected = [
      '*filter',
      ':INPUT ACCEPT [0:0]',
      ':cluster - [0:0]',
      '-A INPUT -p udp --dport 694 -j cluster',
      '-A cluster ! -s 192.0.2.0/24 -p udp --dport 694 -j DROP',
      'COMMIT',
    ];
    assert.deepEqual(seen.lines, expected);
    assert.equal(readFileSync(join(home.folder, 'etc/iptables/rules.v4'), 'utf8'), `${expected.join('\n')}\n`);
  });

  test('has the settings of the recipe: numbers before the rules', () =>
    assert.ok(
      seen.hints.some((hint) => hint.trim() === '1'),
      seen.hints.join(),
    ));
});

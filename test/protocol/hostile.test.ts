// Texts that nobody writes, given to the whole programs: the server over its pipes, and the command line.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { hostileTexts, randomHostile } from '../fuzz/hostile';
import { randomOf } from '../support/cases/random';
import { startRawClient } from '../support/raw-client';

const timeout = { timeout: 180_000 };

/** Every pathological text, smaller, and random ones. */
function texts(random: number): string[] {
  const made = Array.from({ length: random }, (_, seed) => randomHostile(randomOf(seed + 1)).text);
  return [...hostileTexts(1 / 128).map(({ text }) => text), ...made];
}

test('the server answers every request about any text, and the next one right', timeout, async () => {
  const client = startRawClient();
  await client.initialize();
  const right = { uri: 'file:///tmp/right.v4' };
  const wrong = '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp --dprot 22 -j ACCEPT\nCOMMIT\n';
  client.notify('textDocument/didOpen', { textDocument: { ...right, languageId: 'iptables', version: 1, text: wrong } });
  const random = randomOf(5);
  for (const [index, text] of texts(80).entries()) {
    const textDocument = { uri: `file:///tmp/${index}/rules.${random.pick(['v4', 'v6', 'v4.j2', 'v4.envsubst'])}` };
    client.notify('textDocument/didOpen', { textDocument: { ...textDocument, languageId: 'iptables', version: 1, text } });
    const position = { line: random.below(6), character: random.below(60) };
    const range = { start: { line: 0, character: 0 }, end: { line: 50, character: 0 } };
    const all = {
      textDocument,
      position,
      positions: [position],
      range,
      context: { diagnostics: [], includeDeclaration: true },
      options: {},
      ch: '\n',
    };
    const answers = await Promise.all(
      [
        ...['hover', 'completion', 'signatureHelp', 'definition', 'references', 'documentHighlight', 'selectionRange', 'documentSymbol'],
        ...['foldingRange', 'documentLink', 'semanticTokens/full', 'semanticTokens/range', 'inlayHint', 'codeLens', 'codeAction'],
        ...['formatting', 'rangeFormatting', 'onTypeFormatting', 'diagnostic'],
      ].map((name) => client.request(`textDocument/${name}`, all)),
    );
    for (const { error } of answers) assert.equal(error, undefined, JSON.stringify(text.slice(0, 300)));
    client.notify('textDocument/didChange', { textDocument: { ...textDocument, version: 2 }, contentChanges: [{ range, text: '' }] });
    client.notify('textDocument/didClose', { textDocument });
    const { result } = await client.request('textDocument/diagnostic', { textDocument: right });
    assert.deepEqual(
      (result as { items: { code: string }[] }).items.map(({ code }) => code),
      ['unknown-option'],
    );
    // A handler that fails is answered for, and written to the log.
    const failed = client.received.find(({ method, params }) => method === 'window/logMessage' && /Error/.test(JSON.stringify(params)));
    assert.equal(failed, undefined, JSON.stringify([failed, text.slice(0, 300)]));
    client.forget();
  }
  assert.equal(await client.stop(), 0);
  assert.equal(client.errors(), '');
});

test('the command line checks and converts any text without a fault of its own', timeout, () => {
  const folder = mkdtempSync(join(tmpdir(), 'iptables-hostile-'));
  const program = join(process.cwd(), 'server', 'bin', 'iptables-language-server.js');
  const files = texts(40).map((text, index) => {
    const file = join(folder, `${index}.rules.v4`);
    writeFileSync(file, text);
    return file;
  });
  const run = (...words: string[]): void => {
    const { status, signal, stderr } = spawnSync(process.execPath, [program, ...words], { encoding: 'utf8', maxBuffer: 1 << 30 });
    assert.equal(signal, null);
    assert.ok(status === 0 || status === 1 || status === 2, `${words.join(' ')}: ${status}`);
    assert.doesNotMatch(stderr, /\n {4}at |RangeError|TypeError/, words.join(' '));
  };
  run('check', ...files);
  run('check', '--format', 'json', ...files.slice(0, 60));
  for (const file of files.filter((_, index) => index % 16 === 0)) run('convert', file);
});

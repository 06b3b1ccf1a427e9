import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CompletionItem } from 'vscode-languageserver-types';
import { generalOptions } from '../../../server/src/catalogue/index';
import { complete, completionList, resolveCompletion } from '../../../server/src/features/completion';
import { RulesFile } from '../../../server/src/model/rules-file';
import { choose, chosen, client, input, offered } from '../../support/completion';
import { fileAtCursor } from '../../support/cursor';
import { kubeProxyRuleset } from '../../support/kube-proxy';

describe('completion as a whole', () => {
  const places = 'filter/INPUT filter/OUTPUT raw/PREROUTING nat/PREROUTING nat/POSTROUTING mangle/FORWARD';
  const rules = [
    '-j <|>',
    '-m <|>',
    '<|>',
    '! <|>',
    '-p tcp <|>',
    '-p udp -j <|>',
    '-m conntrack --ctstate NEW <|> -j ACCEPT',
    '-p <|>',
    '-s <|>',
  ];

  for (const family of ['ipv4', 'ipv6'] as const) {
    it(`offers nothing that the checker refuses (${family})`, () => {
      const refused: string[] = [];
      for (const place of places.split(' ')) {
        const [table, chain] = place.split('/');
        for (const rule of rules) {
          const fixture = `*${table}\n-A ${chain} ${rule}\nCOMMIT\n`;
          for (const item of offered(fixture, client, family)) {
            if (item.tags !== undefined || item.label === '!') continue;
            const text = chosen(fixture, item);
            const file = new RulesFile(text, { family });
            const faults = [...file.records.flatMap((record) => record.faults), ...[...file.resolution().faults.values()].flat()];
            // A bare name leaves it to the user which of its options to take.
            const bare = item.textEdit?.newText === item.label;
            const passable = new Set<string>(['missing-value', 'unlikely-combination', ...(bare ? ['missing-option'] : [])]);
            const serious = faults.filter((fault) => !passable.has(fault.code));
            if (serious.length > 0) refused.push(`${text.split('\n')[1]}: ${serious.map((fault) => fault.code)}`);
          }
        }
      }
      assert.deepEqual([...new Set(refused)], []);
    });
  }

  it('keeps every edit inside the line and the range at the cursor, wherever that stands', () => {
    const line =
      '[1:2] -A INPUT -p tcp ! --dport=22,80 -m comment --comment "a \\"b" -m conntrack --ctstate NEW,REL -j LOG --log-prefix "x';
    for (const before of ['', ':', '*', '# ']) {
      const text = `*filter\n${before}${line}\nCOMMIT\n`;
      const file = new RulesFile(text);
      for (let character = before === '' ? 0 : 40; character <= before.length + line.length + 2; character += before === '' ? 3 : 9) {
        for (const item of complete(file, { line: 1, character }, 'ja', { snippetSupport: true })) {
          const edit = item.textEdit;
          assert.ok(edit !== undefined && 'range' in edit);
          assert.equal(edit.range.start.line, 1);
          assert.ok(edit.range.start.character <= character && edit.range.end.line === 1);
          assert.ok(edit.range.end.character >= Math.min(character, before.length + line.length));
        }
      }
    }
  });

  it('gives plain text to a client without tab stops', () => {
    for (const fixture of [input('<|>'), input('-m <|>'), '*raw\n:<|>\nCOMMIT\n', '<|>']) {
      for (const item of offered(fixture, { snippetSupport: false, snippets: true })) {
        assert.equal(item.insertTextFormat, undefined);
        assert.ok(item.textEdit !== undefined && !item.textEdit.newText.includes('${'), item.label);
      }
    }
    assert.equal(choose(input('-p tcp --dp<|>'), '--dport', { snippetSupport: false }), '-A INPUT -p tcp --dport ');
  });

  it('opens the list again by the command of the client that has one', () => {
    const item = offered(input('-<|>'), { ...client, suggestCommand: 'suggest' }).find((one) => one.label === '-m');
    assert.equal(item?.command?.command, 'suggest');
    assert.ok(offered(input('-<|>')).every((one) => one.command === undefined));
  });

  it('documents an item when it is asked to, in the language asked for', () => {
    const item = offered('*raw\n-A PREROUTING -j <|>\nCOMMIT\n').find((one) => one.label === 'NOTRACK');
    assert.ok(item !== undefined && item.documentation === undefined);
    const sent: CompletionItem = JSON.parse(JSON.stringify(item));
    const resolved = resolveCompletion(sent, 'ja').documentation;
    assert.ok(typeof resolved === 'object' && resolved.value.includes('ターゲット'));
    const option = offered(input('-<|>')).find((one) => one.label === '-s');
    const source = generalOptions.find((one) => one.name === 'source');
    const documentation = option === undefined ? undefined : resolveCompletion(option, 'en').documentation;
    assert.ok(typeof documentation === 'object' && source !== undefined && documentation.value.includes(source.doc.en));
    assert.deepEqual(resolveCompletion({ label: 'x', data: 7 }, 'en'), { label: 'x', data: 7 });
  });

  it('documents everything that it offers', () => {
    for (const fixture of [
      '<|>',
      '*raw\n<|>\nCOMMIT\n',
      '*raw\n:<|>\nCOMMIT\n',
      '*raw\n-A <|>\nCOMMIT\n',
      input('<|>'),
      input('-j <|>'),
      input('-m <|>'),
    ]) {
      for (const item of offered(fixture, { snippets: true, snippetSupport: true })) {
        assert.ok(resolveCompletion(item, 'en').documentation !== undefined, `${fixture}: ${item.label}`);
      }
    }
  });

  it('offers behind letters what they could mean, and has the client ask again', () => {
    const list = (fixture: string) => {
      const { file, cursor } = fileAtCursor(fixture);
      return completionList(file, cursor, 'en', client);
    };
    const dashes = list(input('-p tcp --<|>'));
    const letters = list(input('-p tcp --dp<|>'));
    assert.equal(dashes.isIncomplete, false);
    assert.equal(letters.isIncomplete, true);
    const names = letters.items.map((item) => item.label);
    assert.ok(names.includes('--dport') && !names.includes('--sport'), String(names));
    assert.ok(dashes.items.length > 3 * names.length);
    // The name of an extension finds its options, in either case of letters.
    assert.ok(list(input('--MULTIPORT<|>')).items.some((item) => item.label.includes('--dports')));
    assert.deepEqual(
      list(input('-j dro<|>')).items.map((item) => item.label),
      ['DROP'],
    );
  });

  it('shows in a list no tab stops, but what they stand for', () => {
    for (const rest of ['-p tcp <|>', '-p tcp --sp<|>', '-m <|>', '-j <|>'])
      for (const { label, filterText = '', labelDetails } of offered(input(rest)))
        assert.ok(!/\$\{?\d/.test(label + filterText + (labelDetails?.detail ?? '')), label);
  });

  it('cuts the list in a file of many chains, by what is typed', () => {
    const lines = kubeProxyRuleset(500).split('\n');
    const line = lines.findIndex((text) => text.startsWith('-A KUBE-SVC-'));
    const file = new RulesFile(lines.join('\n'));
    const character = (lines[line] ?? '').indexOf(' -j ') + 4;
    const first = completionList(file, { line, character }, 'en', client);
    assert.equal(first.isIncomplete, true);
    assert.ok(first.items.length <= 1000 && first.items.some((item) => item.label === 'DNAT'));
    const typed = completionList(file, { line, character: character + 12 }, 'en', client).items;
    assert.ok(typed.length > 0 && typed.every((item) => item.label.startsWith((lines[line] ?? '').slice(character, character + 12))));
  });
});

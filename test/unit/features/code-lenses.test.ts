import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codeLenses } from '../../../server/src/features/code-lenses';
import type { Language } from '../../../server/src/l10n/text';
import { RulesFile } from '../../../server/src/model/rules-file';
import { marked } from '../../support/cursor';

const uri = 'file:///rules.v4';
const both = { references: true, policy: true };

function lenses(text: string, shown = both, language: Language = 'en') {
  return codeLenses(new RulesFile(text), uri, shown, language, { showReferences: 'show' });
}

function titles(text: string, shown = both, language: Language = 'en'): string[] {
  return lenses(text, shown, language).map(({ range, command }) => `${range.start.line} ${command?.title}`);
}

const small =
  '*filter\n:INPUT DROP [0:0]\n:USED - [0:0]\n:IDLE - [0:0]\n-A INPUT -j USED\n-A INPUT -s 192.0.2.1,192.0.2.2 -g USED\n-A USED -j RETURN\nCOMMIT\n';

describe('code lenses', () => {
  it('say how many rules jump to a chain, and what a built-in chain does in the end', () => {
    assert.deepEqual(titles(small), ['1 policy DROP · 3 rules', '2 2 references', '3 no references']);
    assert.deepEqual(titles(small, both, 'ja'), ['1 ポリシー DROP・ルール 3 個', '2 参照 2 件', '3 参照なし']);
  });

  it('are on and off as the settings say', () => {
    assert.deepEqual(titles(small, { references: false, policy: true }), ['1 policy DROP · 3 rules']);
    assert.deepEqual(titles(small, { references: true, policy: false }), ['2 2 references', '3 no references']);
    assert.deepEqual(titles(small, { references: false, policy: false }), []);
  });

  it('show the jumps of their own table, at the name', () => {
    const { text, ranges } = marked(
      '*raw\n:‹A› - [0:0]\n-A OUTPUT -j ‹A›\nCOMMIT\n*filter\n:A - [0:0]\n-A OUTPUT -j A\n-A INPUT -j A\nCOMMIT\n',
    );
    const [raw, filter] = lenses(text);
    assert.deepEqual(raw?.range, ranges[0]);
    assert.deepEqual(raw?.command, {
      title: '1 reference',
      command: 'show',
      arguments: [uri, ranges[0]?.start, [{ uri, range: ranges[1] }]],
    });
    assert.equal(filter?.command?.title, '2 references');
  });

  it('only say it where the client cannot show places, or there are none', () => {
    const [, used] = codeLenses(new RulesFile(small), uri, both, 'en', {});
    assert.deepEqual(used?.command, { title: '2 references', command: '' });
    assert.deepEqual(lenses(small)[2]?.command, { title: 'no references', command: '' });
  });

  it('leave the number of rules out where it is not certain, and chains that no line declares', () => {
    assert.deepEqual(titles('*filter\n-A INPUT -j ACCEPT\nCOMMIT\n'), []);
    assert.deepEqual(titles('*filter\n-N A\n-A INPUT -j A\n'), ['1 1 reference']);
    for (const text of ['', '*filter', ':A', '*\n:\n-A', '*filter\n:A\n:A - [0:0]\n-A A -j A']) titles(text);
  });

  it('are off in large files', () => {
    const file = (rules: number): string => `*filter\n:INPUT DROP\n${'-A INPUT -j LOG\n'.repeat(rules)}COMMIT\n`;
    assert.equal(titles(file(4000)).length, 1);
    assert.deepEqual(titles(file(5000)), []);
  });
});

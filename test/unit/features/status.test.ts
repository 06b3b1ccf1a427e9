import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analysisOf } from '../../../server/src/analysis/current';
import { analyseRuleset, finish, isPartial } from '../../../server/src/analysis/ruleset';
import type { Settings } from '../../../server/src/features/settings';
import { defaultSettings } from '../../../server/src/features/settings';
import { documentStatus } from '../../../server/src/features/status';
import { RulesFile } from '../../../server/src/model/rules-file';

const small = '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-I INPUT -j ACCEPT\n-D INPUT 1\n# -A INPUT -j DROP\nCOMMIT\n';

function statusOf(text: string, settings: Partial<Settings> = {}, language: 'en' | 'ja' = 'en') {
  const file = new RulesFile(text);
  analysisOf(file);
  return documentStatus(file, { ...defaultSettings, ...settings }, language);
}

describe('the status', () => {
  it('tells the family, the back end and the number of rules', () => {
    assert.deepEqual(statusOf(small, { backend: 'nft' }), {
      family: 'ipv4',
      reason: 'nothing tells another',
      rules: 2,
      backend: 'nft',
      analysis: 'done',
      checks: 'Everything is checked',
      notes: [],
    });
  });

  it('speaks Japanese', () => {
    const status = statusOf(small, { rules: { 'wrong-table': 'off' } }, 'ja');
    assert.deepEqual([status.checks, status.notes], ['一部を制限して検査', ['設定で無効: wrong-table']]);
  });

  it('says that the analysis is not done before it is', () => {
    const status = documentStatus(new RulesFile(small), defaultSettings, 'en');
    assert.deepEqual([status.analysis, status.checks], ['running', 'Analysing the ruleset']);
  });

  it('names what the settings have switched off or changed, and nothing that they leave as it is', () => {
    const { notes, checks } = statusOf(small, {
      rules: {
        'wrong-table': 'off',
        'unknown-match': 'warning',
        'unknown-option': 'error',
        'no-such-code': 'off',
        'public-service-open': 'hint',
      },
    });
    assert.deepEqual(notes, ['Off by the settings: wrong-table.', 'Severity changed by the settings: unknown-match.']);
    assert.equal(checks, 'Checked with restrictions');
  });

  it('names a dozen at most', () => {
    const codes = ['wrong-table', 'wrong-chain', 'unknown-match', 'unknown-option', 'unknown-target', 'unknown-table', 'unknown-chain'];
    const more = ['missing-commit', 'missing-value', 'missing-rule', 'chain-loop', 'chain-in-use', 'empty-match', 'invalid-value'];
    const { notes } = statusOf(small, { rules: Object.fromEntries([...codes, ...more].map((code) => [code, 'off' as const])) });
    assert.match(notes[0] ?? '', /^Off by the settings: (?:[a-z-]+, ){11}[a-z-]+ and 2 more\.$/);
  });

  it('names what comments silence in the whole file, not what they silence in one line', () => {
    const head = '# iptables-lint: disable-file=log-without-limit\n# iptables-lint: disable=unknown-match\n';
    assert.deepEqual(statusOf(head + small).notes, ['Silenced in this file by a comment: log-without-limit.']);
  });

  it('says what large files lack', () => {
    const lines = (count: number) => `*filter\n:INPUT DROP [0:0]\n${'-A INPUT -j ACCEPT\n'.repeat(count)}COMMIT\n`;
    const settings = { codeLens: { references: false, policy: false } };
    assert.deepEqual(statusOf(lines(4900)).notes, []);
    assert.deepEqual(statusOf(lines(5100)).notes, ['A file of more than 5,000 lines: it has no code lenses.']);
    assert.deepEqual(statusOf(lines(5100), settings).notes, []);
    const [note, ...rest] = documentStatus(new RulesFile(lines(20_100)), { ...defaultSettings, ...settings }, 'en').notes;
    assert.match(note ?? '', /more than 20,000 lines/);
    assert.deepEqual(rest, []);
  });

  it('knows an analysis that ran out of memory', () => {
    const rules = Array.from({ length: 200 }, (_, index) => `-A INPUT -s 10.0.${index}.0/24 -p tcp --dport ${index * 7 + 1} -j ACCEPT\n`);
    const file = new RulesFile(`*filter\n:INPUT DROP [0:0]\n${rules.join('')}COMMIT\n`);
    assert.equal(isPartial(finish(analyseRuleset(file))), false);
    assert.equal(isPartial(finish(analyseRuleset(file, { limit: 5000 }))), true);
  });

  it('says that a template is one', () => {
    const { notes } = statusOf('*filter\n-A INPUT -s {{ admin }} -j ACCEPT\nCOMMIT\n');
    assert.match(notes.join(), /^A template/);
  });
});

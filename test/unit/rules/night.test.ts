// What people type at night, and the fix that they expect.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fixesOf } from '../../../server/src/features/code-actions';
import { shownFindings } from '../../../server/src/features/diagnostics';
import { defaultSettings } from '../../../server/src/features/settings';
import type { RulesFile } from '../../../server/src/model/rules-file';
import { ruleOf } from '../../../server/src/rules/findings';
import type { Finding } from '../../../server/src/rules/rule';
import { applyEdits } from '../../../server/src/text/lines';
import { open } from '../../support/rules';

const head = '*filter\n:INPUT DROP [0:0]\n';
const file = (rule: string): string => `${head}${rule}\nCOMMIT\n`;

/** What is typed, and what the first choice among the fixes makes of it. */
const mistakes: readonly (readonly [typed: string, meant: string])[] = [
  ['-A INPUT -m state NEW -j ACCEPT', '-A INPUT -m state --state NEW -j ACCEPT'],
  ['-A INPUT -m set blocklist src -j DROP', '-A INPUT -m set --match-set blocklist src -j DROP'],
  ['-A INPUT -m conntrack --state NEW -j ACCEPT', '-A INPUT -m conntrack --ctstate NEW -j ACCEPT'],
  ['-A INPUT -m state --ctstate NEW -j ACCEPT', '-A INPUT -m state --state NEW -j ACCEPT'],
  ['-A INPUT -m state --state ESTABLISHED, RELATED -j ACCEPT', '-A INPUT -m state --state ESTABLISHED,RELATED -j ACCEPT'],
  ['-A INPUT -p tcp -m multiport --dports 80 ,443 -j ACCEPT', '-A INPUT -p tcp -m multiport --dports 80,443 -j ACCEPT'],
  ['-A INPUT -s 10.0.0.1, 10.0.0.2 -j ACCEPT', '-A INPUT -s 10.0.0.1,10.0.0.2 -j ACCEPT'],
  ['-A INPUT -p tcp --dport 80,443 -j ACCEPT', '-A INPUT -p tcp -m multiport --dports 80,443 -j ACCEPT'],
  ['-A INPUT -i !eth0 -j DROP', '-A INPUT ! -i eth0 -j DROP'],
  ['-A INPUT -j DENY', '-A INPUT -j DROP'],
  ['-A INPUT -j ＡＣＣＥＰＴ', '-A INPUT -j ACCEPT'],
  ['-A INPUT -p tcp -dport 22 -j ACCEPT', '-A INPUT -p tcp --dport 22 -j ACCEPT'],
  ['-A INPUT -p tcp --dport22 -j ACCEPT', '-A INPUT -p tcp --dport 22 -j ACCEPT'],
  ['-A INPUT -p tcp -j REJECT tcp-reset', '-A INPUT -p tcp -j REJECT --reject-with tcp-reset'],
];

describe('one finding, and the fix is what would have been typed', () => {
  for (const [typed, meant] of mistakes) {
    test(typed, () => {
      const rules = open(file(typed));
      const findings = findingsInWords(rules);
      assert.equal(findings.length, 1, JSON.stringify(findings));
      const preferred = findings.flatMap((finding) => fixesOf(finding, rules)).filter((fix) => fix.preferred === true);
      assert.equal(preferred.length, 1);
      const mended = applyEdits(file(typed), preferred[0]?.edits ?? []);
      assert.equal(mended, file(meant));
      assert.deepEqual(findingsInWords(open(mended)), []);
    });
  }
});

/** What is wrong with the words; such an excerpt is no good ruleset, which is said as well. */
function findingsInWords(rules: RulesFile): readonly Finding[] {
  return shownFindings(rules, defaultSettings, 'none').filter(({ code }) => ruleOf(code)?.check === undefined);
}

describe('no fix that guesses', () => {
  const preferredOf = (rule: string): string[] => {
    const rules = open(file(rule));
    return findingsInWords(rules).flatMap((finding) =>
      fixesOf(finding, rules)
        .filter((fix) => fix.preferred === true || fix.automatic === true)
        .map((fix) => fix.title.en),
    );
  };

  test('a port of any, an inverted mask', () => {
    assert.deepEqual(preferredOf('-A INPUT -p tcp --dport any -j ACCEPT'), []);
    assert.deepEqual(preferredOf('-A INPUT -s 192.168.1.0/0.0.0.255 -j ACCEPT'), []);
  });

  test('an inverted mask is offered as its prefix', () => {
    const rules = open(file('-A INPUT -s 192.168.1.0/0.0.0.255 -j ACCEPT'));
    const titles = findingsInWords(rules).flatMap((finding) => fixesOf(finding, rules).map((fix) => fix.title.en));
    assert.deepEqual(titles, ['Replace by `192.168.1.0/24`']);
  });
});

test('a list of interfaces never matches', () => {
  const [finding] = findingsInWords(open(file('-A INPUT -i eth0,eth1 -j ACCEPT')));
  assert.equal(finding?.code, 'never-matching-interface');
});

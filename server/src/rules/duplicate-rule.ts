import type { RulesetAnalysis } from '../analysis/ruleset';
import type { Finding } from './rule';
import { defineRule } from './rule';
import { coverageOf } from './support/coverage';
import { isTold } from './support/covered-kinds';
import { ruleSpan, takeOut } from './support/take-out';

declare module './rule' {
  interface AnalysisData {
    'duplicate-rule': { readonly first: number };
  }
}

export const duplicateRule = defineRule({
  code: 'duplicate-rule',
  severity: 'information',
  tag: 'unnecessary',
  title: { en: 'The same rule twice', ja: '同じルールの重複' },
  page: {
    en: 'A rule above asks for exactly the same packets and does the same with them, so this one never matches. That happens when a script appends its rules a second time (`iptables -A` does not look whether the rule is there; `iptables -C … || iptables -A …` does). The words may differ: `-p tcp --dport ssh` and `-p tcp -m tcp --dport 22` are the same rule.',
    ja: 'まったく同じパケットを対象に同じ処理をするルールが上にあるため、このルールが一致することはありません。スクリプトがルールを二度追加した場合によく起こります（`iptables -A` は同じルールがあるかどうかを確かめません。`iptables -C … || iptables -A …` と書けば確かめられます）。`-p tcp --dport ssh` と `-p tcp -m tcp --dport 22` のように、書き方が違っても同じルールです。',
  },
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 22 -j ACCEPT\n-A INPUT -p udp --dport 53 -j ACCEPT\n-A INPUT -p tcp -m tcp --dport ssh -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 22 -j ACCEPT\n-A INPUT -p udp --dport 53 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ first }) => ({
    en: `Line ${first + 1} is the same rule: this one never matches. Remove it.`,
    ja: `${first + 1} 行目と同じルールです。このルールが一致することはありません。削除してください。`,
  }),
  related: ({ first }) => [{ line: first, message: { en: 'The same rule.', ja: '同じルールです。' } }],
  analyse,
  fixes: ({ line }, file) => takeOut(file, line, true),
});

function analyse(analysis: RulesetAnalysis): readonly Finding<'duplicate-rule'>[] {
  const findings: Finding<'duplicate-rule'>[] = [];
  for (const unmet of coverageOf(analysis).unmet) {
    const first = unmet.covers[0]?.line;
    if (unmet.why !== 'covered' || first === undefined || isTold(analysis, unmet) !== 'duplicate') continue;
    findings.push({ code: 'duplicate-rule', line: unmet.line, ...ruleSpan(analysis.file, unmet.line), first });
  }
  return findings;
}

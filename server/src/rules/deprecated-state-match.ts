import type { BoundRule } from '../model/bound';
import type { RulesFile } from '../model/rules-file';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { lineByLine } from './support/by-line';
import { asConntrack, stateOption } from './support/state-match';

declare module './rule' {
  interface AnalysisData {
    'deprecated-state-match': { readonly states: string; readonly inverted: boolean };
  }
}

export const deprecatedStateMatch = defineRule({
  code: 'deprecated-state-match',
  severity: 'information',
  tag: 'deprecated',
  title: { en: 'Old state match', ja: '古い state マッチ' },
  page: {
    en: '`-m state --state …` is the old name of `-m conntrack --ctstate …`. Since 1.4.16 iptables itself loads it as the latter, and only saves the name that was written. The states and what they match are the same. `--ctstate` also knows `SNAT` and `DNAT`, and conntrack can ask for more (`--ctdir`, `--ctorigdst`, …).',
    ja: '`-m state --state …` は `-m conntrack --ctstate …` の古い名前です。iptables 1.4.16 以降は後者として読み込まれ、保存時に書かれた名前が残るだけです。指定できる状態とその意味は同じです。`--ctstate` では `SNAT` と `DNAT` も指定でき、conntrack ではほかの条件（`--ctdir`、`--ctorigdst` など）も使えます。',
  },
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:FORWARD DROP [0:0]\n-A FORWARD -p tcp ! --syn -m state ! --state=EST -j DROP\nCOMMIT\n',
      good: '*filter\n:FORWARD DROP [0:0]\n-A FORWARD -p tcp ! --syn -m conntrack ! --ctstate=EST -j DROP\nCOMMIT\n',
    },
  ],
  message: ({ states, inverted }) => {
    const words = `\`-m conntrack ${inverted ? '! ' : ''}--ctstate ${states}\``;
    return {
      en: `\`-m state\` is the old name of \`-m conntrack\`, as which iptables loads it. Write ${words}.`,
      ja: `\`-m state\` は \`-m conntrack\` の古い名前で、iptables は conntrack として読み込みます。${words} と書いてください。`,
    };
  },
  ofOneLine: true,
  check: lineByLine(/[\sm="]state(?:[\s"]|$)/, (_, rule) => matchesIn(rule)),
  fixes: toConntrack,
});

function matchesIn(rule: BoundRule): readonly Omit<Finding<'deprecated-state-match'>, 'line'>[] {
  return rule.matches.flatMap((match) => {
    const option = stateOption(match);
    const [states] = option?.values ?? [];
    if (option === undefined || states === undefined) return [];
    const { start, end } = match.name;
    return [{ code: 'deprecated-state-match', start, end, states: states.text, inverted: option.negation !== undefined }];
  });
}

function toConntrack(finding: Finding<'deprecated-state-match'>, file: RulesFile): readonly Fix[] {
  const rule = file.bound(finding.line);
  const match = rule?.matches.find((one) => one.name.start === finding.start);
  const edits = rule && match && asConntrack(file, rule, finding.line, match);
  if (edits === undefined) return [];
  return [{ title: { en: 'Write it with `-m conntrack --ctstate`', ja: '`-m conntrack --ctstate` で書き換える' }, edits, preferred: true }];
}

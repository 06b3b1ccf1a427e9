import type { RulesetAnalysis } from '../analysis/ruleset';
import type { Finding } from './rule';
import { defineRule } from './rule';
import { deadStates } from './support/dead-states';
import { addUntracked } from './support/state-list';
import { isWide } from './support/wide-exemption';

declare module './rule' {
  interface AnalysisData {
    'untracked-state': { readonly states: string; readonly notrackLine: number };
  }
}

export const untrackedState = defineRule({
  code: 'untracked-state',
  severity: 'warning',
  title: { en: 'State that untracked packets never have', ja: '追跡対象外のパケットが持たない状態' },
  page: {
    en: 'After NOTRACK (or `CT --notrack`) a packet has the state UNTRACKED and no other. A rule that asks for NEW, ESTABLISHED, RELATED or INVALID, and whose packets raw has all exempted, by one rule or several, never matches. Add UNTRACKED to its list, or drop the state match.\n\nA rule that only drops INVALID packets is left alone: exempted packets never are that, and it has nothing to do for them. Where everything is exempted, that is said of the NOTRACK rule.',
    ja: 'NOTRACK（または `CT --notrack`）の後、パケットの状態は UNTRACKED だけになります。NEW、ESTABLISHED、RELATED、INVALID を条件にするルールは、対象のパケットがすべて raw の一つまたは複数のルールで追跡の対象外になっている場合、一致することがありません。リストに UNTRACKED を追加するか、状態の条件を外してください。\n\nINVALID のパケットを破棄するだけのルールは指摘しません。対象外にしたパケットは INVALID にならず、破棄する必要もないからです。すべてのパケットを対象外にしている場合は、NOTRACK のルールのほうを指摘します。',
  },
  examples: [
    {
      bad: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -i eth0 -p udp -m udp --dport 694 -j NOTRACK\n-A OUTPUT -o eth0 -p udp -m udp --dport 694 -j NOTRACK\nCOMMIT\n*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -i eth0 -p udp -m udp --dport 694 -m conntrack --ctstate NEW -j ACCEPT\nCOMMIT\n',
      good: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -i eth0 -p udp -m udp --dport 694 -j NOTRACK\n-A OUTPUT -o eth0 -p udp -m udp --dport 694 -j NOTRACK\nCOMMIT\n*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -i eth0 -p udp -m udp --dport 694 -m conntrack --ctstate NEW,UNTRACKED -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ states, notrackLine }) => ({
    en: `Line ${notrackLine + 1} takes these packets out of connection tracking: they are UNTRACKED here, never ${states}, so this rule matches none of them. Add UNTRACKED or drop the state match.`,
    ja: `${notrackLine + 1} 行目でこれらのパケットはコネクション追跡の対象外になり、ここでは UNTRACKED です。${states} にはならないため、このルールは一致しません。UNTRACKED を追加するか、状態の条件を外してください。`,
  }),
  related: ({ notrackLine }) => [
    {
      line: notrackLine,
      message: { en: 'Here the packets are taken out of connection tracking.', ja: 'ここでパケットが追跡の対象外になります。' },
    },
  ],
  analyse,
  fixes: (finding, file) => {
    // Behind a DROP the word would take what is to come through now.
    const fix = dropTargets.has(file.records[finding.line]?.target ?? '') ? undefined : addUntracked(file, finding.line);
    return fix === undefined ? [] : [{ ...fix, preferred: true }];
  },
});

const dropTargets: ReadonlySet<string> = new Set(['DROP', 'REJECT']);

function analyse(analysis: RulesetAnalysis): readonly Finding<'untracked-state'>[] {
  return deadStates(analysis)
    .filter(({ loopback, notrackLine }) => !loopback && !isWide(analysis, notrackLine))
    .map(({ line, list, notrackLine }) => ({
      code: 'untracked-state',
      line,
      start: list.start,
      end: list.end,
      states: list.text.toUpperCase(),
      notrackLine,
    }));
}

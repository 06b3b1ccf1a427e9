import { allStates } from '../analysis/conditions';
import { lineConditions } from '../analysis/fate';
import { exemptedBy, exemptionsOf } from '../analysis/notrack';
import type { Hook } from '../catalogue/schema';
import { hooksOfChain } from '../model/hooks';
import type { RulesFile } from '../model/rules-file';
import { ConnectionState } from '../values/index';
import type { Finding } from './rule';
import { defineRule } from './rule';
import { addUntracked, stateListOf } from './support/state-list';

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
    en: 'After NOTRACK (or `CT --notrack`) a packet has the state UNTRACKED and no other. A rule that asks for NEW, ESTABLISHED, RELATED or INVALID, and whose packets a raw rule has all exempted, never matches. Add UNTRACKED to its list, or drop the state match.',
    ja: 'NOTRACK（または `CT --notrack`）の後、パケットの状態は UNTRACKED だけになります。NEW、ESTABLISHED、RELATED、INVALID を条件にするルールは、対象のパケットがすべて raw で追跡の対象外になっている場合、一致することがありません。リストに UNTRACKED を追加するか、状態の条件を外してください。',
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
  check,
  fixes: (finding, file) => {
    const fix = addUntracked(file, finding.line);
    return fix === undefined ? [] : [{ ...fix, preferred: true }];
  },
});

function check(file: RulesFile): readonly Finding<'untracked-state'>[] {
  if (exemptionsOf(file).length === 0) return [];
  const findings: Finding<'untracked-state'>[] = [];
  for (const section of file.resolution().sections) {
    if (section.table === 'raw' || section.table === 'nat') continue;
    const hooks = hooksOfChain(section);
    for (const chain of section.chains.values()) {
      for (const line of chain.rules) {
        const list = mentionsState(file.lineText(line)) ? stateListOf(file, line) : undefined;
        const notrackLine = list && exemptionFor(file, line, hooks(chain.id));
        if (list === undefined || notrackLine === undefined) continue;
        findings.push({ code: 'untracked-state', line, start: list.start, end: list.end, states: list.text.toUpperCase(), notrackLine });
      }
    }
  }
  return findings;
}

/** The line that exempts every packet a rule could match, whichever way they come; `undefined` when that is not sure. */
function exemptionFor(file: RulesFile, line: number, hooks: readonly Hook[]): number | undefined {
  const conditions = lineConditions(file, line);
  if (conditions === undefined || hooks.length === 0 || conditions.states === 0 || (conditions.states & ConnectionState.UNTRACKED) !== 0)
    return undefined;
  const raw = new Set(hooks.map((hook) => (hook === 'OUTPUT' || hook === 'POSTROUTING' ? 'OUTPUT' : 'PREROUTING')));
  // What leaves through POSTROUTING may have been forwarded as well.
  if (hooks.includes('POSTROUTING')) raw.add('PREROUTING');
  let found: number | undefined;
  for (const hook of raw) {
    const packets = { ...conditions, states: allStates, ...(hook === 'PREROUTING' ? { output: undefined } : { input: undefined }) };
    const by = exemptedBy(file, hook as 'PREROUTING' | 'OUTPUT', packets);
    if (by === undefined) return undefined;
    found ??= by;
  }
  return found;
}

function mentionsState(text: string): boolean {
  return text.includes('state');
}

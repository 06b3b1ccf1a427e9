import type { PacketSet } from '../analysis/diagram';
import { nothing } from '../analysis/diagram';
import { packetsWith } from '../analysis/packets';
import type { ChainAnalysis, RulesetAnalysis } from '../analysis/ruleset';
import { exemptAt, exemptingLine, packetsAt, regardlessOfState } from '../analysis/tracking';
import { translatedAt } from '../analysis/translated';
import type { Hook } from '../catalogue/schema';
import { hooksOfChain } from '../model/hooks';
import type { Finding } from './rule';
import { defineRule } from './rule';

declare module './rule' {
  interface AnalysisData {
    'notrack-kills-nat': { readonly target: string; readonly notrackLine: number };
  }
}

export const notrackKillsNat = defineRule({
  code: 'notrack-kills-nat',
  severity: 'warning',
  title: { en: 'NAT for exempted packets', ja: '追跡対象外のパケットへの NAT' },
  page: {
    en: 'NAT is a part of connection tracking: what a packet’s addresses are changed to is kept in its connection’s entry. Packets that raw takes out of tracking have no entry, and the kernel passes over the whole nat table for them. A DNAT, REDIRECT, SNAT or MASQUERADE rule whose packets are all exempted never does anything, its counter stays at zero, and the packets go on with the addresses they have.\n\nWhat shall be translated must be tracked, in both directions. Leave it out of the NOTRACK rule, for example by an earlier rule of raw that accepts it (`-j ACCEPT`), or by narrower ports and addresses; or remove the nat rule.\n\nA rule of nat of which only some packets are exempted, as a MASQUERADE for a whole network, is in order and not reported.',
    ja: 'NAT はコネクション追跡の一部です。アドレスをどう書き換えるかは、そのコネクションの記録に保存されます。raw で追跡の対象外にしたパケットには記録がないため、カーネルは nat テーブル全体を通しません。対象のパケットがすべて対象外になっている DNAT、REDIRECT、SNAT、MASQUERADE のルールは働かず、カウンターは 0 のままで、パケットは元のアドレスのまま進みます。\n\n変換するパケットは、両方向とも追跡する必要があります。raw で先に許可するルール（`-j ACCEPT`）を置く、ポートやアドレスを絞るなどして NOTRACK の対象から外すか、nat のルールを削除してください。\n\nネットワーク全体への MASQUERADE のように、一部のパケットだけが対象外になっているルールには問題がなく、指摘しません。',
  },
  examples: [
    {
      bad: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -p udp -m udp --dport 514 -j NOTRACK\nCOMMIT\n*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -i eth0 -p udp -m udp --dport 514 -j REDIRECT --to-ports 5514\nCOMMIT\n',
      good: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -i eth1 -p udp -m udp --dport 514 -j NOTRACK\nCOMMIT\n*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -i eth0 -p udp -m udp --dport 514 -j REDIRECT --to-ports 5514\nCOMMIT\n',
    },
    {
      bad: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -s 10.0.0.0/8 -j NOTRACK\n-A OUTPUT -s 10.0.0.0/8 -j NOTRACK\nCOMMIT\n*nat\n:POSTROUTING ACCEPT [0:0]\n-A POSTROUTING -s 10.0.3.0/24 -o eth0 -j MASQUERADE\nCOMMIT\n',
      good: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -s 10.0.3.0/24 -j ACCEPT\n-A PREROUTING -s 10.0.0.0/8 -j NOTRACK\n-A OUTPUT -s 10.0.0.0/8 -j NOTRACK\nCOMMIT\n*nat\n:POSTROUTING ACCEPT [0:0]\n-A POSTROUTING -s 10.0.3.0/24 -o eth0 -j MASQUERADE\nCOMMIT\n',
    },
  ],
  message: ({ target, notrackLine }) => ({
    en: `This ${target} never happens: line ${notrackLine + 1} takes all of its packets out of connection tracking, and untracked packets pass over the nat table. Leave them tracked, or remove this rule.`,
    ja: `${notrackLine + 1} 行目で対象のパケットがすべて追跡の対象外になり、nat テーブルを通らないため、この ${target} は働きません。NOTRACK の対象から外すか、このルールを削除してください。`,
  }),
  related: ({ notrackLine }, file) => [
    {
      line: notrackLine,
      span: { start: file.records[notrackLine]?.jumpStart ?? 0, end: file.records[notrackLine]?.jumpEnd ?? 0 },
      message: { en: 'Here the packets are taken out of connection tracking.', ja: 'ここでパケットが追跡の対象外になります。' },
    },
  ],
  analyse,
});

function analyse(analysis: RulesetAnalysis): readonly Finding<'notrack-kills-nat'>[] {
  const table = analysis.tables.get('nat');
  if (table === undefined) return [];
  if (exemptAt(analysis, 'PREROUTING').surely === nothing && exemptAt(analysis, 'OUTPUT').surely === nothing) return [];
  const findings: Finding<'notrack-kills-nat'>[] = [];
  const hooks = hooksOfChain(table.section);
  for (const chain of table.chains.values()) {
    for (const line of chain.lines ?? []) {
      const effect = analysis.rule(line)?.effect;
      if (effect?.kind !== 'verdict' || !effect.verdict.startsWith('nat ')) continue;
      const notrackLine = exemptionOf(analysis, chain, line, hooks(chain.chain.id));
      const record = analysis.file.records[line];
      if (notrackLine === undefined || record?.target === undefined) continue;
      findings.push({ code: 'notrack-kills-nat', line, start: record.jumpStart, end: record.jumpEnd, target: record.target, notrackLine });
    }
  }
  return findings;
}

/** The line because of which a rule of nat sees no packet, whichever way they come; `undefined` when it may see some. */
function exemptionOf(analysis: RulesetAnalysis, chain: ChainAnalysis, line: number, hooks: readonly Hook[]): number | undefined {
  const { diagram } = analysis.space;
  const packets = diagram.intersect(analysis.rule(line)?.upper ?? nothing, chain.entering);
  let notrackLine: number | undefined;
  for (const hook of hooks) {
    const met = regardlessOfState(analysis.space, diagram.intersect(packets, seenBy(analysis, hook)));
    if (met === nothing) continue;
    if (!diagram.within(met, exemptAt(analysis, hook).surely) || diagram.meets(met, translatedAt(analysis, hook))) return undefined;
    notrackLine ??= exemptingLine(analysis, hook, met);
  }
  return notrackLine;
}

/** The packets that nat sees at a hook. Loopback packets got their destination in OUTPUT, so PREROUTING does not ask for it again. */
function seenBy({ space }: RulesetAnalysis, hook: Hook): PacketSet {
  const set = packetsAt(space, hook);
  return hook === 'PREROUTING' ? space.diagram.subtract(set, packetsWith(space, { input: 'lo' })) : set;
}

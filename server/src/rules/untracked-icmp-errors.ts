import { analysisOf } from '../analysis/current';
import type { PacketSet } from '../analysis/diagram';
import { packetsWith } from '../analysis/packets';
import type { Predicate } from '../analysis/predicates';
import { packetsAsked } from '../analysis/rule-packets';
import type { RulesetAnalysis } from '../analysis/ruleset';
import { exemptAt, exemptingLine, regardlessOfState } from '../analysis/tracking';
import type { Family } from '../catalogue/schema';
import { udpServices } from '../catalogue/udp-services';
import type { RulesFile } from '../model/rules-file';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { filterChain } from './support/filter-chain';
import { insertRules } from './support/insert-rules';
import { invalidDrop } from './support/invalid-drop';
import { networkPackets } from './support/network-packets';
import { stateListOf } from './support/state-list';

declare module './rule' {
  interface AnalysisData {
    'untracked-icmp-errors': {
      readonly family: Family;
      readonly notrackLine: number;
      /** The line of INPUT before which the errors are to be accepted; -1 where they are dropped in mangle. */
      readonly top: number;
    };
  }
}

export const untrackedIcmpErrors = defineRule({
  code: 'untracked-icmp-errors',
  severity: 'information',
  title: { en: 'ICMP errors about exempted packets are dropped', ja: '追跡対象外のパケットに関する ICMP エラーの破棄' },
  page: {
    en: 'When a packet cannot be delivered, a router on the way or the other host sends an ICMP error that quotes it. Connection tracking looks up the quoted packet: where its connection is known the error is RELATED, otherwise it is INVALID. Of what raw exempts no connection is known, so every ICMP error about it is INVALID, and a rule that drops INVALID packets drops it.\n\nMost of these errors are a convenience: the service notices by itself that nobody answers. “Fragmentation needed” (ICMP type 3, code 4) and “packet too big” (ICMPv6 type 2) are more. Without them the host never learns that a link on the way, a tunnel or PPPoE, takes smaller packets only, and sends large ones into the void: small messages arrive, large ones do not.\n\nAccept that one type before the rule that drops INVALID packets. Where all packets of the service are small, or all of its hosts stand on one network, nothing is lost as it is; exemptions of heartbeat and corosync alone are not mentioned for that reason.',
    ja: 'パケットを届けられないと、途中のルーターや相手のホストが、そのパケットの一部を引用した ICMP エラーを送ります。コネクション追跡は引用されたパケットを調べ、そのコネクションが分かればエラーを RELATED、分からなければ INVALID と判定します。raw で対象外にしたパケットのコネクションは記録されていないため、それに関する ICMP エラーはすべて INVALID になり、INVALID を破棄するルールで失われます。\n\n多くのエラーは、なくても困りません。応答がないことはサービス自身が気付くからです。しかし、fragmentation-needed（ICMP タイプ 3、コード 4）と packet-too-big（ICMPv6 タイプ 2）は別です。届かないと、途中のトンネルや PPPoE が小さなパケットしか通せないことが分からず、大きなパケットだけが届かないままになります。\n\nこのタイプだけを、INVALID を破棄するルールより前で許可してください。サービスのパケットがすべて小さい場合や、ホストがすべて同じネットワークにある場合は、このままでも問題ありません。そのため、heartbeat と corosync だけを対象外にしている場合は指摘しません。',
  },
  examples: [
    {
      bad: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -p tcp -m tcp --dport 80 -j NOTRACK\n-A OUTPUT -p tcp -m tcp --sport 80 -j NOTRACK\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -m conntrack --ctstate INVALID -j DROP\n-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT\nCOMMIT\n',
      good: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -p tcp -m tcp --dport 80 -j NOTRACK\n-A OUTPUT -p tcp -m tcp --sport 80 -j NOTRACK\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p icmp -m icmp --icmp-type fragmentation-needed -j ACCEPT\n-A INPUT -m conntrack --ctstate INVALID -j DROP\n-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT\nCOMMIT\n',
    },
    {
      family: 'ipv6',
      bad: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -p udp -m udp --dport 4789 -j NOTRACK\n-A OUTPUT -p udp -m udp --dport 4789 -j NOTRACK\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -m conntrack --ctstate INVALID -j DROP\n-A INPUT -p ipv6-icmp -j ACCEPT\n-A INPUT -p udp -m udp --dport 4789 -j ACCEPT\nCOMMIT\n',
      good: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -p udp -m udp --dport 4789 -j NOTRACK\n-A OUTPUT -p udp -m udp --dport 4789 -j NOTRACK\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p ipv6-icmp -j ACCEPT\n-A INPUT -m conntrack --ctstate INVALID -j DROP\n-A INPUT -p udp -m udp --dport 4789 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ family, notrackLine }) => ({
    en: `ICMP errors about packets that line ${notrackLine + 1} exempts are INVALID, not RELATED, so this drops them, and path-MTU discovery with them. Accept \`${types[family]}\` before.`,
    ja: `${notrackLine + 1} 行目で追跡の対象外にしたパケットに関する ICMP エラーは RELATED ではなく INVALID になり、ここで破棄されるため、経路 MTU 探索ができません。この前で \`${types[family]}\` を許可してください。`,
  }),
  related: ({ notrackLine }, file) => [
    {
      line: notrackLine,
      span: { start: file.records[notrackLine]?.jumpStart ?? 0, end: file.records[notrackLine]?.jumpEnd ?? 0 },
      message: { en: 'Here the packets are taken out of connection tracking.', ja: 'ここでパケットが追跡の対象外になります。' },
    },
  ],
  analyse,
  fixes,
});

const types: Readonly<Record<Family, string>> = { ipv4: 'fragmentation-needed', ipv6: 'packet-too-big' };

/** Heartbeat and corosync speak with neighbours on the same network, where there is no path to discover. */
const amongNeighbours: Predicate = {
  kind: 'all',
  of: [
    { kind: 'in', field: 'protocol', ranges: [[17, 17]] },
    {
      kind: 'any',
      of: (['sourcePort', 'destinationPort'] as const).map((field): Predicate => {
        const ports = udpServices.flatMap((service) => (service.name === 'heartbeat' || service.name === 'corosync' ? service.ports : []));
        return { kind: 'in', field, ranges: ports.map((port): [number, number] => [port, port]) };
      }),
    },
  ],
};

function analyse(analysis: RulesetAnalysis): readonly Finding<'untracked-icmp-errors'>[] {
  const { space, file } = analysis;
  const { diagram } = space;
  const sent = diagram.intersect(networkPackets(space, 'OUTPUT'), exemptAt(analysis, 'OUTPUT').surely);
  const some = diagram.unite(packetsWith(space, { protocol: 6 }), packetsWith(space, { protocol: 17 }));
  const flows = diagram.subtract(diagram.intersect(sent, some), packetsAsked(space, amongNeighbours, 'surely'));
  const notrackLine = exemptingLine(analysis, 'OUTPUT', flows);
  const errors = tooLarge(analysis);
  if (notrackLine === undefined || diagram.meets(regardlessOfState(space, errors), exemptAt(analysis, 'INPUT').maybe)) return [];
  const drop = invalidDrop(analysis, errors);
  const list = drop && stateListOf(file, drop.stateLine);
  if (drop === undefined || list === undefined) return [];
  const top = drop.table === 'filter' ? drop.top : -1;
  return [{ code: 'untracked-icmp-errors', line: drop.stateLine, start: list.start, end: list.end, family: file.family, notrackLine, top }];
}

/** The errors from the network that say that a packet was too large. */
function tooLarge({ space, file }: RulesetAnalysis): PacketSet {
  const message = file.family === 'ipv4' ? { protocol: 1, icmpType: 3, icmpCode: 4 } : { protocol: 58, icmpType: 2, icmpCode: 0 };
  return space.diagram.intersect(networkPackets(space, 'INPUT'), packetsWith(space, { ...message, fragment: 0 }));
}

function fixes({ family, top }: Finding<'untracked-icmp-errors'>, file: RulesFile): readonly Fix[] {
  const analysis = analysisOf(file);
  const chain = top < 0 ? undefined : filterChain(analysis, 'INPUT');
  const match = family === 'ipv4' ? '-p icmp -m icmp --icmp-type' : '-p ipv6-icmp -m icmp6 --icmpv6-type';
  const rule = `-A INPUT ${match} ${types[family]} -j ACCEPT`;
  const edit = chain && insertRules(analysis, chain, [rule], top);
  if (edit === undefined) return [];
  return [{ title: { en: `Insert \`${rule}\``, ja: `\`${rule}\` を追加する` }, edits: [edit], preferred: true }];
}

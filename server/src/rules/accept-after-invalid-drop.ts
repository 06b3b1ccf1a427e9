import { decide } from '../analysis/decide';
import type { PacketSet } from '../analysis/diagram';
import { nothing } from '../analysis/diagram';
import { packetsWith } from '../analysis/packets';
import type { RulesetAnalysis } from '../analysis/ruleset';
import { exemptAt, regardlessOfState } from '../analysis/tracking';
import { udpServices } from '../catalogue/udp-services';
import type { BoundValue } from '../model/bound';
import { hooksOfChain } from '../model/hooks';
import type { RulesFile } from '../model/rules-file';
import type { Ports } from '../values/index';
import type { Finding } from './rule';
import { defineRule } from './rule';
import { exemptAccepted } from './support/exempt-accepted';
import { invalidDrop, relatedInvalidDrop } from './support/invalid-drop';
import { networkPackets } from './support/network-packets';
import { portListsOf } from './support/port-list';
import { moveBefore } from './support/take-out';

declare module './rule' {
  interface AnalysisData {
    'accept-after-invalid-drop': {
      /** `UDP 694 (heartbeat)`. */
      readonly service: string;
      /** The line that asks for INVALID. */
      readonly stateLine: number;
      /** The rule is there for such services only. */
      readonly only: boolean;
      /** The line of the rule's own chain before which it would get the packets; -1 where there is none. */
      readonly before: number;
    };
  }
}

export const acceptAfterInvalidDrop = defineRule({
  code: 'accept-after-invalid-drop',
  severity: 'information',
  title: { en: 'Peers’ packets behind an INVALID drop', ja: 'INVALID の破棄より後にあるピア間通信の許可' },
  page: {
    en: 'Connection tracking thinks in clients and servers: one side asks, the other answers. Hosts of a cluster just send at each other’s port (heartbeat, corosync, VXLAN). A packet that connection tracking cannot place counts as INVALID, and a rule that drops INVALID packets takes it before the rule that accepts the service is read. It shows in a capture, no rule for the service has counted it, and the service never sees it: the peer seems to be dead now and then.\n\nTake the service out of connection tracking, in both directions: NOTRACK in raw `PREROUTING` and `OUTPUT`. Its packets are UNTRACKED then, which no rule for INVALID matches, and the accept in INPUT lets them in as before. Moving the accept before the INVALID drop helps the packets that arrive, as long as nobody adds a rule in between.\n\nOnly services between the hosts of a cluster or overlay network are looked at; for a service with clients there is no need for this.',
    ja: 'コネクション追跡は、一方が要求しもう一方が応答するクライアントとサーバーの通信を前提にしています。一方、クラスターのホストは互いの同じポートへ一方的に送信します（heartbeat、corosync、VXLAN など）。追跡の上で位置付けられないパケットは INVALID と判定され、サービスを許可するルールが評価される前に、INVALID を破棄するルールで失われます。パケットキャプチャには現れるのに、そのサービスのルールのカウンターは増えず、サービスにも届かないため、相手のホストがときどき停止したように見えます。\n\nこのサービスを、raw の `PREROUTING` と `OUTPUT` の NOTRACK で、両方向ともコネクション追跡の対象外にしてください。パケットの状態は UNTRACKED になり、INVALID のルールには一致せず、INPUT の許可でこれまでどおり受信できます。許可するルールを INVALID の破棄より前に移す方法もありますが、受信パケットにしか効かず、後から間にルールを追加すると壊れやすくなります。\n\n対象は、クラスターやオーバーレイネットワークのホスト間のサービスだけです。クライアントのあるサービスでは必要ありません。',
  },
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -m conntrack --ctstate INVALID -j DROP\n-A INPUT -i eth0 -p udp -m udp --dport 694 -j ACCEPT\nCOMMIT\n',
      good: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -i eth0 -p udp -m udp --dport 694 -j NOTRACK\n-A OUTPUT -o eth0 -p udp -m udp --dport 694 -j NOTRACK\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -m conntrack --ctstate INVALID -j DROP\n-A INPUT -i eth0 -p udp -m udp --dport 694 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n:CLUSTER - [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -m conntrack --ctstate INVALID -j DROP\n-A INPUT -s 192.0.2.0/28 -j CLUSTER\n-A CLUSTER -p udp -m conntrack --ctstate NEW -m multiport --dports 5404:5405 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n:CLUSTER - [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -s 192.0.2.0/28 -j CLUSTER\n-A INPUT -m conntrack --ctstate INVALID -j DROP\n-A CLUSTER -p udp -m multiport --dports 5404:5405 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ service, stateLine }) => ({
    en: `What connection tracking judges INVALID of ${service} never gets here: line ${stateLine + 1} drops it first. Hosts that send at each other’s port are better exempted from tracking: NOTRACK in raw, in both directions.`,
    ja: `${service} のうち INVALID と判定されたパケットは、${stateLine + 1} 行目で先に破棄され、ここに届きません。互いのポートに送り合うサービスは、raw の NOTRACK で両方向とも追跡の対象外にするのが確実です。`,
  }),
  related: ({ stateLine }, file) => [relatedInvalidDrop(file, stateLine)],
  analyse,
  fixes: ({ line, only, before }, file) => {
    const exempt = only ? exemptAccepted(file, line) : undefined;
    return [...(exempt === undefined ? [] : [{ ...exempt, preferred: true }]), ...(before < 0 ? [] : moveBefore(file, line, before))];
  },
});

/** Services whose hosts are peers of one cluster or network. VPNs and telephony, whose other ends are anywhere, are not among them. */
const amongHosts: ReadonlySet<string> = new Set(['heartbeat', 'corosync', 'vxlan', 'geneve']);

const udp = 17;

/** How many such accepts are looked at. */
const most = 20;

function analyse(analysis: RulesetAnalysis): readonly Finding<'accept-after-invalid-drop'>[] {
  const table = analysis.tables.get('filter');
  if (table === undefined) return [];
  const { diagram } = analysis.space;
  const findings: Finding<'accept-after-invalid-drop'>[] = [];
  const packets = packetsWith(analysis.space, { protocol: udp });
  const hooks = hooksOfChain(table.section);
  let left = most;
  for (const { chain, lines } of table.chains.values()) {
    if (!hooks(chain.id).includes('INPUT')) continue;
    for (const line of lines ?? []) {
      const rule = analysis.rule(line);
      if (analysis.file.records[line]?.target !== 'ACCEPT' || rule === undefined || !diagram.within(rule.upper, packets)) continue;
      const named = serviceIn(analysis.file, line);
      const found = named !== undefined && --left >= 0 ? findingOf(analysis, line, named) : undefined;
      if (found !== undefined) findings.push(found);
    }
  }
  return findings;
}

function findingOf(analysis: RulesetAnalysis, line: number, named: NamedService): Finding<'accept-after-invalid-drop'> | undefined {
  const { file, space } = analysis;
  const { diagram } = space;
  const asked = packetsWith(space, { protocol: udp, destinationPort: [named.ports.from, named.ports.to], state: 'NEW' });
  const packets = acceptedBy(analysis, line, diagram.intersect(asked, networkPackets(space, 'INPUT')));
  if (packets === nothing || diagram.meets(regardlessOfState(space, packets), exemptAt(analysis, 'INPUT').maybe)) return undefined;
  const drop = invalidDrop(analysis, packets);
  if (drop === undefined) return undefined;
  const { from, to } = named.ports;
  const takesInvalid = diagram.meets(analysis.rule(line)?.upper ?? nothing, packetsWith(space, { state: 'INVALID' }));
  return {
    code: 'accept-after-invalid-drop',
    line,
    start: named.value.start,
    end: named.value.end,
    service: `UDP ${from === to ? from : `${from}:${to}`} (${named.service})`,
    stateLine: drop.stateLine,
    only: named.only,
    before: drop.table === 'filter' && file.records[drop.top]?.chain === file.records[line]?.chain && takesInvalid ? drop.top : -1,
  };
}

/** The packets of a set that may be accepted by one rule. */
function acceptedBy(analysis: RulesetAnalysis, line: number, packets: PacketSet): PacketSet {
  const decisions = decide(analysis, 'filter', 'INPUT', packets) ?? [];
  return decisions.reduce((set, one) => (one.line === line ? analysis.space.diagram.unite(set, one.packets) : set), nothing);
}

/** A service that a rule asks for by its destination port. */
interface NamedService {
  readonly service: string;
  readonly ports: Ports;
  readonly value: BoundValue;
  /** The rule asks for the ports of such services only. */
  readonly only: boolean;
}

/** The first such service that a rule asks for. */
function serviceIn(file: RulesFile, line: number): NamedService | undefined {
  const rule = file.bound(line);
  const list = rule && portListsOf(rule).find(({ side }) => side === 'destination');
  const value = list?.option.values[0];
  if (rule === undefined || rule.protocolInverted || list === undefined || value === undefined) return undefined;
  const services = list.entries.map(serviceAt);
  const at = services.findIndex((service) => service !== undefined);
  const [ports, service] = [list.entries[at], services[at]];
  if (ports === undefined || service === undefined) return undefined;
  return { service, ports, value, only: services.every((name) => name !== undefined) };
}

function serviceAt({ from, to }: Ports): string | undefined {
  return udpServices.find(({ name, ports }) => amongHosts.has(name) && ports.includes(from) && ports.includes(to))?.name;
}

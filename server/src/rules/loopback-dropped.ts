import { analysisOf } from '../analysis/current';
import { decide } from '../analysis/decide';
import type { PacketSet } from '../analysis/diagram';
import { nothing } from '../analysis/diagram';
import { packetsWith } from '../analysis/packets';
import type { Coordinate, RangeField } from '../analysis/predicates';
import type { RulesetAnalysis } from '../analysis/ruleset';
import type { Space } from '../analysis/space';
import type { RulesFile } from '../model/rules-file';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { dropPlace, isDefault } from './support/drop-place';
import { filterChain, passing, talksToNetwork } from './support/filter-chain';
import { asFirst, openingTcp, openingUdp } from './support/first-packets';
import { insertFirst } from './support/insert-rules';
import { loopbackPackets, networkPackets } from './support/network-packets';

declare module './rule' {
  interface AnalysisData {
    'loopback-dropped': { readonly chain: 'INPUT' | 'OUTPUT' };
  }
}

export const loopbackDropped = defineRule({
  code: 'loopback-dropped',
  severity: 'warning',
  title: { en: 'Loopback dropped', ja: 'ループバックの破棄' },
  page: {
    en: 'A host talks to itself over the interface `lo`, and those packets pass `OUTPUT` and then `INPUT` like all others. Where the chain drops by default and no rule is there for `lo`, programs on the host can no longer reach each other: a local DNS resolver (`127.0.0.53`), databases, mail, everything that connects to `localhost`, and also to an address of the host itself. It shows as timeouts, not as refused connections.\n\nPackets from outside cannot come in on `lo`, so accepting them all, first in the chain, is safe. Nothing is said where some rule lets through more of them than of what others send, and of a chain that lets nothing through to or from the network either.',
    ja: 'ホストは自分自身との通信に `lo` インターフェイスを使い、そのパケットもほかと同じように `OUTPUT`、`INPUT` の順に通ります。デフォルトで破棄するチェインに `lo` のためのルールがないと、ホスト上のプログラムどうしが通信できなくなります。ローカルの DNS リゾルバー（`127.0.0.53`）、データベース、メールなど、`localhost` やホスト自身のアドレスに接続するものはすべて影響を受けます。接続は拒否されるのではなく、タイムアウトします。\n\n外部からのパケットが `lo` から入ってくることはないため、チェインの先頭ですべて許可してかまいません。ほかのホストからのパケットより多くを許可するルールがある場合や、ネットワークとの通信も一切通さないチェインについては、何も指摘しません。',
  },
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT ACCEPT [0:0]\n:OUTPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A OUTPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A OUTPUT -p udp -m udp --dport 53 -d 192.0.2.53 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT ACCEPT [0:0]\n:OUTPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A OUTPUT -o lo -j ACCEPT\n-A OUTPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A OUTPUT -p udp -m udp --dport 53 -d 192.0.2.53 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ chain }) => ({
    en: `Packets on \`lo\` are treated like those of any other interface and dropped here, so programs on this host cannot reach each other (a local resolver, databases, mail). Begin ${chain} with \`${acceptLine(chain)}\`.`,
    ja: `\`lo\` のパケットもほかのインターフェイスと同じ扱いになり、ここで破棄されます。ホスト上のプログラムどうし（ローカルのリゾルバー、データベース、メールなど）が通信できません。${chain} の先頭に \`${acceptLine(chain)}\` を追加してください。`,
  }),
  analyse: (analysis) => [...find(analysis, 'INPUT'), ...find(analysis, 'OUTPUT')],
  fixes,
});

function find(analysis: RulesetAnalysis, name: 'INPUT' | 'OUTPUT'): readonly Finding<'loopback-dropped'>[] {
  const { space, file } = analysis;
  const { diagram } = space;
  const chain = filterChain(analysis, name);
  if (chain === undefined || !talksToNetwork(analysis, name)) return [];
  const own = asFirst(analysis, name, diagram.intersect(loopbackPackets(space, name), ownConversations(analysis)));
  const others = asFirst(analysis, name, diagram.intersect(networkPackets(space, name), foreignConversations(analysis)));
  const passed = asServices(space, passing(analysis, chain, own));
  // What comes through on lo because it comes through everywhere is no sign that somebody has thought of lo.
  if (!diagram.within(passed, asServices(space, passing(analysis, chain, others)))) return [];
  const dropped = diagram.subtract(own, passed);
  const decisions = decide(analysis, 'filter', name, own) ?? [];
  const place = dropPlace(
    file,
    decisions.filter((decision) => diagram.meets(decision.packets, dropped) && isDefault(analysis, decision, own)),
  );
  return place === undefined ? [] : [{ code: 'loopback-dropped', line: place.line, start: place.start, end: place.end, chain: name }];
}

/** What a host says to itself, from 127.0.0.1 to 127.0.0.1 or from ::1 to ::1. */
function ownConversations(analysis: RulesetAnalysis): PacketSet {
  const { space } = analysis;
  const address = ownAddress(analysis);
  return space.diagram.intersect(opening(space), packetsWith(space, { source: address, destination: address }));
}

function foreignConversations(analysis: RulesetAnalysis): PacketSet {
  const { space } = analysis;
  let set = opening(space);
  for (const field of ['source', 'destination'] as const) {
    const foreign = space.diagram.complement(packetsWith(space, { [field]: ownAddress(analysis) }));
    // Where no rule tells the host's own address from others, they are all the same.
    if (foreign !== nothing) set = space.diagram.intersect(set, foreign);
  }
  return set;
}

function ownAddress({ file }: RulesetAnalysis): Coordinate {
  return file.family === 'ipv4' ? 0x7f000001 : 1n;
}

function opening(space: Space): PacketSet {
  return space.diagram.unite(openingTcp(space), openingUdp(space));
}

/** The same packets by what they are for alone: whatever else a rule asks of them may hold. */
function asServices(space: Space, set: PacketSet): PacketSet {
  const flags = space.bitField('tcpFlags');
  const kept = (bit: number): boolean => services.some((field) => space.isOf(field, bit)) || (bit >= flags && bit < flags + 8);
  return space.diagram.forget(set, (bit) => !kept(bit));
}

const services: readonly RangeField[] = ['protocol', 'sourcePort', 'destinationPort'];

function fixes({ chain: name }: Finding<'loopback-dropped'>, file: RulesFile): readonly Fix[] {
  const analysis = analysisOf(file);
  const chain = filterChain(analysis, name);
  const rule = acceptLine(name);
  const edit = chain && insertFirst(analysis, chain, [rule]);
  if (edit === undefined) return [];
  return [
    {
      title: { en: `Insert \`${rule}\` first in the chain`, ja: `チェインの先頭に \`${rule}\` を追加する` },
      edits: [edit],
      preferred: true,
    },
  ];
}

function acceptLine(chain: 'INPUT' | 'OUTPUT'): string {
  return chain === 'INPUT' ? '-A INPUT -i lo -j ACCEPT' : '-A OUTPUT -o lo -j ACCEPT';
}

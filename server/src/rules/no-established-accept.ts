import { analysisOf } from '../analysis/current';
import type { Decision } from '../analysis/decide';
import { allEnd, decide, isDrop } from '../analysis/decide';
import type { PacketSet } from '../analysis/diagram';
import { nothing } from '../analysis/diagram';
import { packetsWith } from '../analysis/packets';
import type { RulesetAnalysis } from '../analysis/ruleset';
import { exemptAt, regardlessOfState } from '../analysis/tracking';
import type { RulesFile } from '../model/rules-file';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { dropPlace } from './support/drop-place';
import type { FilterChain } from './support/filter-chain';
import { filterChain, surelyDropped, talksToNetwork } from './support/filter-chain';
import { asFirst, openingTcp, openingUdp } from './support/first-packets';
import { insertRules } from './support/insert-rules';
import { networkPackets } from './support/network-packets';

declare module './rule' {
  interface AnalysisData {
    'no-established-accept': {
      readonly chain: 'INPUT' | 'OUTPUT';
      /** Ports at which INPUT accepts connections whose answers OUTPUT drops, and the rule that accepts each. */
      readonly services: readonly { readonly port: number; readonly line: number }[];
    };
  }
}

export const noEstablishedAccept = defineRule({
  code: 'no-established-accept',
  severity: 'warning',
  title: { en: 'Replies are dropped', ja: '応答パケットの破棄' },
  page: {
    en: 'A filter that drops by default must let in the answers to what the host itself asks for. They go to a port that the host has just taken at random, so no rule for a port lets them in; a rule for ESTABLISHED does, and RELATED adds the ICMP errors that belong to them. Without it the host can look up no name and fetch no update, although OUTPUT lets all that out.\n\nWhere OUTPUT drops by default it is the same the other way round: INPUT accepts a connection to port 22, and OUTPUT drops the answers from there.\n\nNothing is said where some answers get through, as with rules for `! --syn` or `--sport`, or from some addresses.',
    ja: 'デフォルトで破棄するフィルターでは、ホスト自身が送った要求への応答を許可する必要があります。応答の宛先は、ホストがそのつど選ぶポートなので、特定のポートを許可するルールでは受け取れません。ESTABLISHED を許可するルールで受け取れます。RELATED を加えると、関連する ICMP エラーも受け取れます。このルールがないと、OUTPUT ですべての送信を許可していても、名前解決もアップデートの取得もできません。\n\nOUTPUT がデフォルトで破棄する場合は、その逆になります。INPUT で 22 番ポートへの接続を許可していても、そこからの応答が OUTPUT で破棄されます。\n\n`! --syn` や `--sport` のルールで許可する場合や、特定のアドレスからだけ許可する場合など、応答の一部でも通るときは何も指摘しません。',
  },
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n-A INPUT -p icmp -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n-A INPUT -p icmp -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n-A OUTPUT -o lo -j ACCEPT\n-A OUTPUT -p udp -m udp --dport 53 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n-A OUTPUT -o lo -j ACCEPT\n-A OUTPUT -p tcp -m tcp --sport 22 -j ACCEPT\n-A OUTPUT -p udp -m udp --dport 53 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ chain, services }) => {
    const rule = acceptLine(chain);
    if (chain === 'INPUT') {
      return {
        en: `Answers to what this host asks for are dropped here: OUTPUT lets its connections out, and nothing in INPUT accepts ESTABLISHED packets. Begin with \`${rule}\`.`,
        ja: `このホストからの要求に対する応答がここで破棄されます。OUTPUT では接続の開始を許可していますが、INPUT に ESTABLISHED のパケットを許可するルールがありません。先頭に \`${rule}\` を追加してください。`,
      };
    }
    const ports = services.slice(0, mostNamed).map(({ port }) => port);
    const more = services.length > mostNamed ? { en: ' and others', ja: ' など' } : { en: '', ja: ' ' };
    return {
      en: `INPUT accepts connections to TCP ${ports.join(', ')}${more.en}, and their answers are dropped here, so none comes about. Begin OUTPUT with \`${rule}\`.`,
      ja: `INPUT で TCP ${ports.join('、')}${more.ja}への接続を許可していますが、その応答がここで破棄されるため、接続は成立しません。OUTPUT の先頭に \`${rule}\` を追加してください。`,
    };
  },
  related: ({ services }, file) =>
    services.slice(0, mostNamed).map(({ port, line }) => ({
      line,
      span: { start: file.records[line]?.jumpStart ?? 0, end: file.records[line]?.jumpEnd ?? 0 },
      message: { en: `Here connections to TCP ${port} are accepted.`, ja: `ここで TCP ${port} への接続を許可しています。` },
    })),
  analyse: (analysis) => [...repliesIn(analysis), ...answersOut(analysis)],
  fixes,
});

const mostNamed = 4;

/** What hosts ask for: names, web pages, packages. */
const asked = [
  ['udp', 53],
  ['tcp', 443],
  ['tcp', 80],
] as const;

/** The ports that Linux takes for what it asks (`net.ipv4.ip_local_port_range` as it comes). */
const ephemeral: readonly [number, number] = [32768, 60999];

/** INPUT drops every reply, and OUTPUT lets the host ask. */
function repliesIn(analysis: RulesetAnalysis): readonly Finding<'no-established-accept'>[] {
  const { space, file } = analysis;
  const { diagram } = space;
  const chain = filterChain(analysis, 'INPUT');
  if (chain === undefined || !asks(analysis)) return [];
  // A chain that accepts nothing is a stub; one of IPv6 that knows no network is how IPv6 is shut off.
  if (!chain.lines.some((line) => isAccepting(analysis, line)) || (file.family === 'ipv6' && !talksToNetwork(analysis, 'INPUT'))) return [];
  const decisions: Decision[] = [];
  for (const protocol of [6, 17]) {
    const replies = diagram.intersect(
      networkPackets(space, 'INPUT'),
      packetsWith(space, { protocol, destinationPort: ephemeral, fragment: 0, state: 'ESTABLISHED' }),
    );
    if (diagram.meets(regardlessOfState(space, replies), exemptAt(analysis, 'INPUT').maybe)) return [];
    const dropped = surelyDropped(analysis, 'INPUT', replies);
    if (dropped === undefined) return [];
    decisions.push(...dropped);
  }
  return findingAt(analysis, 'INPUT', decisions, []);
}

/** OUTPUT lets out what usually comes first, to some place at least. */
function asks(analysis: RulesetAnalysis): boolean {
  const { space } = analysis;
  const { diagram } = space;
  return asked.some(([protocol, destinationPort]) => {
    const opening = protocol === 'udp' ? openingUdp(space) : openingTcp(space);
    const first = diagram.intersect(opening, packetsWith(space, { destinationPort }));
    const set = asFirst(analysis, 'OUTPUT', diagram.intersect(networkPackets(space, 'OUTPUT'), first));
    return surelyAccepted(analysis, decide(analysis, 'filter', 'OUTPUT', set) ?? []) !== nothing;
  });
}

function isAccepting(analysis: RulesetAnalysis, line: number): boolean {
  const effect = analysis.rule(line)?.effect;
  return effect?.kind === 'jump' || (effect?.kind === 'verdict' && effect.verdict === 'accept');
}

/** How many ports are looked at. */
const mostPorts = 200;

/** INPUT accepts connections, and OUTPUT drops every answer to them. */
function answersOut(analysis: RulesetAnalysis): readonly Finding<'no-established-accept'>[] {
  const { space } = analysis;
  const { diagram } = space;
  if (filterChain(analysis, 'INPUT') === undefined || filterChain(analysis, 'OUTPUT') === undefined) return [];
  const begin = asFirst(analysis, 'INPUT', diagram.intersect(networkPackets(space, 'INPUT'), openingTcp(space)));
  // A rule that accepts some connections only (a rate limit) still wants those to come about.
  const accepts = (decide(analysis, 'filter', 'INPUT', begin) ?? []).filter(({ by, verdict }) => by === 'rule' && verdict === 'accept');
  const toClients = { protocol: 6, destinationPort: [1024, 65535], fragment: 0, state: 'ESTABLISHED' } as const;
  const answers = diagram.intersect(networkPackets(space, 'OUTPUT'), packetsWith(space, toClients));
  const ends = decide(analysis, 'filter', 'OUTPUT', answers) ?? [];
  const exempt = exemptAt(analysis, 'OUTPUT').maybe;
  const services: { port: number; line: number }[] = [];
  const dropping = new Set<Decision>();
  for (const port of analysis.ports.slice(1, mostPorts)) {
    const back = diagram.intersect(answers, packetsWith(space, { sourcePort: port }));
    const dropped = ends.filter(({ packets }) => diagram.meets(packets, back));
    if (services.length > mostNamed || !allEnd(dropped, isDrop) || diagram.meets(regardlessOfState(space, back), exempt)) continue;
    const first = packetsWith(space, { destinationPort: port });
    const accept = accepts.find(({ packets }) => diagram.meets(packets, first));
    if (accept === undefined) continue;
    services.push({ port, line: accept.line });
    for (const decision of dropped) dropping.add(decision);
  }
  return services.length === 0 ? [] : findingAt(analysis, 'OUTPUT', [...dropping], services);
}

/** The packets that are accepted for certain. */
function surelyAccepted({ space: { diagram } }: RulesetAnalysis, decisions: readonly Decision[]): PacketSet {
  let accepted: PacketSet = nothing;
  let other: PacketSet = nothing;
  for (const { verdict, packets } of decisions) {
    if (verdict === 'accept') accepted = diagram.unite(accepted, packets);
    else other = diagram.unite(other, packets);
  }
  return diagram.subtract(accepted, other);
}

function findingAt(
  { file }: RulesetAnalysis,
  chain: 'INPUT' | 'OUTPUT',
  decisions: readonly Decision[],
  services: Finding<'no-established-accept'>['services'],
): readonly Finding<'no-established-accept'>[] {
  const byPolicy = decisions.filter(({ by }) => by === 'policy');
  const place = dropPlace(file, byPolicy.length > 0 ? byPolicy : decisions.filter(({ verdict }) => isDrop(verdict)));
  return place === undefined
    ? []
    : [{ code: 'no-established-accept', line: place.line, start: place.start, end: place.end, chain, services }];
}

function fixes({ chain: name }: Finding<'no-established-accept'>, file: RulesFile): readonly Fix[] {
  const analysis = analysisOf(file);
  const chain = filterChain(analysis, name);
  const rule = acceptLine(name);
  const edit = chain && insertRules(analysis, chain, [rule], placeIn(analysis, chain));
  if (edit === undefined) return [];
  return [{ title: { en: `Insert \`${rule}\``, ja: `\`${rule}\` を追加する` }, edits: [edit], preferred: true }];
}

/** The line behind the rules for `lo` that the chain begins with; -1: its end. */
function placeIn(analysis: RulesetAnalysis, { name, lines }: FilterChain): number {
  const { space } = analysis;
  const loopback = packetsWith(space, name === 'INPUT' ? { input: 'lo' } : { output: 'lo' });
  return lines.find((line) => !space.diagram.within(analysis.rule(line)?.upper ?? nothing, loopback)) ?? -1;
}

function acceptLine(chain: 'INPUT' | 'OUTPUT'): string {
  return `-A ${chain} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`;
}

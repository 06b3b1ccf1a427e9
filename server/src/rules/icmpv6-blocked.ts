import { analysisOf } from '../analysis/current';
import type { Decision } from '../analysis/decide';
import { decide, isDrop } from '../analysis/decide';
import type { PacketSet } from '../analysis/diagram';
import { nothing } from '../analysis/diagram';
import { packetsWith } from '../analysis/packets';
import type { RulesetAnalysis } from '../analysis/ruleset';
import { universeOf } from '../analysis/universe';
import type { RulesFile } from '../model/rules-file';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { dropPlace } from './support/drop-place';
import { edited } from './support/exempt-everywhere';
import type { FilterChain } from './support/filter-chain';
import { filterChain, surelyDropped, talksToNetwork } from './support/filter-chain';
import { insertRules } from './support/insert-rules';
import { acceptedButForState, icmpv6Messages, neighbourDiscoveryDropped } from './support/neighbour-discovery';

declare module './rule' {
  interface AnalysisData {
    'icmpv6-blocked': { readonly chain: 'INPUT' | 'OUTPUT'; readonly types: readonly number[] };
  }
}

export const icmpv6Blocked = defineRule({
  code: 'icmpv6-blocked',
  severity: 'warning',
  title: { en: 'ICMPv6 that IPv6 needs is dropped', ja: 'IPv6 に必要な ICMPv6 の破棄' },
  page: {
    en: 'IPv6 does by ICMPv6 what IPv4 does beside IP, so a filter that drops all of it breaks IPv6 (RFC 4890):\n\n- Neighbour solicitation (type 135) and advertisement (136) are what ARP is in IPv4. Without them the host finds neither its router nor its neighbours and is not found, in `INPUT` and `OUTPUT` alike. A rule for `RELATED,ESTABLISHED` does not let them in: the kernel counts them as UNTRACKED.\n- Packet Too Big (type 2) tells a sender that a link on the way takes smaller packets only. IPv6 routers do not cut packets up, so without it connections over a tunnel or PPPoE are opened and then hang. A rule for RELATED lets in those about tracked connections.\n- Router advertisements (type 134) give a host its addresses and its default route. That they are dropped is information only, and only for a host that forwards nothing: both can be set by hand.\n\nNothing is said of a chain that lets nothing in from the network at all: then IPv6 is switched off on purpose.',
    ja: 'IPv6 は、IPv4 では IP の外にある仕組みも ICMPv6 で行います。そのため、ICMPv6 をすべて破棄すると IPv6 が機能しなくなります（RFC 4890）。\n\n- 近隣要請（タイプ 135）と近隣広告（タイプ 136）は、IPv4 の ARP に当たります。破棄すると、ルーターや隣のホストを見つけられず、相手からも見つけてもらえません。`INPUT` でも `OUTPUT` でも同じです。カーネルはこれらを UNTRACKED とみなすため、`RELATED,ESTABLISHED` を許可するルールでは許可されません。\n- Packet Too Big（タイプ 2）は、途中に小さなパケットしか通せないリンクがあることを送信元に知らせます。IPv6 のルーターはパケットを分割しないため、破棄すると、トンネルや PPPoE を通る接続が、つながった後に止まります。追跡中のコネクションに関するものは、RELATED を許可するルールで許可されます。\n- ルーター広告（タイプ 134）は、ホストにアドレスとデフォルト経路を与えます。どちらも手動で設定できるため、破棄しているときは情報としてだけ、転送を行わないホストについてだけ示します。\n\nネットワークから何も許可していないチェインは、意図して IPv6 を止めているものとみなし、何も指摘しません。',
  },
  examples: [
    {
      family: 'ipv6',
      bad: '*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p ipv6-icmp -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n',
    },
    {
      family: 'ipv6',
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -p tcp -m conntrack --ctstate ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n-A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type 134 -j ACCEPT\n-A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type 135 -j ACCEPT\n-A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type 136 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n-A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type 134 -j ACCEPT\n-A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type 135 -j ACCEPT\n-A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type 136 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ types }) => {
    const discovery = types.filter((type) => type >= routerAdvertisement);
    const tooBig = types.includes(packetTooBig);
    if (discovery.some((type) => type > routerAdvertisement)) {
      const more = tooBig ? { en: ', and Packet Too Big (type 2)', ja: '、Packet Too Big（タイプ 2）' } : { en: '', ja: '' };
      const which = `type${discovery.length === 1 ? '' : 's'} ${discovery.join(', ')}`;
      return {
        en: `Neighbour discovery (ICMPv6 ${which})${more.en} is dropped here: neighbours, the router first, are not found, and IPv6 stops working. Accept it, in whatever state.`,
        ja: `近隣探索（ICMPv6 タイプ ${discovery.join('、')}）${more.ja}がここで破棄されます。ルーターをはじめ隣のホストが見つからず、IPv6 の通信が止まります。状態を問わず許可してください。`,
      };
    }
    if (tooBig) {
      return {
        en: 'Packet Too Big (ICMPv6 type 2) is dropped here, so path-MTU discovery fails: connections through tunnels or PPPoE open and then hang. Accept it, or RELATED.',
        ja: 'Packet Too Big（ICMPv6 タイプ 2）がここで破棄されます。経路 MTU 探索ができず、トンネルや PPPoE を通る接続がつながった後に止まります。このタイプか RELATED を許可してください。',
      };
    }
    return {
      en: 'Router advertisements (ICMPv6 type 134) are dropped here, so this host gets no address and no default route by itself. Accept them, unless both are set by hand.',
      ja: 'ルーター広告（ICMPv6 タイプ 134）がここで破棄されます。アドレスとデフォルト経路が自動では設定されません。どちらも手動で設定しているのでなければ、許可してください。',
    };
  },
  severityOf: ({ types }) => (isOptional(types) ? 'information' : 'warning'),
  analyse: (analysis) => (analysis.file.family === 'ipv6' ? [...find(analysis, 'INPUT'), ...find(analysis, 'OUTPUT')] : []),
  fixes,
});

const icmpv6 = 58;
const packetTooBig = 2;
const routerAdvertisement = 134;

/** A host can do without these, where somebody sets its addresses by hand. */
function isOptional(types: readonly number[]): boolean {
  return types.every((type) => type === routerAdvertisement);
}

function find(analysis: RulesetAnalysis, name: 'INPUT' | 'OUTPUT'): readonly Finding<'icmpv6-blocked'>[] {
  if (!talksToNetwork(analysis, name)) return [];
  const blocked = blockedIn(analysis, name);
  // The most important of them tells the place: the numbers of neighbour discovery are the highest.
  const place = dropPlace(analysis.file, blocked.at(-1)?.decisions ?? []);
  if (place === undefined) return [];
  const { line, start, end } = place;
  return [{ code: 'icmpv6-blocked', line, start, end, chain: name, types: blocked.map(({ type }) => type) }];
}

/** The types that surely do not come through, and should; in ascending order. */
function blockedIn(
  analysis: RulesetAnalysis,
  chain: 'INPUT' | 'OUTPUT',
): readonly { readonly type: number; readonly decisions: readonly Decision[] }[] {
  const discovery = neighbourDiscoveryDropped(analysis, chain);
  // Where a rule is there for them and asks for a state, that is another finding.
  const types = discovery === undefined || discovery.byState ? [] : [...discovery.types];
  if (chain === 'INPUT') {
    const wanted = !forwards(analysis) && acceptedButForState(analysis, chain, routerAdvertisement) === undefined;
    types.unshift(packetTooBig, ...(wanted ? [routerAdvertisement] : []));
  }
  return types.flatMap((type) => {
    const messages = icmpv6Messages(analysis, chain, type, type === packetTooBig ? 'RELATED' : 'UNTRACKED');
    const decisions = surelyDropped(analysis, chain, messages);
    return decisions === undefined ? [] : [{ type, decisions }];
  });
}

/** Rules let something through FORWARD: a router does not take its own addresses from others. */
function forwards(analysis: RulesetAnalysis): boolean {
  const { space } = analysis;
  const passing = space.diagram.intersect(universeOf(space, 'filter', 'FORWARD'), packetsWith(space, { state: 'NEW' }));
  return decide(analysis, 'filter', 'FORWARD', passing)?.some(({ verdict, by }) => !isDrop(verdict) && by !== 'policy') === true;
}

function fixes({ chain: name, types }: Finding<'icmpv6-blocked'>, file: RulesFile): readonly Fix[] {
  const analysis = analysisOf(file);
  const { space } = analysis;
  const chain = filterChain(analysis, name);
  const decisions = blockedIn(analysis, name).flatMap((blocked) => blocked.decisions);
  if (chain === undefined || decisions.length === 0) return [];
  const top = firstTop(chain, decisions);
  const each = types.map((type) => `-A ${name} -p ipv6-icmp -m icmp6 --icmpv6-type ${type} -j ACCEPT`);
  const eachSet = types.reduce((all, icmpType) => space.diagram.unite(all, packetsWith(space, { protocol: icmpv6, icmpType })), nothing);
  const whole = `-A ${name} -p ipv6-icmp -j ACCEPT`;
  const ways: readonly (readonly [readonly string[], PacketSet, Fix['title']])[] = [
    [
      each,
      eachSet,
      { en: `Accept ICMPv6 type${types.length === 1 ? '' : 's'} ${types.join(', ')}`, ja: `ICMPv6 タイプ ${types.join('、')} を許可する` },
    ],
    [
      [whole],
      packetsWith(space, { protocol: icmpv6 }),
      { en: `Accept all of ICMPv6: \`${whole}\``, ja: `ICMPv6 をすべて許可する: \`${whole}\`` },
    ],
  ];
  return ways.flatMap(([rules, accepted, title], index): readonly Fix[] => {
    const edit = takesAll(analysis, decisions, accepted) ? undefined : insertRules(analysis, chain, rules, top);
    if (edit === undefined || blockedIn(analysisOf(edited(file, [edit])), name).length > 0) return [];
    return [{ title, edits: [edit], preferred: index === 0 && !isOptional(types) }];
  });
}

/** Whether accepting these would leave nothing for a rule that drops ICMPv6 by name. */
function takesAll({ file, space, rule }: RulesetAnalysis, decisions: readonly Decision[], accepted: PacketSet): boolean {
  return decisions.some(
    ({ by, line }) =>
      by === 'rule' && file.bound(line)?.protocol === icmpv6 && space.diagram.within(rule(line)?.upper ?? nothing, accepted),
  );
}

/** The first line of the chain by which some of the packets are dropped; -1: the policy alone. */
function firstTop({ lines }: FilterChain, decisions: readonly Decision[]): number {
  const tops = new Set(decisions.map(({ top }) => top));
  return lines.find((line) => tops.has(line)) ?? -1;
}

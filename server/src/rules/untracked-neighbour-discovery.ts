import { analysisOf } from '../analysis/current';
import { decide } from '../analysis/decide';
import type { RulesetAnalysis } from '../analysis/ruleset';
import type { RulesFile } from '../model/rules-file';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { policySpan } from './support/drop-place';
import { filterChain, talksToNetwork } from './support/filter-chain';
import { insertRules } from './support/insert-rules';
import { icmpv6Messages, neighbourDiscoveryDropped } from './support/neighbour-discovery';
import { addUntracked, stateListOf } from './support/state-list';

declare module './rule' {
  interface AnalysisData {
    'untracked-neighbour-discovery': {
      readonly chain: 'INPUT' | 'OUTPUT';
      /** The dropped ICMPv6 types. */
      readonly types: readonly number[];
      /** The list of states. */
      readonly states: string;
      /** The line that drops them. */
      readonly dropLine: number;
    };
  }
}

export const untrackedNeighbourDiscovery = defineRule({
  code: 'untracked-neighbour-discovery',
  severity: 'warning',
  title: { en: 'Neighbour discovery accepted by state', ja: '状態を条件にした近隣探索の許可' },
  page: {
    en: 'Hosts of an IPv6 link find each other by ICMPv6: neighbour solicitation (type 135) and advertisement (136) are what ARP is in IPv4. The kernel takes these messages, with router solicitation and advertisement (133, 134) and those of multicast groups, out of connection tracking by itself: they are UNTRACKED, without any NOTRACK rule. A filter that accepts ICMPv6, or everything, only as NEW, ESTABLISHED or RELATED therefore drops them, although it seems to accept just that. The host finds neither its router nor its neighbours; what works for a while works from the neighbour cache.\n\nAccept these types without a state (RFC 4890 tells which), or put UNTRACKED into the list.',
    ja: 'IPv6 のリンク上のホストは、ICMPv6 で互いを見つけます。近隣要請（タイプ 135）と近隣広告（136）は、IPv4 の ARP に当たります。カーネルはこれらを、ルーター要請・広告（133、134）やマルチキャストグループのメッセージとともに、自動的にコネクション追跡の対象外にします。NOTRACK のルールがなくても、状態は UNTRACKED です。そのため、ICMPv6 や全パケットを NEW、ESTABLISHED、RELATED に限って許可するフィルターでは、許可しているように見えても破棄されます。ルーターも隣のホストも見つけられず、しばらく通信できていても、それは近隣キャッシュが残っている間だけです。\n\nこれらのタイプは状態を条件にせずに許可する（どのタイプが必要かは RFC 4890 を参照）か、リストに UNTRACKED を追加してください。',
  },
  examples: [
    {
      family: 'ipv6',
      bad: '*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p ipv6-icmp -m conntrack --ctstate NEW -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p ipv6-icmp -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n',
    },
    {
      family: 'ipv6',
      bad: '*filter\n:INPUT ACCEPT [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT DROP [0:0]\n-A OUTPUT -o lo -j ACCEPT\n-A OUTPUT -m conntrack --ctstate NEW,RELATED,ESTABLISHED -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT ACCEPT [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT DROP [0:0]\n-A OUTPUT -o lo -j ACCEPT\n-A OUTPUT -m conntrack --ctstate NEW,RELATED,ESTABLISHED,UNTRACKED -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ types, states, dropLine }) => ({
    en: `Neighbour discovery (ICMPv6 ${types.length > 1 ? 'types' : 'type'} ${types.join(', ')}) is always UNTRACKED, so this rule for ${states} does not let it through and line ${dropLine + 1} drops it: IPv6 stops working. Accept these types in any state, or add UNTRACKED.`,
    ja: `近隣探索（ICMPv6 タイプ ${types.join('、')}）の状態は常に UNTRACKED です。${states} を条件にするこのルールでは許可されず、${dropLine + 1} 行目で破棄され、IPv6 の通信が止まります。状態を問わず許可するか、UNTRACKED を追加してください。`,
  }),
  related: ({ dropLine }, file) => {
    const record = file.records[dropLine];
    const span = policySpan(file, dropLine) ?? (record && { start: record.jumpStart, end: record.jumpEnd });
    const message = { en: 'Here they are dropped.', ja: 'ここで破棄されます。' };
    return [span === undefined ? { line: dropLine, message } : { line: dropLine, span, message }];
  },
  analyse: (analysis) => [...find(analysis, 'INPUT'), ...find(analysis, 'OUTPUT')],
  fixes,
});

function find(analysis: RulesetAnalysis, chain: 'INPUT' | 'OUTPUT'): readonly Finding<'untracked-neighbour-discovery'>[] {
  const { file } = analysis;
  if (file.family !== 'ipv6' || filterChain(analysis, chain) === undefined || !talksToNetwork(analysis, chain)) return [];
  const { types, stateLine, dropLine } = neighbourDiscoveryDropped(analysis, chain) ?? {};
  if (types === undefined || stateLine === undefined || dropLine === undefined || dropLine < 0) return [];
  const line = stateListOf(file, stateLine) === undefined ? jumpTo(analysis, chain, types, stateLine) : stateLine;
  const list = stateListOf(file, line);
  const record = file.records[line];
  const span = list ?? (record && { start: record.jumpStart, end: record.jumpEnd });
  if (span === undefined) return [];
  const states = list?.text.toUpperCase() ?? 'NEW, ESTABLISHED, RELATED';
  return [{ code: 'untracked-neighbour-discovery', line, start: span.start, end: span.end, chain, types, states, dropLine }];
}

/** The jump in the built-in chain by which a tracked message would come to a rule. */
function jumpTo(analysis: RulesetAnalysis, chain: 'INPUT' | 'OUTPUT', types: readonly number[], line: number): number {
  for (const state of ['NEW', 'ESTABLISHED', 'RELATED'] as const) {
    for (const type of types) {
      const accept = decide(analysis, 'filter', chain, icmpv6Messages(analysis, chain, type, state))?.find((one) => one.line === line);
      if (accept !== undefined) return accept.top;
    }
  }
  return line;
}

function fixes({ chain: name, types, line }: Finding<'untracked-neighbour-discovery'>, file: RulesFile): readonly Fix[] {
  const analysis = analysisOf(file);
  const chain = filterChain(analysis, name);
  const rules = types.map((type) => `-A ${name} -p ipv6-icmp -m icmp6 --icmpv6-type ${type} -j ACCEPT`);
  const tops = new Set(
    types
      .flatMap((type) => decide(analysis, 'filter', name, icmpv6Messages(analysis, name, type, 'UNTRACKED')) ?? [])
      .map(({ top }) => top),
  );
  const edit = chain && insertRules(analysis, chain, rules, chain.lines.find((one) => tops.has(one)) ?? -1);
  const accept: Fix | undefined = edit && {
    title: { en: `Accept ICMPv6 types ${types.join(', ')}`, ja: `ICMPv6 タイプ ${types.join('、')} を許可する` },
    edits: [edit],
    preferred: true,
  };
  return [accept, addUntracked(file, line)].filter((fix) => fix !== undefined);
}

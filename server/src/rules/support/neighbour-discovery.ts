import { allEnd, decide, isDrop } from '../../analysis/decide';
import type { PacketSet } from '../../analysis/diagram';
import type { StateName } from '../../analysis/packets';
import { packetsWith } from '../../analysis/packets';
import type { RulesetAnalysis } from '../../analysis/ruleset';
import { regardlessOfState } from '../../analysis/tracking';
import { filterChain, reachedChains } from './filter-chain';
import { networkPackets } from './network-packets';

/** Neighbour discovery that filter drops for certain, whatever its addresses and interface, `lo` apart. */
export interface DroppedDiscovery {
  /** The dropped ICMPv6 types: 135 (solicitation), 136 (advertisement), or both. */
  readonly types: readonly number[];
  /**
   * Some rule is there for them and asks for a state that they never have: they are UNTRACKED by themselves
   * (`noct_valid_new` in the kernel's nf_conntrack_proto_icmpv6.c). A rule that only lets replies in does not count.
   */
  readonly byState: boolean;
  /** The line that drops them: a rule's, or the one that sets the policy. */
  readonly dropLine: number;
  /** The line of the rule that would accept them but for the state. */
  readonly stateLine?: number;
}

/** The types without which no IPv6 address can be reached on an Ethernet (RFC 4861). */
const discovery: readonly number[] = [135, 136];
const icmpv6 = 58;

/**
 * Whether filter surely drops the packets by which IPv6 neighbours find each other: INPUT those that arrive, OUTPUT those that
 * this host sends. `undefined`: it does not, that is not certain, or the file is not one of IPv6.
 */
export function neighbourDiscoveryDropped(analysis: RulesetAnalysis, chain: 'INPUT' | 'OUTPUT'): DroppedDiscovery | undefined {
  if (analysis.file.family !== 'ipv6') return undefined;
  const types: number[] = [];
  let dropLine = -1;
  let stateLine: number | undefined;
  for (const type of discovery) {
    const decisions = decide(analysis, 'filter', chain, icmpv6Messages(analysis, chain, type, 'UNTRACKED'));
    if (!allEnd(decisions, isDrop)) continue;
    types.push(type);
    if (dropLine < 0) dropLine = [...(decisions ?? [])].reverse().find(({ line }) => line >= 0)?.line ?? -1;
    stateLine ??= acceptedButForState(analysis, chain, type);
  }
  if (types.length === 0) return undefined;
  return { types, byState: stateLine !== undefined, dropLine, ...(stateLine === undefined ? {} : { stateLine }) };
}

/** The line of the rule that would accept ICMPv6 messages of a type if they were tracked; `undefined` when there is none. */
export function acceptedButForState(analysis: RulesetAnalysis, chain: 'INPUT' | 'OUTPUT', type: number): number | undefined {
  const asNew = decide(analysis, 'filter', chain, icmpv6Messages(analysis, chain, type, 'NEW'));
  const accept = asNew?.find(({ verdict, by }) => verdict === 'accept' && by === 'rule');
  return accept?.line ?? acceptOfReplies(analysis, chain, type);
}

/** The rule for ICMPv6 that asks for other states. `RELATED,ESTABLISHED` of any protocol lets replies in and is not there for it. */
function acceptOfReplies(analysis: RulesetAnalysis, name: 'INPUT' | 'OUTPUT', type: number): number | undefined {
  const chain = filterChain(analysis, name);
  if (chain === undefined) return undefined;
  const { space, file } = analysis;
  const messages = regardlessOfState(space, icmpv6Messages(analysis, name, type, 'UNTRACKED'));
  const isForIcmp = (line: number): boolean => {
    const rule = file.bound(line);
    return rule?.protocol === icmpv6 && !rule.protocolInverted;
  };
  const jumps = new Map<number, number[]>();
  for (const { to, line } of chain.table.section.jumps)
    jumps
      .set(to, jumps.get(to) ?? [])
      .get(to)
      ?.push(line);
  for (const { id, lines } of reachedChains(chain)) {
    let called: boolean | undefined;
    for (const line of lines) {
      const rule = analysis.rule(line);
      if (rule?.effect.kind !== 'verdict' || rule.effect.verdict !== 'accept' || !space.diagram.meets(rule.upper, messages)) continue;
      called ??= jumps.get(id)?.some(isForIcmp) === true;
      if (called || isForIcmp(line)) return line;
    }
  }
  return undefined;
}

/** ICMPv6 messages of a type in a state that come from the network to INPUT, or leave by OUTPUT. */
export function icmpv6Messages({ space }: RulesetAnalysis, chain: 'INPUT' | 'OUTPUT', type: number, state: StateName): PacketSet {
  const asked = packetsWith(space, { protocol: icmpv6, icmpType: type, icmpCode: 0, fragment: 0, state });
  return space.diagram.intersect(networkPackets(space, chain), asked);
}

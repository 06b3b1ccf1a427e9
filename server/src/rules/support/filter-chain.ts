import type { Decision } from '../../analysis/decide';
import { allEnd, decide, isDrop } from '../../analysis/decide';
import type { PacketSet } from '../../analysis/diagram';
import { nothing } from '../../analysis/diagram';
import { packetsWith } from '../../analysis/packets';
import type { ChainAnalysis, RulesetAnalysis, TableAnalysis } from '../../analysis/ruleset';
import { chainNamed } from '../../model/sections';
import { isFragment } from './fragment';
import { networkPackets } from './network-packets';

/** Filter's INPUT or OUTPUT in a file that has all of it. */
export interface FilterChain {
  readonly name: 'INPUT' | 'OUTPUT';
  readonly table: TableAnalysis;
  readonly chain: ChainAnalysis;
  /** The chain's rules in the order packets meet them. */
  readonly lines: readonly number[];
}

/** Filter's INPUT or OUTPUT; `undefined` where other files may add to it, or the order of its rules is not known. */
export function filterChain(analysis: RulesetAnalysis, name: 'INPUT' | 'OUTPUT'): FilterChain | undefined {
  const table = analysis.tables.get('filter');
  if (table === undefined || isFragment(analysis.file, table.section)) return undefined;
  const chain = table.chains.get(chainNamed(table.section, name)?.id ?? -1);
  return chain?.lines === undefined ? undefined : { name, table, chain, lines: chain.lines };
}

/** The chain and those that a packet may come to from there, by the numbers of their names, with the lines of their rules. */
export function reachedChains({ table, chain }: FilterChain): readonly { readonly id: number; readonly lines: readonly number[] }[] {
  const calls = new Map<number, Set<number>>();
  for (const { from, to } of table.section.jumps) calls.set(from, (calls.get(from) ?? new Set()).add(to));
  const reached = new Set([chain.chain.id]);
  for (const id of reached) for (const to of calls.get(id) ?? []) reached.add(to);
  return [...reached].map((id) => ({ id, lines: table.chains.get(id)?.lines ?? [] }));
}

/** The decisions about packets of which every one is surely dropped or refused; `undefined` where one may come through. */
export function surelyDropped(analysis: RulesetAnalysis, chain: 'INPUT' | 'OUTPUT', packets: PacketSet): readonly Decision[] | undefined {
  const decisions = decide(analysis, 'filter', chain, packets);
  return allEnd(decisions, isDrop) ? decisions : undefined;
}

/** The packets of a set that may be let through, or of which that is not known. */
export function passing({ space }: RulesetAnalysis, { chain }: FilterChain, packets: PacketSet): PacketSet {
  const { diagram } = space;
  const { ends, through } = chain.fates;
  const passed = ends.filter(({ verdict }) => !isDrop(verdict));
  const all = chain.chain.policy === 'DROP' ? passed : [...passed, ...through];
  return all.reduce((set, one) => diagram.unite(set, diagram.intersect(one.set, packets)), nothing);
}

/**
 * Whether the chain lets anything in from the network, or out to it. One that does not is a stub, or shuts a whole family off:
 * what else it drops is meant.
 */
export function talksToNetwork(analysis: RulesetAnalysis, name: 'INPUT' | 'OUTPUT'): boolean {
  const { space } = analysis;
  const chain = filterChain(analysis, name);
  const tracked = packetsWith(space, { state: ['NEW', 'ESTABLISHED', 'UNTRACKED'] });
  return chain !== undefined && passing(analysis, chain, space.diagram.intersect(networkPackets(space, name), tracked)) !== nothing;
}

import type { PacketSet } from './diagram';
import { nothing } from './diagram';
import { packetsWith, regardless, regardlessOfMark } from './packets';
import type { RulesetAnalysis } from './ruleset';
import { chainNamed } from './chain-order';

/** The packets that raw takes out of connection tracking at one hook. */
export interface ExemptPackets {
  /** For certain. */
  readonly surely: PacketSet;
  /** Perhaps. */
  readonly maybe: PacketSet;
}

/**
 * The packets that raw takes out of connection tracking, as they come into `PREROUTING` or `OUTPUT`; none without a raw table.
 * A mark that raw asks for may have changed when later tables see the packet, so what depends on one is not certain.
 */
export function exemptPackets(analysis: RulesetAnalysis, hook: 'PREROUTING' | 'OUTPUT'): ExemptPackets {
  const { diagram } = analysis.space;
  const table = analysis.tables.get('raw');
  const chain = table?.chains.get(chainNamed(table.section, hook)?.id ?? -1);
  if (chain === undefined) return { surely: nothing, maybe: nothing };
  const exempt = [...analysis.space.changesTo('exempt', 1)][0]?.[0] ?? -1;
  let maybe: PacketSet = nothing;
  let not: PacketSet = nothing;
  const goOn = [...chain.fates.ends.filter(({ verdict }) => verdict === 'accept'), ...chain.fates.through];
  for (const { change, set } of goOn) {
    const becomes = analysis.changes.bits(change).get(exempt);
    if (becomes !== undefined) maybe = diagram.unite(maybe, set);
    if (becomes !== 'set') not = diagram.unite(not, set);
  }
  for (const { verdict, set } of chain.fates.ends) {
    if (verdict === 'accept' || verdict === 'drop') continue;
    maybe = diagram.unite(maybe, set);
    not = diagram.unite(not, set);
  }
  const outside = regardlessOfMark(analysis.space, not);
  return { surely: diagram.subtract(maybe, outside), maybe };
}

/** Packets as the tables behind raw see them once they are exempted: their state is UNTRACKED, whatever it would have been. */
export function asUntracked(analysis: RulesetAnalysis, set: PacketSet): PacketSet {
  const { space } = analysis;
  return space.diagram.intersect(regardless(space, set, ['state', 'rawState']), packetsWith(space, { state: 'UNTRACKED' }));
}

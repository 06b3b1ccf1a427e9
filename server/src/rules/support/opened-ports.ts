import type { Decision } from '../../analysis/decide';
import { decide, isDrop } from '../../analysis/decide';
import type { PacketSet } from '../../analysis/diagram';
import { nothing } from '../../analysis/diagram';
import { asUntracked } from '../../analysis/exempt';
import { packetsWith, regardless } from '../../analysis/packets';
import type { RangeField } from '../../analysis/predicates';
import type { RulesetAnalysis } from '../../analysis/ruleset';
import { exemptAt, exemptingLine, packetsAt, regardlessOfState, withEvery } from '../../analysis/tracking';
import { TcpFlag } from '../../values/index';

/** A NOTRACK rule, and the rule that lets in every port because of it. */
export interface Opened {
  readonly line: number;
  readonly acceptLine: number;
}

/**
 * The NOTRACK rules because of which a rule that accepts UNTRACKED packets lets anybody open a connection to any port of a protocol,
 * although new connections to some would be dropped if they were tracked.
 */
export function openedIn(analysis: RulesetAnalysis, chain: 'INPUT' | 'FORWARD', protocol: number): readonly Opened[] {
  const { space } = analysis;
  const { diagram } = space;
  const first = beginnings(analysis, chain, protocol);
  const exempt = ofEvery(analysis, first, diagram.intersect(first, exemptAt(analysis, chain).surely), [
    'source',
    'sourcePort',
    'destinationPort',
  ]);
  const untracked = asUntracked(analysis, exempt);
  const decisions = decide(analysis, 'filter', chain, untracked) ?? [];
  const accepted = ofEvery(analysis, untracked, surely(analysis, decisions, 'accept'), ['sourcePort', 'destinationPort']);
  if (accepted === nothing) return [];
  // Where new connections are let in anyway, the author wants it so; what would be refused is what nobody meant to open.
  const asNew = diagram.intersect(regardlessOfState(space, accepted), packetsWith(space, { state: 'NEW' }));
  const refused = surely(analysis, decide(analysis, 'filter', chain, asNew) ?? [], 'drop');
  const opened = diagram.intersect(regardlessOfState(space, refused), accepted);
  const accepts = decisions.filter(
    ({ by, verdict, line, top, packets }) =>
      by === 'rule' &&
      verdict === 'accept' &&
      diagram.meets(packets, opened) &&
      isForAnybody(analysis, line) &&
      isForAnybody(analysis, top),
  );
  return accepts.slice(0, mostAccepts).flatMap(({ line: acceptLine, packets }): readonly Opened[] => {
    const line = exemptingLine(analysis, chain, diagram.intersect(packets, opened));
    return line === undefined ? [] : [{ line, acceptLine }];
  });
}

/** How many rules that accept UNTRACKED packets are named. */
const mostAccepts = 4;

/** The packets from the network that begin a connection. */
function beginnings({ space }: RulesetAnalysis, chain: 'INPUT' | 'FORWARD', protocol: number): PacketSet {
  const { diagram } = space;
  const arriving = diagram.subtract(packetsAt(space, chain), packetsWith(space, { input: 'lo' }));
  const set = diagram.intersect(arriving, packetsWith(space, { protocol, fragment: 0 }));
  if (protocol !== 6) return set;
  const mask = TcpFlag.SYN | TcpFlag.ACK | TcpFlag.RST | TcpFlag.FIN;
  return diagram.intersect(set, space.setOf({ kind: 'bits', field: 'tcpFlags', mask, value: TcpFlag.SYN }) ?? nothing);
}

/** The packets of a part that are in it whatever they have in some fields, as long as they are of the whole. */
function ofEvery({ space }: RulesetAnalysis, whole: PacketSet, part: PacketSet, fields: readonly RangeField[]): PacketSet {
  return space.diagram.subtract(part, regardless(space, space.diagram.subtract(whole, part), fields));
}

/** The packets that end one way for certain. */
function surely({ space: { diagram } }: RulesetAnalysis, decisions: readonly Decision[], end: 'accept' | 'drop'): PacketSet {
  let so: PacketSet = nothing;
  let not: PacketSet = nothing;
  for (const { verdict, packets } of decisions) {
    if (end === 'accept' ? verdict === 'accept' : isDrop(verdict)) so = diagram.unite(so, packets);
    else not = diagram.unite(not, packets);
  }
  return diagram.subtract(so, not);
}

/** A rule does not ask where packets come from, nor for a port. */
function isForAnybody({ space, rule }: RulesetAnalysis, line: number): boolean {
  const upper = rule(line)?.upper ?? nothing;
  return withEvery(space, upper, (set) => regardless(space, set, ['source', 'sourcePort', 'destinationPort'])) !== nothing;
}

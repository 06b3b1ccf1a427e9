import { chainNamed } from '../model/sections';
import type { NatTarget } from '../values/index';
import { parseNatTarget } from '../values/index';
import { decide, isDrop } from './decide';
import type { PacketSet } from './diagram';
import { nothing } from './diagram';
import { bitsOf } from './effects';
import { exemptPackets } from './exempt';
import { packetsWith, regardless, regardlessOfMark } from './packets';
import type { Coordinate, RangeField } from './predicates';
import { coordinateOf } from './predicates';
import type { RulesetAnalysis } from './ruleset';
import { universeOf } from './universe';

/** A rule of nat that gives new connections from the network another destination, before INPUT or FORWARD sees them. */
export interface Rewrite {
  readonly line: number;
  readonly target: 'DNAT' | 'REDIRECT';
  /** What it writes; REDIRECT writes an address of this host besides, which its words do not tell. */
  readonly to: NatTarget;
  /** The packets that it may rewrite, as they come into PREROUTING. */
  readonly before: PacketSet;
  /** The same packets as the tables behind see them. */
  readonly after: PacketSet;
}

/** With more rules that rewrite destinations than these nothing is said: a cluster's services are nobody's handiwork. */
const most = 256;

/** How many rules of nat are looked at. */
const mostSteps = 20_000;

const known = new WeakMap<RulesetAnalysis, readonly Rewrite[]>();

/** The DNAT and REDIRECT rules that new connections from the network meet, in the order of the file. */
export function rewritesOf(analysis: RulesetAnalysis): readonly Rewrite[] {
  let rewrites = known.get(analysis);
  if (rewrites === undefined) {
    rewrites = findRewrites(analysis);
    known.set(analysis, rewrites);
  }
  return rewrites;
}

/**
 * New connections that come in from the network, as nat PREROUTING sees them: whole packets, since conntrack puts fragments
 * together, and none that raw has taken out of tracking.
 */
export function newConnections(analysis: RulesetAnalysis): PacketSet {
  const { space } = analysis;
  const fresh = packetsWith(space, { state: 'NEW', fragment: 0, destinationNat: 0 });
  const tracked = space.diagram.subtract(fresh, exemptPackets(analysis, 'PREROUTING').surely);
  return space.diagram.subtract(
    space.diagram.intersect(universeOf(space, 'nat', 'PREROUTING'), tracked),
    packetsWith(space, { input: 'lo' }),
  );
}

/** What packets are once a rule has rewritten them. */
export function asRewritten(analysis: RulesetAnalysis, rewrite: Pick<Rewrite, 'target' | 'to'>, packets: PacketSet): PacketSet {
  const { space } = analysis;
  const { fields, lost } = writtenFields(rewrite);
  let set = space.diagram.after(packets, bitsOf({ fields, lost }, space));
  // A range of values that some rule tells apart is more than one bit pattern.
  for (const [field, from, to] of fields) set = space.diagram.intersect(set, space.inRanges(field, [[from, to]]));
  return set;
}

/**
 * Packets as filter's INPUT or FORWARD sees them once they are routed there: FORWARD knows by which interface they leave, which
 * is not `lo`. Their mark can be another one by then.
 */
export function routedTo(analysis: RulesetAnalysis, packets: PacketSet, chain: 'INPUT' | 'FORWARD'): PacketSet {
  const { space } = analysis;
  const anyWay = regardlessOfMark(space, regardless(space, packets, ['output']));
  const set = space.diagram.intersect(anyWay, universeOf(space, 'filter', chain));
  return chain === 'FORWARD' ? space.diagram.subtract(set, packetsWith(space, { output: 'lo' })) : set;
}

/** Whether filter's INPUT or FORWARD surely drops all packets of a set, which is not empty. Costs no walk along the rules. */
export function surelyDrops({ space, tables }: RulesetAnalysis, chainName: 'INPUT' | 'FORWARD', packets: PacketSet): boolean {
  const table = tables.get('filter');
  const chain = table?.chains.get(chainNamed(table.section, chainName)?.id ?? -1);
  if (chain === undefined || packets === nothing) return false;
  const { ends, through } = chain.fates;
  const passed = ends.filter(({ verdict }) => !isDrop(verdict));
  return [...passed, ...(chain.chain.policy === 'DROP' ? [] : through)].every(({ set }) => !space.diagram.meets(set, packets));
}

function findRewrites(analysis: RulesetAnalysis): readonly Rewrite[] {
  const lines = new Set<number>();
  for (const { lines: rules = [] } of analysis.tables.get('nat')?.chains.values() ?? []) {
    for (const line of rules) if (targetAt(analysis, line) !== undefined) lines.add(line);
  }
  if (lines.size === 0 || lines.size > most) return [];
  const { diagram } = analysis.space;
  const met = new Map<number, PacketSet>();
  for (const { line, packets } of decide(analysis, 'nat', 'PREROUTING', newConnections(analysis), { most: mostSteps }) ?? []) {
    if (lines.has(line)) met.set(line, diagram.unite(met.get(line) ?? nothing, packets));
  }
  return [...met].sort(([a], [b]) => a - b).flatMap(([line, before]) => rewriteOf(analysis, line, before) ?? []);
}

function targetAt({ file }: RulesetAnalysis, line: number): Rewrite['target'] | undefined {
  const target = file.records[line]?.target;
  return target === 'DNAT' || target === 'REDIRECT' ? target : undefined;
}

function rewriteOf(analysis: RulesetAnalysis, line: number, before: PacketSet): Rewrite | undefined {
  const target = targetAt(analysis, line);
  const options = analysis.file.bound(line)?.target?.options ?? [];
  const value = options.find(({ spec }) => spec.name === 'to-destination' || spec.name === 'to-ports')?.values[0]?.text;
  if (target === undefined || (target === 'DNAT' && value === undefined)) return undefined;
  const to = value === undefined ? {} : parseNatTarget(target === 'REDIRECT' ? `:${value}` : value, analysis.file.family);
  return to && { line, target, to, before, after: asRewritten(analysis, { target, to }, before) };
}

/** As the number of a kind of address in linux/rtnetlink.h. */
const local = 2;

function writtenFields({ target, to }: Pick<Rewrite, 'target' | 'to'>): {
  readonly fields: readonly (readonly [RangeField, Coordinate, Coordinate])[];
  readonly lost: readonly RangeField[];
} {
  const fields: (readonly [RangeField, Coordinate, Coordinate])[] = [['destinationNat', 1, 1]];
  const lost: RangeField[] = [];
  if (target === 'REDIRECT') {
    fields.push(['destinationType', local, local]);
    lost.push('destination');
  } else if (to.from !== undefined && to.to !== undefined) {
    fields.push(['destination', coordinateOf(to.from), coordinateOf(to.to)]);
    lost.push('destinationType');
  }
  if (to.ports !== undefined) fields.push(['destinationPort', to.ports.from, to.ports.to]);
  return { fields, lost };
}

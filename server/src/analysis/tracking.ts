import type { Hook } from '../catalogue/schema';
import { decide } from './decide';
import type { PacketSet } from './diagram';
import { nothing } from './diagram';
import type { ExemptPackets } from './exempt';
import { exemptPackets } from './exempt';
import { loopbackAddressed } from './loopback';
import { packetsWith, regardless, regardlessOfMark } from './packets';
import type { RangeField } from './predicates';
import type { RulesetAnalysis } from './ruleset';
import type { Space } from './space';
import { universeOf } from './universe';

const known = new WeakMap<RulesetAnalysis, Map<Hook, ExemptPackets>>();

/**
 * The packets that raw has taken out of connection tracking by the time they come to a hook of a later table, whatever their
 * state would have been otherwise. What this host sends itself by `lo` was judged in `OUTPUT`: in `PREROUTING` it has an entry
 * already, so a NOTRACK there does nothing to it (`notrack_tg` in the kernel's xt_CT.c).
 */
export function exemptAt(analysis: RulesetAnalysis, hook: Hook): ExemptPackets {
  const hooks = known.get(analysis) ?? new Map<Hook, ExemptPackets>();
  known.set(analysis, hooks);
  const exempt = hooks.get(hook) ?? { surely: exemptBy(analysis, hook, 'surely'), maybe: exemptBy(analysis, hook, 'maybe') };
  hooks.set(hook, exempt);
  return exempt;
}

/** The packets that come to a hook, from the network, by `lo`, or from this host. */
export function packetsAt(space: Space, hook: Hook): PacketSet {
  return waysTo(space, hook).reduce((set, { to }) => space.diagram.unite(set, to), nothing);
}

/**
 * The line of the NOTRACK rule that takes a later hook's packets out of tracking: the first that surely does so with all of them,
 * or else the first that is there for some; `undefined` when there is none.
 */
export function exemptingLine(analysis: RulesetAnalysis, hook: Hook, packets: PacketSet): number | undefined {
  const { space } = analysis;
  const { diagram } = space;
  for (const { origin, from, to, fields } of waysTo(space, hook)) {
    const there = diagram.intersect(regardlessOfMark(space, regardlessOfState(space, packets)), to);
    const asked = diagram.intersect(regardless(space, there, fields), from);
    const lines = new Map<number, PacketSet>();
    decide(analysis, 'raw', origin, asked, {
      onMatch: (line, matching) => {
        if (isExempting(analysis, line)) lines.set(line, diagram.unite(lines.get(line) ?? nothing, matching));
      },
    });
    const [first] = lines.keys();
    const all = [...lines].find(([line, matching]) => matching === asked && diagram.within(asked, analysis.rule(line)?.lower ?? nothing));
    if (first !== undefined) return all?.[0] ?? first;
  }
  return undefined;
}

/** The packets from the network, or to it, that come to each NOTRACK rule in a hook of raw: loopback does not count. */
export type ExemptedByLine = Readonly<Record<'PREROUTING' | 'OUTPUT', ReadonlyMap<number, PacketSet>>>;

const byLine = new WeakMap<RulesetAnalysis, ExemptedByLine>();

export function exemptedByLine(analysis: RulesetAnalysis): ExemptedByLine {
  let lines = byLine.get(analysis);
  if (lines === undefined) {
    lines = { PREROUTING: exemptedIn(analysis, 'PREROUTING'), OUTPUT: exemptedIn(analysis, 'OUTPUT') };
    byLine.set(analysis, lines);
  }
  return lines;
}

function exemptedIn(analysis: RulesetAnalysis, hook: 'PREROUTING' | 'OUTPUT'): ReadonlyMap<number, PacketSet> {
  const { space } = analysis;
  const loopback = packetsWith(space, hook === 'PREROUTING' ? { input: 'lo' } : { output: 'lo' });
  const local = space.diagram.unite(loopback, loopbackAddressed(space, analysis.file.family));
  const packets = space.diagram.subtract(universeOf(space, 'raw', hook), local);
  const lines = new Map<number, PacketSet>();
  decide(analysis, 'raw', hook, packets, {
    onMatch: (line, matching) => {
      if (isExempting(analysis, line)) lines.set(line, space.diagram.unite(lines.get(line) ?? nothing, matching));
    },
  });
  return lines;
}

/** Whether the rule of a line takes packets out of connection tracking. */
export function isExempting(analysis: RulesetAnalysis, line: number): boolean {
  const effect = analysis.rule(line)?.effect;
  return effect?.kind === 'continue' && effect.change?.exempts === true;
}

/** The packets that are in a set with any values of some fields. */
export function withEvery({ diagram }: Space, set: PacketSet, forget: (set: PacketSet) => PacketSet): PacketSet {
  return diagram.complement(forget(diagram.complement(set)));
}

/** The packets of a set, whatever the connection table says of them. */
export function regardlessOfState(space: Space, set: PacketSet): PacketSet {
  return regardless(space, set, ['state', 'rawState']);
}

/** A way from raw to a later hook. */
interface Way {
  readonly origin: 'PREROUTING' | 'OUTPUT';
  /** The packets that go this way, as they are in raw, and as they are at the later hook. */
  readonly from: PacketSet;
  readonly to: PacketSet;
  /** The fields that are not the same at both. */
  readonly fields: readonly RangeField[];
}

function waysTo(space: Space, hook: Hook): readonly Way[] {
  const { diagram } = space;
  const arriving = diagram.subtract(universeOf(space, 'raw', 'PREROUTING'), packetsWith(space, { input: 'lo' }));
  const sent = universeOf(space, 'raw', 'OUTPUT');
  const byLoopback: Way = {
    origin: 'OUTPUT',
    from: diagram.intersect(sent, packetsWith(space, { output: 'lo' })),
    to: diagram.intersect(universeOf(space, 'raw', 'PREROUTING'), packetsWith(space, { input: 'lo' })),
    fields: ['input', 'output'],
  };
  const forwarded = diagram.subtract(universeOf(space, 'filter', 'FORWARD'), packetsWith(space, { input: 'lo' }));
  switch (hook) {
    case 'PREROUTING':
    case 'INPUT':
      return [{ origin: 'PREROUTING', from: arriving, to: arriving, fields: [] }, byLoopback];
    case 'FORWARD':
      return [{ origin: 'PREROUTING', from: arriving, to: forwarded, fields: ['output'] }];
    case 'OUTPUT':
      return [{ origin: 'OUTPUT', from: sent, to: sent, fields: [] }];
    case 'POSTROUTING':
      return [
        { origin: 'PREROUTING', from: arriving, to: forwarded, fields: ['output'] },
        { origin: 'OUTPUT', from: sent, to: sent, fields: [] },
      ];
  }
}

function exemptBy(analysis: RulesetAnalysis, hook: Hook, bound: 'surely' | 'maybe'): PacketSet {
  const { space } = analysis;
  const { diagram } = space;
  const forget = (set: PacketSet): PacketSet => regardlessOfState(space, set);
  let exempt: PacketSet = nothing;
  for (const { origin, from, to, fields } of waysTo(space, hook)) {
    const set = exemptPackets(analysis, origin)[bound];
    // Raw asks for a state in vain, so what depends on one is not sure.
    const stateless = bound === 'maybe' ? forget(set) : withEvery(space, set, forget);
    const there = regardless(space, diagram.intersect(stateless, from), fields);
    exempt = diagram.unite(exempt, diagram.intersect(there, to));
  }
  return exempt;
}

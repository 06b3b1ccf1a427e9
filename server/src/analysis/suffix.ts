import type { Changes } from './changes';
import type { Diagram, PacketSet } from './diagram';
import { nothing } from './diagram';
import type { Verdict } from './effects';
import type { Fates, RuleSets } from './fates';

/** For some verdicts the packets that surely get each, without a log line, a counter or a change on the way. */
export type Sure = ReadonlyMap<Verdict, PacketSet>;

/** What a chain that is jumped to looks like from outside. */
export interface Callee {
  readonly fates: Fates;
  /** Its rules, and those of the chains it jumps to, only give verdicts: passing them leaves no trace. */
  readonly pure: boolean;
}

/**
 * The packets that surely get a verdict before a rule, from those that do behind it.
 * @param behind What is sure behind the rule.
 * @param end What is sure at the chain's end, where RETURN leads.
 */
export function sureBefore(
  diagram: Diagram,
  changes: Changes,
  rule: RuleSets,
  behind: Sure,
  end: Sure,
  calleeOf: (chain: number) => Callee,
): Sure {
  const { effect, upper } = rule;
  // What may match a rule that logs, counts or changes something is no longer sure to leave no trace.
  if (effect.kind === 'continue' || rule.lower !== upper) return map(behind, (set) => diagram.subtract(set, upper));
  switch (effect.kind) {
    case 'verdict':
      return map(behind, (set, verdict) =>
        verdict === effect.verdict && rule.change === undefined ? diagram.unite(set, upper) : diagram.subtract(set, upper),
      );
    case 'return':
      return map(behind, (set, verdict) => choose(diagram, upper, end.get(verdict) ?? nothing, set));
    case 'jump': {
      const callee = calleeOf(effect.chain);
      const out = effect.goto ? end : behind;
      return map(behind, (set, verdict) =>
        diagram.unite(surelyThrough(diagram, changes, callee, verdict, out.get(verdict) ?? nothing, upper), diagram.subtract(set, upper)),
      );
    }
  }
}

/**
 * Whether a rule can be taken out without a change in what becomes of any packet: what it does to the packets that it meets
 * is surely done behind it anyway.
 * @param met The packets that the rule may meet, as they are there.
 */
export function isIdle(
  diagram: Diagram,
  rule: RuleSets,
  met: PacketSet,
  behind: Sure,
  end: Sure,
  calleeOf: (chain: number) => Callee,
): boolean {
  const { effect } = rule;
  if (rule.change !== undefined) return false;
  switch (effect.kind) {
    case 'continue':
      return false;
    case 'verdict':
      return diagram.within(met, behind.get(effect.verdict) ?? nothing);
    case 'return': {
      let left = met;
      for (const [verdict, set] of end) {
        const returned = diagram.intersect(met, set);
        if (!diagram.within(returned, behind.get(verdict) ?? nothing)) return false;
        left = diagram.subtract(left, set);
      }
      return left === nothing;
    }
    case 'jump': {
      const { fates, pure } = calleeOf(effect.chain);
      if (effect.goto || !pure || fates.ends.length === 0 || fates.through.some(({ change }) => change !== 0)) return false;
      return fates.ends.every(
        ({ verdict, change, set }) => change === 0 && diagram.within(diagram.intersect(met, set), behind.get(verdict) ?? nothing),
      );
    }
  }
}

/**
 * Those of some packets that a chain surely ends with a verdict, or that it sends on to where that is sure. Only what lies within
 * these packets is looked at: what is sure elsewhere can be very large.
 */
function surelyThrough(
  diagram: Diagram,
  changes: Changes,
  { fates, pure }: Callee,
  verdict: Verdict,
  out: PacketSet,
  packets: PacketSet,
): PacketSet {
  if (!pure) return nothing;
  let set = packets;
  for (const end of fates.ends) if (end.verdict !== verdict || end.change !== 0) set = diagram.subtract(set, end.set);
  for (const through of fates.through) {
    const here = { change: through.change, set: diagram.intersect(packets, through.set) };
    const sure = changes.before(diagram.intersect(out, changes.after(here)), through.change, 'surely');
    set = diagram.subtract(set, diagram.subtract(here.set, sure));
  }
  return set;
}

function choose(diagram: Diagram, condition: PacketSet, then: PacketSet, otherwise: PacketSet): PacketSet {
  return diagram.unite(diagram.intersect(condition, then), diagram.subtract(otherwise, condition));
}

function map(sure: Sure, set: (set: PacketSet, verdict: Verdict) => PacketSet): Sure {
  const result = new Map<Verdict, PacketSet>();
  for (const [verdict, old] of sure) result.set(verdict, set(old, verdict));
  return result;
}

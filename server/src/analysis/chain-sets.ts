import type { Changes, Stream } from './changes';
import type { Diagram, PacketSet } from './diagram';
import { allPackets, nothing } from './diagram';
import type { Verdict } from './effects';
import type { Fates, RuleSets } from './fates';
import { ChainWalk } from './fates';
import type { Callee, Sure } from './suffix';
import { isIdle, sureBefore } from './suffix';

/** A rule that no packet meets, and why. */
export interface Never {
  readonly line: number;
  /** `self`: its own conditions exclude one another. `callers`: nothing that comes into the chain has them. `covered`: rules above take it all. */
  readonly why: 'self' | 'callers' | 'covered';
}

/** What packets come into another chain at a jump, and what is sure of them once they come out again. */
export interface Call {
  readonly chain: number;
  readonly entering: PacketSet;
  readonly sure: Sure;
}

/** What a chain does with the packets that come into it. */
export interface ChainResult {
  readonly never: readonly Never[];
  /** Lines of rules that packets meet, but that could be taken out without a change for any of them. */
  readonly idle: readonly number[];
  readonly calls: readonly Call[];
}

/** What a chain is worked out with. */
export interface ChainContext {
  readonly diagram: Diagram;
  readonly changes: Changes;
  readonly calleeOf: (chain: number) => Callee;
  /** So many rules write addresses that it is not told which one writes what. */
  readonly natAsOne: boolean;
}

/** How many rules are worked out between two looks at the clock. */
const slice = 32;

/** A chain that every packet was walked through, wherever it may come from. */
export interface WalkedChain {
  readonly fates: Fates;
  /** For each rule the packets that came to it, as they came into the chain; empty once all have gone. */
  readonly came: readonly (readonly Stream[])[];
  /** For some rules those of them that may match; `undefined` where that was not worked out. */
  readonly matching: readonly (readonly Stream[] | undefined)[];
  /** The places of rules that no packet can meet, wherever it comes from. */
  readonly unmet: ReadonlySet<number>;
}

/** Walks all packets through a chain. */
export function* walkChain(context: ChainContext, rules: readonly RuleSets[]): Generator<void, WalkedChain> {
  const { diagram, changes, natAsOne, calleeOf } = context;
  const walk = new ChainWalk(diagram, changes, (id) => calleeOf(id).fates, [{ change: 0, set: allPackets }], natAsOne);
  const came: (readonly Stream[])[] = [];
  const matching: (readonly Stream[] | undefined)[] = [];
  const unmet = new Set<number>();
  for (const [index, rule] of rules.entries()) {
    came.push(walk.streams);
    if (!walk.pass(rule)) unmet.add(index);
    matching.push(walk.matching);
    if (index % slice === slice - 1) yield;
  }
  return { fates: walk.finish(), came, matching, unmet };
}

/**
 * What is known of a chain without walking it again: the rules that no packet can meet at all, and those that ask for nothing
 * that comes into it. Rules that take each other's packets only of those that come in are not found.
 */
export function outlineOfChain(
  { diagram }: ChainContext,
  lines: readonly number[],
  rules: readonly RuleSets[],
  unmet: ReadonlySet<number>,
  entering: PacketSet,
): ChainResult {
  const never: Never[] = [];
  for (const [index, rule] of rules.entries())
    if (unmet.has(index) || !diagram.meets(rule.upper, entering))
      never.push({ line: lines[index] ?? -1, why: whyNever(diagram, rule, entering) });
  return { never, idle: [], calls: [] };
}

/**
 * Looks at what the packets that come into a chain meet in it, and goes back from its end for what would become of them
 * without a rule.
 * @param end What is sure behind the chain's end; `undefined`: nothing is asked about it.
 */
export function* resultOfChain(
  context: ChainContext,
  lines: readonly number[],
  rules: readonly RuleSets[],
  walked: WalkedChain,
  entering: PacketSet,
  end: Sure | undefined,
): Generator<void, ChainResult> {
  const { diagram, calleeOf } = context;
  const never: Never[] = [];
  const idle: number[] = [];
  const calls: Call[] = [];
  const last: Sure = end ?? new Map<Verdict, PacketSet>();
  let sure = last;
  for (let index = rules.length - 1; index >= 0; index--) {
    const rule = rules[index];
    if (rule === undefined) continue;
    const line = lines[index] ?? -1;
    const whole = rule.effect.kind === 'jump' || (end !== undefined && rule.effect.kind !== 'continue');
    const met = meeting(context, rule, walked, index, entering, whole);
    let spare = met === nothing;
    if (spare) never.push({ line, why: whyNever(diagram, rule, entering) });
    else {
      spare = end !== undefined && isIdle(diagram, rule, met, sure, last, calleeOf);
      if (spare) idle.push(line);
      if (rule.effect.kind === 'jump') {
        const out = rule.effect.goto ? last : sure;
        calls.push({
          chain: rule.effect.chain,
          entering: met,
          sure: out.size === 0 ? out : sureOfCall(context, rule.effect.chain, met, out),
        });
      }
    }
    if (end !== undefined) {
      const before = sureBefore(diagram, context.changes, rule, sure, last, calleeOf);
      // A rule that may go is not counted on for another one to go as well, nor that it is gone.
      sure = spare ? both(diagram, sure, before) : before;
    }
    if (index % slice === 0) yield;
  }
  return { never: never.reverse(), idle: idle.reverse(), calls: calls.reverse() };
}

function both(diagram: Diagram, a: Sure, b: Sure): Sure {
  return new Map([...a].map(([verdict, set]) => [verdict, diagram.intersect(set, b.get(verdict) ?? nothing)]));
}

function whyNever(diagram: Diagram, rule: RuleSets, entering: PacketSet): Never['why'] {
  return rule.upper === nothing ? 'self' : diagram.meets(rule.upper, entering) ? 'covered' : 'callers';
}

/**
 * The packets that a rule may meet, as they are when they come to it.
 * @param whole Whether they are all asked for, or only whether there are any.
 */
function meeting(
  { diagram, changes }: ChainContext,
  rule: RuleSets,
  walked: WalkedChain,
  index: number,
  entering: PacketSet,
  whole: boolean,
): PacketSet {
  const matching = walked.matching[index];
  let set: PacketSet = nothing;
  for (const stream of matching ?? walked.came[index] ?? []) {
    // Without a change the cheaper order: what the rule asks of what comes in is small, and what came so far is not.
    const asked = matching !== undefined || stream.change !== 0 ? entering : diagram.intersect(entering, rule.upper);
    if (!whole && stream.change === 0) {
      if (diagram.meets(stream.set, asked)) return allPackets;
      continue;
    }
    const met = changes.after({ change: stream.change, set: diagram.intersect(stream.set, asked) });
    set = diagram.unite(set, diagram.intersect(met, rule.upper));
  }
  return set;
}

/** What is sure behind a call; of packets that do not go into it anything may be said, where it leaves packets as they are. */
function sureOfCall({ diagram, calleeOf }: ChainContext, chain: number, entering: PacketSet, out: Sure): Sure {
  const { fates } = calleeOf(chain);
  const same = [...fates.ends, ...fates.through].every(({ change }) => change === 0);
  const outside = same ? diagram.complement(entering) : nothing;
  return new Map([...out].map(([verdict, set]) => [verdict, diagram.unite(set, outside)]));
}

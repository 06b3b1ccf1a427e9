import { chainNamed } from '../model/sections';
import type { Stream } from './changes';
import type { PacketSet } from './diagram';
import { allPackets, nothing, OverBudget } from './diagram';
import type { Verdict } from './effects';
import type { ChainAnalysis, RulesetAnalysis, TableAnalysis } from './ruleset';

/** Where some packets of a set end. */
export interface Decision {
  readonly verdict: Verdict;
  /** `rule`: a rule's line; `policy`: the line that sets the policy, -1 when none does; `unknown`: a chain whose rules the file does not tell. */
  readonly by: 'rule' | 'policy' | 'unknown';
  readonly line: number;
  /** The line in the built-in chain through which they came there: `line` itself, or a jump. -1 for the policy. */
  readonly top: number;
  /** The packets, as they came into the built-in chain. They may end here; they do so for certain when no other decision has them. */
  readonly packets: PacketSet;
  /** The number of the change that they have gone through. */
  readonly change: number;
}

/** How to follow packets. */
export interface DecideOptions {
  /** Lines that are passed over, as if they were not there. */
  readonly without?: ReadonlySet<number>;
  /** Called for each rule that some of the packets may match, with these packets as they came into the built-in chain. */
  readonly onMatch?: (line: number, packets: PacketSet) => void;
  /** After how many rules to give up; 20,000 where it is left out. */
  readonly most?: number;
}

/**
 * Where the packets of a set end that come into a built-in chain, line by line.
 * @returns `undefined` when the file has no such table or chain, when a loop of chains makes it unknown, or when it takes too long.
 */
export function decide(
  analysis: RulesetAnalysis,
  tableName: string,
  chainName: string,
  packets: PacketSet,
  options: DecideOptions = {},
): readonly Decision[] | undefined {
  return decideStreams(analysis, tableName, chainName, [{ change: 0, set: packets }], options)?.decisions;
}

/** As `decide`, for packets that have gone through changes before. */
export function decideStreams(
  analysis: RulesetAnalysis,
  tableName: string,
  chainName: string,
  streams: readonly Stream[],
  options: DecideOptions = {},
): { readonly decisions: readonly Decision[]; readonly on: readonly Stream[] } | undefined {
  const table = analysis.tables.get(tableName);
  const chain = table?.chains.get(chainNamed(table.section, chainName)?.id ?? -1);
  if (table === undefined || chain === undefined) return undefined;
  try {
    const { size } = analysis.space.diagram;
    const follower = new Follower(analysis, table, options);
    const on = follower.follow(chain, streams, -1, 0);
    const { policy, policyLine } = chain.chain;
    const verdict: Verdict = policy === 'DROP' ? 'drop' : policy === 'ACCEPT' ? 'accept' : 'unknown';
    for (const { change, set } of on) follower.decisions.push({ verdict, by: 'policy', line: policyLine, top: -1, packets: set, change });
    return options.onMatch === undefined ? kept(analysis, size, follower.decisions, on) : { decisions: follower.decisions, on };
  } catch (error) {
    if (error instanceof OverBudget) return undefined;
    throw error;
  }
}

/** Whether all decisions have one verdict, or one of several; `undefined` decisions have none. */
export function allEnd(decisions: readonly Decision[] | undefined, is: (verdict: Verdict) => boolean): boolean {
  return decisions !== undefined && decisions.length > 0 && decisions.every(({ verdict }) => is(verdict));
}

/** The packet is not let through: dropped, or refused with an answer. */
export function isDrop(verdict: Verdict): boolean {
  return verdict === 'drop' || verdict.startsWith('reject ');
}

/** What is left of a walk once the sets that nobody can ask for any more are forgotten. */
function kept(
  { space, changes }: RulesetAnalysis,
  size: number,
  decisions: readonly Decision[],
  on: readonly Stream[],
): { readonly decisions: readonly Decision[]; readonly on: readonly Stream[] } {
  if (space.diagram.size - size < mostGarbage) return { decisions, on };
  const sets = space.diagram.keep(size, [...decisions.map(({ packets }) => packets), ...on.map(({ set }) => set)]);
  changes.forget();
  return {
    decisions: decisions.map((decision, index) => ({ ...decision, packets: sets[index] ?? nothing })),
    on: on.map((stream, index) => ({ ...stream, set: sets[decisions.length + index] ?? nothing })),
  };
}

const mostGarbage = 10_000;

/** Jumps deeper than this are not followed. */
const deepest = 256;

/** Follows packets line by line, into the chains they jump to. */
class Follower {
  readonly decisions: Decision[] = [];
  private left: number;

  constructor(
    private readonly analysis: RulesetAnalysis,
    private readonly table: TableAnalysis,
    private readonly options: DecideOptions,
  ) {
    this.left = options.most ?? 20_000;
  }

  /** Gives the packets that come out again. */
  follow(chain: ChainAnalysis | undefined, start: readonly Stream[], top: number, depth: number): readonly Stream[] {
    const { diagram } = this.analysis.space;
    if (chain?.lines === undefined || depth > deepest || (chain.chain.declared < 0 && !chain.chain.builtin)) {
      for (const { change, set } of start) this.decisions.push({ verdict: 'unknown', by: 'unknown', line: top, top, packets: set, change });
      return start;
    }
    let streams = start;
    const out: Stream[] = [];
    for (const line of chain.lines) {
      if (streams.length === 0) break;
      if (--this.left < 0) throw new OverBudget();
      const rule = this.analysis.rule(line);
      if (rule === undefined || this.options.without?.has(line) === true) continue;
      if (streams.length === 1 && streams[0]?.change === 0 && !diagram.meets(streams[0].set, rule.upper)) continue;
      streams = this.pass(line, streams, out, top < 0 ? line : top, depth);
    }
    return merged(this.analysis, [...out, ...streams]);
  }

  private pass(line: number, streams: readonly Stream[], out: Stream[], top: number, depth: number): readonly Stream[] {
    const { space, changes } = this.analysis;
    const rule = this.analysis.rule(line);
    if (rule === undefined) return streams;
    const next: Stream[] = [];
    for (const stream of streams) {
      const matching = space.diagram.intersect(stream.set, changes.before(rule.upper, stream.change, 'maybe'));
      if (matching === nothing) {
        next.push(stream);
        continue;
      }
      this.options.onMatch?.(line, matching);
      const { effect } = rule;
      const change = rule.change === undefined ? stream.change : changes.followedBy(stream.change, rule.change);
      if (effect.kind === 'continue' && change === stream.change) {
        next.push(stream);
        continue;
      }
      const changeable = rule.changeable === undefined ? allPackets : changes.before(rule.changeable, stream.change, 'maybe');
      const lower = space.diagram.intersect(changes.before(rule.lower, stream.change, 'surely'), changeable);
      next.push({ change: stream.change, set: space.diagram.subtract(stream.set, lower) });
      const matched: Stream = { change, set: space.diagram.intersect(matching, changeable) };
      if (effect.kind === 'continue') next.push(matched);
      else if (effect.kind === 'return') out.push(matched);
      else if (effect.kind === 'verdict')
        this.decisions.push({ verdict: effect.verdict, by: 'rule', line, top, packets: matching, change });
      else (effect.goto ? out : next).push(...this.follow(this.table.chains.get(effect.chain), [matched], top, depth + 1));
    }
    return merged(this.analysis, next);
  }
}

/** Puts streams of the same change together. */
function merged({ space }: RulesetAnalysis, streams: readonly Stream[]): readonly Stream[] {
  const sets = new Map<number, PacketSet>();
  for (const { change, set } of streams) if (set !== nothing) sets.set(change, space.diagram.unite(sets.get(change) ?? nothing, set));
  return [...sets].map(([change, set]) => ({ change, set }));
}

import type { PacketSet } from '../../analysis/diagram';
import { allPackets, nothing } from '../../analysis/diagram';
import type { Verdict } from '../../analysis/effects';
import type { RuleSets } from '../../analysis/fates';
import type { ChainAnalysis, RulesetAnalysis } from '../../analysis/ruleset';

/** A rule that takes packets which another one asks for. */
export interface Cover {
  readonly line: number;
  /** What it does with them; `undefined`: several things, or they leave the chain there. */
  readonly verdict: Verdict | undefined;
}

/** A rule that no packet meets. */
export interface Unmet {
  readonly line: number;
  readonly chain: ChainAnalysis;
  readonly rule: RuleSets;
  /**
   * `self`: its conditions exclude one another. `callers`: nothing that comes into the chain has them. `never`: nothing has them
   * at its place, since something is set otherwise there. `covered`: the rules of `covers` take it all.
   */
  readonly why: 'self' | 'callers' | 'never' | 'covered';
  /** In the order of the chain; empty where that took too long to find out. */
  readonly covers: readonly Cover[];
  /** It would be so whatever came into the chain. */
  readonly always: boolean;
}

/** A rule that packets meet, and that could be taken out without a change for any of them. */
export interface Idle {
  readonly line: number;
  readonly chain: ChainAnalysis;
  /** Rules behind it that do the same to them, as far as they are in the same chain; the first few. */
  readonly later: readonly number[];
  /** Some of them come to the chain's end. */
  readonly end: boolean;
}

interface Coverage {
  readonly unmet: readonly Unmet[];
  readonly idle: readonly Idle[];
}

/** How many rules are looked at to explain what was found, for one finding and for all of them. */
const mostSteps = { each: 20_000, all: 1_000_000, below: 400 };

const known = new WeakMap<RulesetAnalysis, Coverage>();

/** The rules that no packet meets, and those that make no difference, with the rules that are the reason. */
export function coverageOf(analysis: RulesetAnalysis): Coverage {
  let coverage = known.get(analysis);
  if (coverage === undefined) {
    coverage = explain(analysis);
    known.set(analysis, coverage);
  }
  return coverage;
}

function explain(analysis: RulesetAnalysis): Coverage {
  const unmet: Unmet[] = [];
  const idle: Idle[] = [];
  const budget = { left: mostSteps.all };
  for (const { chains } of analysis.tables.values()) {
    for (const chain of chains.values()) {
      const { lines, result } = chain;
      if (lines === undefined || result === undefined) continue;
      const same = firstWithSet(analysis, lines);
      const places = new Map(lines.map((line, place) => [line, place]));
      const terminal = lines.findIndex((line) => takesEverything(analysis, line));
      for (const { line, why } of result.never) {
        const rule = analysis.rule(line);
        const place = places.get(line);
        if (rule === undefined || place === undefined) continue;
        if (why === 'covered' && terminal >= 0 && terminal < place)
          unmet.push({ line, chain, rule, why, covers: coverAt(analysis, lines[terminal] ?? -1), always: true });
        else if (why === 'covered') unmet.push(coversOf(analysis, chain, lines, place, rule, same, budget));
        else unmet.push({ line, chain, rule, why, covers: [], always: why === 'self' });
      }
      for (const line of result.idle) {
        const place = places.get(line);
        if (place !== undefined) idle.push(laterOf(analysis, chain, lines, place, budget));
      }
    }
  }
  return { unmet, idle };
}

/** A rule without conditions that ends every packet's way through its chain: a verdict, RETURN, or a goto. */
export function takesEverything(analysis: RulesetAnalysis, line: number): boolean {
  const rule = analysis.rule(line);
  if (rule?.lower !== allPackets || rule.effect.kind === 'continue') return false;
  return rule.effect.kind !== 'jump' || rule.effect.goto;
}

/** For each set of packets the first rule of a chain that surely takes just these: most covers are found so at once. */
function firstWithSet(analysis: RulesetAnalysis, lines: readonly number[]): ReadonlyMap<PacketSet, number> {
  const first = new Map<PacketSet, number>();
  for (const [place, line] of lines.entries()) {
    const rule = analysis.rule(line);
    if (rule?.effect.kind === 'verdict' && rule.lower === rule.upper && !first.has(rule.upper)) first.set(rule.upper, place);
  }
  return first;
}

function coversOf(
  analysis: RulesetAnalysis,
  chain: ChainAnalysis,
  lines: readonly number[],
  place: number,
  rule: RuleSets,
  same: ReadonlyMap<PacketSet, number>,
  budget: { left: number },
): Unmet {
  const { diagram } = analysis.space;
  const line = lines[place] ?? -1;
  if (isChangedBefore(analysis, lines, place, rule.upper, budget)) return { line, chain, rule, why: 'never', covers: [], always: false };
  const twin = same.get(rule.upper);
  const steps = Math.min(mostSteps.each, budget.left);
  const before = lines.slice(0, place);
  if (twin !== undefined && twin < place && before.length > steps) {
    return { line, chain, rule, why: 'covered', covers: coverAt(analysis, lines[twin] ?? -1), always: true };
  }
  if (before.length > steps) return { line, chain, rule, why: 'covered', covers: [], always: false };
  budget.left -= before.length;
  const everywhere = takenBy(analysis, before, rule.upper);
  if (everywhere.left === nothing) return { line, chain, rule, why: 'covered', covers: everywhere.covers, always: true };
  const here = takenBy(analysis, before, diagram.intersect(rule.upper, chain.entering));
  const why = here.left === nothing ? 'covered' : 'never';
  return { line, chain, rule, why, covers: here.covers, always: chain.chain.builtin && why === 'covered' };
}

/** Whether rules above set what a rule asks for, so that the packets above it are not to be held against it as they are. */
function isChangedBefore(
  analysis: RulesetAnalysis,
  lines: readonly number[],
  place: number,
  set: PacketSet,
  budget: { left: number },
): boolean {
  for (let at = 0; at < place && --budget.left > 0; at++) {
    const line = lines[at] ?? -1;
    const rule = analysis.rule(line);
    if (rule === undefined) continue;
    const changes = rule.effect.kind === 'jump' ? changesIn(calleeAt(analysis, line, rule.effect.chain)) : [];
    if (changes.some((change) => analysis.changes.before(set, change, 'maybe') !== set)) return true;
    const { change } = rule;
    if (change !== undefined && analysis.space.diagram.before(set, (bit) => change.get(bit), 'maybe') !== set) return true;
  }
  return false;
}

function changesIn(chain: ChainAnalysis | undefined): readonly number[] {
  return (chain?.fates.through ?? []).map(({ change }) => change).filter((change) => change !== 0);
}

function coverAt(analysis: RulesetAnalysis, line: number): readonly Cover[] {
  const effect = analysis.rule(line)?.effect;
  return [{ line, verdict: effect?.kind === 'verdict' ? effect.verdict : undefined }];
}

/** Which rules surely take packets of a set, one after the other, and what is left of it. */
function takenBy(
  analysis: RulesetAnalysis,
  lines: readonly number[],
  packets: PacketSet,
): { readonly covers: readonly Cover[]; readonly left: PacketSet } {
  const { diagram } = analysis.space;
  const covers: Cover[] = [];
  let left = packets;
  for (const line of lines) {
    const rule = analysis.rule(line);
    if (rule === undefined || !diagram.meets(left, rule.lower)) continue;
    const all = surelyTaken(analysis, rule, line);
    const taken = diagram.intersect(left, all);
    if (taken === nothing) continue;
    // One rule that takes them all says more than several that take a part each.
    if (covers.length > 0 && diagram.within(packets, all))
      return { covers: [{ line, verdict: verdictOn(analysis, rule, line, packets) }], left: nothing };
    covers.push({ line, verdict: verdictOn(analysis, rule, line, taken) });
    left = diagram.subtract(left, taken);
    if (left === nothing) break;
  }
  return { covers, left };
}

/** The packets that do not come to the next rule. */
function surelyTaken(analysis: RulesetAnalysis, rule: RuleSets, line: number): PacketSet {
  const { effect, lower } = rule;
  if (effect.kind === 'continue') return nothing;
  if (effect.kind !== 'jump' || effect.goto) return lower;
  const { diagram } = analysis.space;
  const through = calleeAt(analysis, line, effect.chain)?.fates.through ?? [{ set: allPackets }];
  return through.reduce((set, stream) => diagram.subtract(set, stream.set), lower);
}

function verdictOn(analysis: RulesetAnalysis, { effect }: RuleSets, line: number, taken: PacketSet): Verdict | undefined {
  if (effect.kind === 'verdict') return effect.verdict;
  if (effect.kind !== 'jump') return undefined;
  const { ends = [], through = [] } = calleeAt(analysis, line, effect.chain)?.fates ?? {};
  const met = (set: PacketSet): boolean => analysis.space.diagram.meets(set, taken);
  const verdicts = new Set(ends.filter(({ set }) => met(set)).map(({ verdict }) => verdict));
  const [only] = verdicts;
  return verdicts.size === 1 && !through.some(({ set }) => met(set)) ? only : undefined;
}

/** The chain that a line jumps to. */
function calleeAt(analysis: RulesetAnalysis, line: number, chain: number): ChainAnalysis | undefined {
  return analysis.tables.get(analysis.file.records[line]?.table ?? '')?.chains.get(chain);
}

/** How many rules are named that do the same. */
const mostNamed = 5;

function laterOf(analysis: RulesetAnalysis, chain: ChainAnalysis, lines: readonly number[], place: number, budget: { left: number }): Idle {
  const { diagram } = analysis.space;
  const line = lines[place] ?? -1;
  const rule = analysis.rule(line);
  const later: number[] = [];
  let left = diagram.intersect(rule?.upper ?? nothing, chain.entering);
  for (let next = place + 1; next < lines.length && left !== nothing && later.length < mostNamed; next++) {
    const other = analysis.rule(lines[next] ?? -1);
    if (--budget.left < 0 || next - place > mostSteps.below) return { line, chain, later: [], end: false };
    if (other === undefined || !diagram.meets(left, other.lower)) continue;
    const taken = diagram.intersect(left, surelyTaken(analysis, other, lines[next] ?? -1));
    if (taken === nothing) continue;
    later.push(lines[next] ?? -1);
    left = diagram.subtract(left, taken);
  }
  return { line, chain, later, end: left !== nothing && later.length < mostNamed };
}

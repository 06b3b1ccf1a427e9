import type { Chain, Section } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import { callersFirst } from './chain-graph';
import { rulesInOrder } from './chain-order';
import type { Call, ChainContext, ChainResult, WalkedChain } from './chain-sets';
import { outlineOfChain, resultOfChain, walkChain } from './chain-sets';
import { Changes } from './changes';
import type { BitChange, PacketSet } from './diagram';
import { allPackets, nothing, OverBudget, Union } from './diagram';
import type { Effect, PacketChange, Verdict } from './effects';
import { bitsOf, valuesOf, withoutValues } from './effects';
import type { Fates, RuleSets } from './fates';
import { unknownFates } from './fates';
import type { RuleWords } from './rule-words';
import { ruleWords } from './rule-words';
import { Cuts, Space } from './space';
import type { Callee, Sure } from './suffix';
import { universeOf } from './universe';

/** One chain of a table, worked out. */
export interface ChainAnalysis {
  readonly chain: Chain;
  /** Its rules' lines in the order packets meet them; `undefined` when the file does not tell the order. */
  readonly lines: readonly number[] | undefined;
  /** What becomes of any packet that enters it; its policy does not count here. */
  readonly fates: Fates;
  readonly pure: boolean;
  /** The packets that come into it, from all that jump to it; every packet, when nothing does. */
  readonly entering: PacketSet;
  /** Some built-in chain leads to it. */
  readonly reached: boolean;
  /** `undefined`: not known, for want of memory. */
  readonly result: ChainResult | undefined;
}

/** One table, worked out. */
export interface TableAnalysis {
  readonly section: Section;
  readonly chains: ReadonlyMap<number, ChainAnalysis>;
}

/** What a ruleset does, worked out for one state of a file. */
export interface RulesetAnalysis {
  readonly file: RulesFile;
  /** The file's revision that it holds for. */
  readonly revision: number;
  readonly space: Space;
  readonly changes: Changes;
  /** By name. Of a table that stands there twice, the last section, which wipes the ones before. */
  readonly tables: ReadonlyMap<string, TableAnalysis>;
  /** What a line's rule matches and does; `undefined` when it holds none. */
  rule(line: number): RuleSets | undefined;
  /** What the next analysis may take over. */
  readonly memory: Memory;
}

/** Rules as sets, and chains as they were worked out, for as long as the same space holds them. */
export interface Memory {
  readonly sets: WeakMap<RuleWords, RuleSets>;
  /** By table and name. */
  readonly chains: ReadonlyMap<string, Plan>;
}

/** How many nodes a ruleset's diagram may have: beyond that the answer is "not known". */
const mostNodes = 8_000_000;

/** How to work a ruleset out. */
export interface AnalysisOptions {
  /** How many nodes the diagram may have. What does not fit is not known. */
  readonly limit?: number;
  /** Other states of the file: what they ask for is told apart as well, so that sets of one can be held against sets of another. */
  readonly alike?: readonly RulesFile[];
  /** What the file's ruleset did before: what has stayed the same of it is taken over. */
  readonly previous?: RulesetAnalysis | undefined;
}

/**
 * Works out what a ruleset does. A generator, so that whoever drives it may stop to look at the clock, or for good when the
 * file has changed.
 */
export function* analyseRuleset(
  file: RulesFile,
  { limit = mostNodes, alike = [file], previous }: AnalysisOptions = {},
): Generator<void, RulesetAnalysis> {
  const last = lastSections(file);
  const revision = file.revision;
  const words = yield* readRules(file, [...last.values()]);
  const changed = new ChangeWords(words.values());
  const cuts = new Cuts();
  for (const one of alike) {
    const all = one === file ? words : yield* readRules(one, [...lastSections(one).values()]);
    const changes = one === file ? changed : new ChangeWords(all.values());
    let count = 0;
    for (const { asks, effect } of all.values()) {
      for (const predicate of asks) cuts.add(predicate);
      for (const predicate of valuesOf(changes.of(effect) ?? {})) cuts.add(predicate);
      if (++count % 1024 === 0) yield;
    }
  }
  const before = previous?.file === file && mayGoOn(previous.space, cuts) ? previous : undefined;
  const space = before?.space ?? new Space(limit, cuts);
  const changes = before?.changes ?? new Changes(space);
  const sets = before?.memory.sets ?? new WeakMap<RuleWords, RuleSets>();
  const rules = yield* makeSets(file, words, changed, space, sets);
  const tables = new Map<string, TableAnalysis>();
  const chains = new Map<string, Plan>();
  for (const [name, section] of last)
    tables.set(name, yield* analyseTable(file, section, space, changes, rules, before?.memory.chains, chains));
  return { file, revision, space, changes, tables, rule: (line) => rules.get(line), memory: { sets, chains } };
}

/** Whether a space tells everything apart that is asked for now, and has room. */
function mayGoOn(space: Space, cuts: Cuts): boolean {
  return !space.full && space.diagram.size < space.diagram.limit / 2 && space.tells(cuts);
}

function lastSections(file: RulesFile): ReadonlyMap<string, Section> {
  return new Map(file.resolution().sections.map((section) => [section.table, section]));
}

/** Works it all out at once. */
export function finish<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function* readRules(file: RulesFile, sections: readonly Section[]): Generator<void, Map<number, RuleWords>> {
  const words = new Map<number, RuleWords>();
  for (const section of sections) {
    for (const chain of section.chains.values()) {
      for (const line of chain.rules) {
        const rule = ruleWords(file, line);
        if (rule !== undefined) words.set(line, rule);
        if (words.size % 256 === 0) yield;
      }
    }
  }
  return words;
}

/** With more rules that write addresses than these it is not told which address each one writes. */
const mostAddressesWritten = 256;

/** What rules change. Where very many rewrite addresses, those all count as one. */
class ChangeWords {
  private readonly many: boolean;
  private readonly known = new Map<string, PacketChange>();

  constructor(words: Iterable<RuleWords>) {
    let count = 0;
    for (const { effect } of words) if (effect.kind === 'verdict' && effect.verdict.startsWith('nat ')) count++;
    this.many = count > mostAddressesWritten;
  }

  of(effect: Effect): PacketChange | undefined {
    const change = 'change' in effect ? effect.change : undefined;
    if (change?.fields === undefined || !this.many) return change;
    const coarse = withoutValues(change);
    const key = [...(coarse.fields ?? []).map(([field]) => field), ...(coarse.lost ?? [])].join(' ');
    const same = this.known.get(key) ?? coarse;
    this.known.set(key, same);
    return same;
  }
}

function* makeSets(
  file: RulesFile,
  words: ReadonlyMap<number, RuleWords>,
  changed: ChangeWords,
  space: Space,
  made: WeakMap<RuleWords, RuleSets>,
): Generator<void, Map<number, RuleSets>> {
  const rules = new Map<number, RuleSets>();
  const bits = new Map<PacketChange, ReadonlyMap<number, BitChange> | undefined>();
  const bitsFor = (change: PacketChange | undefined): ReadonlyMap<number, BitChange> | undefined => {
    if (change === undefined || bits.has(change)) return change && bits.get(change);
    const made = bitsOf(change, space);
    bits.set(change, made.size === 0 ? undefined : made);
    return bits.get(change);
  };
  const untouched = space.inRanges('rawState', [[3, 4]]);
  let full = false;
  for (const [line, rule] of words) {
    const known = made.get(rule);
    if (known !== undefined) {
      rules.set(line, known);
      continue;
    }
    let upper: PacketSet = allPackets;
    let more = rule.more;
    if (!full) {
      try {
        const raw = file.records[line]?.table === 'raw';
        // The deepest bits first: what is put in front of them then costs its own bits only.
        const sets: PacketSet[] = [];
        for (const predicate of rule.asks) {
          const set = space.setOf(predicate, raw);
          if (set === undefined) more = true;
          else sets.push(set);
        }
        sets.sort((a, b) => space.diagram.firstBit(b) - space.diagram.firstBit(a));
        for (const set of sets) upper = space.diagram.intersect(set, upper);
      } catch (error) {
        if (!(error instanceof OverBudget)) throw error;
        full = true;
        upper = allPackets;
      }
    }
    const lower = more || full ? nothing : upper;
    // Where tracking has looked at a packet before, on loopback's second pass, raw changes nothing any more (`notrack_tg` in xt_CT.c).
    const exempts = 'change' in rule.effect && rule.effect.change?.exempts === true ? { changeable: untouched } : {};
    const set: RuleSets = { ...exempts, upper, lower, effect: rule.effect, change: bitsFor(changed.of(rule.effect)) };
    rules.set(line, set);
    if (!full) made.set(rule, set);
    if (rules.size % 256 === 0) yield;
  }
  return rules;
}

function* analyseTable(
  file: RulesFile,
  section: Section,
  space: Space,
  changes: Changes,
  rules: ReadonlyMap<number, RuleSets>,
  before: ReadonlyMap<string, Plan> | undefined,
  now: Map<string, Plan>,
): Generator<void, TableAnalysis> {
  const order = callersFirst(section);
  const plans = new Map<number, Plan>();
  for (const chain of order) {
    const lines = rulesInOrder(file, chain);
    const list = lines?.map((line) => rules.get(line) ?? unknownRule);
    plans.set(chain.id, {
      chain,
      lines,
      rules: list,
      callee: unknownCallee,
      walked: undefined,
      unmet: undefined,
      entering: new Union(space.diagram),
      met: nothing,
      sure: undefined,
      result: undefined,
    });
  }
  const context: ChainContext = { diagram: space.diagram, changes, calleeOf: (id) => plans.get(id)?.callee ?? unknownCallee };
  for (const { id } of [...order].reverse()) {
    const plan = plans.get(id);
    // A chain that the file does not declare is made elsewhere, with rules that the file does not tell.
    if (plan?.rules === undefined || (plan.chain.declared < 0 && !plan.chain.builtin)) continue;
    const key = `${section.table} ${plan.chain.name}`;
    now.set(key, plan);
    const same = before?.get(key);
    if (same !== undefined && isSameWalk(same, plan, before, section, context)) {
      plan.callee = same.callee;
      plan.walked = same.walked;
      plan.unmet = same.unmet;
      continue;
    }
    const { size } = space.diagram;
    const walked = yield* within(space, changes, undefined, walkChain(context, plan.rules));
    if (walked === undefined) continue;
    const pure = plan.rules.every((rule) => isPure(rule, context));
    const compact = isGarbage(space, size);
    if (compact) {
      plan.callee = { fates: keptFates(space, changes, size, walked.fates), pure };
      plan.unmet = walked.unmet;
    } else {
      plan.walked = walked;
      plan.callee = { fates: walked.fates, pure };
    }
  }
  const chains = new Map<number, ChainAnalysis>();
  const size = order.reduce((sum, chain) => sum + chain.rules.length, 0);
  const verdicts = section.table === 'nat' || size > mostRulesBackwards ? [] : commonVerdicts(plans.values());
  for (const { id, builtin, policy } of order) {
    const plan = plans.get(id);
    if (plan === undefined) continue;
    if (builtin) {
      plan.entering.add(universeOf(space, section.table, plan.chain.name));
      plan.sure = new Map(verdicts.map((verdict) => [verdict, policy?.toLowerCase() === verdict ? allPackets : nothing]));
    }
    const met = plan.entering.get();
    const reached = met !== nothing;
    const entering = reached || plan.sure !== undefined ? met : allPackets;
    plan.met = entering;
    const same = before?.get(`${section.table} ${plan.chain.name}`);
    let result = same !== undefined && isSameResult(same, plan) ? movedResult(same, plan) : undefined;
    if (result !== undefined) {
      // Nothing that it depends on has changed.
    } else if (plan.rules !== undefined && plan.lines !== undefined && plan.callee !== unknownCallee && entering !== nothing) {
      const end = verdicts.length === 0 ? undefined : plan.sure;
      const { size } = space.diagram;
      const isLeaf = end === undefined && plan.rules.every(({ effect, change }) => effect.kind !== 'jump' && change === undefined);
      if (plan.unmet !== undefined && isLeaf) {
        result = outlineOfChain(context, plan.lines, plan.rules, plan.unmet, entering);
        plan.result = result;
        chains.set(id, { chain: plan.chain, lines: plan.lines, ...plan.callee, entering, reached, result });
        continue;
      }
      const steps = chainResult(context, plan.lines, plan.rules, plan.walked, entering, end);
      result = yield* within(space, changes, undefined, steps);
      if (result !== undefined && isGarbage(space, size)) result = { ...result, calls: keptCalls(space, changes, size, result.calls) };
    }
    plan.result = result;
    if (reached) for (const call of result?.calls ?? []) enter(space, plans.get(call.chain), call);
    if (result === undefined && entering !== nothing)
      for (const { effect } of plan.rules ?? []) enterUnknown(effect.kind === 'jump' ? plans.get(effect.chain) : undefined);
    chains.set(id, { chain: plan.chain, lines: plan.lines, ...plan.callee, entering, reached, result });
  }
  return { section, chains };
}

/**
 * Whether what a walk has left behind is worth forgetting: only large rulesets need the room, and a walk that is forgotten is
 * walked again for the chain's result.
 */
function isGarbage({ diagram }: Space, size: number): boolean {
  return diagram.size - size > 512 && diagram.size > diagram.limit / 4;
}

/** What a chain does with the packets that come into it, walked through again where the walk was forgotten. */
function* chainResult(
  context: ChainContext,
  lines: readonly number[],
  rules: readonly RuleSets[],
  walked: WalkedChain | undefined,
  entering: PacketSet,
  end: Sure | undefined,
): Generator<void, ChainResult> {
  return yield* resultOfChain(context, lines, rules, walked ?? (yield* walkChain(context, rules)), entering, end);
}

/** Forgets what a walk has left behind but for its result. */
function keptFates({ diagram }: Space, changes: Changes, size: number, { ends, through }: Fates): Fates {
  const sets = diagram.keep(
    size,
    [...ends, ...through].map(({ set }) => set),
  );
  changes.forget();
  return {
    ends: ends.map((end, index) => ({ ...end, set: sets[index] ?? nothing })),
    through: through.map((stream, index) => ({ ...stream, set: sets[ends.length + index] ?? nothing })),
  };
}

function keptCalls({ diagram }: Space, changes: Changes, size: number, calls: readonly Call[]): readonly Call[] {
  const sets = diagram.keep(
    size,
    calls.flatMap(({ entering, sure }) => [entering, ...sure.values()]),
  );
  changes.forget();
  let at = 0;
  const next = (): PacketSet => sets[at++] ?? nothing;
  return calls.map(({ chain, sure }) => ({ chain, entering: next(), sure: new Map([...sure.keys()].map((verdict) => [verdict, next()])) }));
}

/** Whether a chain has the rules that it had, and all that they jump to is as it was. */
function isSameWalk(
  old: Plan,
  plan: Plan,
  before: ReadonlyMap<string, Plan> | undefined,
  section: Section,
  context: ChainContext,
): boolean {
  const [was, is] = [old.rules, plan.rules];
  if (was === undefined || is === undefined || was.length !== is.length || old.callee === unknownCallee) return false;
  return is.every((rule, index) => {
    if (rule !== was[index] || rule === unknownRule) return false;
    if (rule.effect.kind !== 'jump') return true;
    const callee = section.chains.get(rule.effect.chain);
    return callee !== undefined && before?.get(`${section.table} ${callee.name}`)?.callee === context.calleeOf(callee.id);
  });
}

/** Whether the same packets come into the same chain, and the same becomes of them behind it. */
function isSameResult(old: Plan, plan: Plan): boolean {
  if (old.callee !== plan.callee || old.callee === unknownCallee || old.result === undefined || old.met !== plan.met) return false;
  const [was, is] = [old.sure, plan.sure];
  if (was === undefined || is === undefined) return was === is;
  return was.size === is.size && [...is].every(([verdict, set]) => was.get(verdict) === set);
}

/** The result of a chain whose lines may stand elsewhere now. */
function movedResult({ result, lines: old = [] }: Plan, { lines = [] }: Plan): ChainResult | undefined {
  if (result === undefined || lines.every((line, index) => line === old[index])) return result;
  const places = new Map(old.map((line, index) => [line, lines[index] ?? -1]));
  const now = (line: number): number => places.get(line) ?? -1;
  return { ...result, never: result.never.map((one) => ({ ...one, line: now(one.line) })), idle: result.idle.map(now) };
}

/** A chain that is being worked out. */
export interface Plan {
  readonly chain: Chain;
  readonly lines: readonly number[] | undefined;
  readonly rules: readonly RuleSets[] | undefined;
  callee: Callee;
  walked: WalkedChain | undefined;
  /** Of a walk that was forgotten: the places of rules that no packet can meet. */
  unmet: ReadonlySet<number> | undefined;
  readonly entering: Union;
  /** What of them comes in, once all that jump to it have been looked at. */
  met: PacketSet;
  result: ChainResult | undefined;
  /** What is sure at the chain's end, wherever it was called; `undefined` before the first call. */
  sure: Sure | undefined;
}

const unknownCallee: Callee = { fates: unknownFates, pure: false };
const unknownRule: RuleSets = { upper: allPackets, lower: nothing, effect: { kind: 'verdict', verdict: 'unknown' }, change: undefined };

function enter(space: Space, plan: Plan | undefined, { entering, sure }: ChainResult['calls'][number]): void {
  if (plan === undefined) return;
  plan.entering.add(entering);
  const { sure: old } = plan;
  plan.sure =
    old === undefined
      ? sure
      : new Map([...old].map(([verdict, set]) => [verdict, space.diagram.intersect(set, sure.get(verdict) ?? nothing)]));
}

function enterUnknown(plan: Plan | undefined): void {
  if (plan === undefined) return;
  plan.entering.add(allPackets);
  plan.sure = new Map();
}

/** Passing the rule, and the chain it may jump to, leaves no trace but its counters. */
function isPure(rule: RuleSets, context: ChainContext): boolean {
  const { effect } = rule;
  if (effect.kind === 'continue' || rule.lower !== rule.upper || rule.change !== undefined) return false;
  return effect.kind !== 'jump' || context.calleeOf(effect.chain).pure;
}

/** The verdicts of a table's rules and policies that are followed backwards; a handful, since each costs a walk. */
function commonVerdicts(plans: Iterable<Plan>): readonly Verdict[] {
  const counts = new Map<Verdict, number>();
  const count = (verdict: Verdict): void => void counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  for (const { rules } of plans) {
    for (const { effect } of rules ?? []) {
      if (effect.kind === 'verdict' && (effect.verdict === 'accept' || effect.verdict === 'drop' || effect.verdict.startsWith('reject ')))
        count(effect.verdict);
      // What is returned meets the policy.
      if (effect.kind === 'return') for (const verdict of ['accept', 'drop'] as const) count(verdict);
    }
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, mostVerdicts)
    .map(([verdict]) => verdict);
}

const mostVerdicts = 4;

/** In a larger table it is not asked what would become of packets without a rule: that costs as much again as all the rest. */
const mostRulesBackwards = 20_000;

/** Runs steps, and gives `otherwise` when the diagram grows beyond its limit; what was made until then is forgotten. */
function* within<T, U>(space: Space, changes: Changes, otherwise: U, steps: Generator<void, T>): Generator<void, T | U> {
  const { size } = space.diagram;
  // What did not fit once will not fit with more beside it.
  if (space.full) return otherwise;
  try {
    return yield* steps;
  } catch (error) {
    if (!(error instanceof OverBudget)) throw error;
    space.full = true;
    space.diagram.truncate(size);
    changes.forget();
    return otherwise;
  }
}

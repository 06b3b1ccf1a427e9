import { tableNamed } from '../catalogue/index';
import type { Chain, Section } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import { callersFirst } from './chain-graph';
import { rulesInOrder } from './chain-order';
import type { Plan } from './chain-plan';
import { isSameResult, isSameWalk, movedResult, unknownCallee, unknownRule } from './chain-plan';
import type { Call, ChainContext, ChainResult, WalkedChain } from './chain-sets';
import { outlineOfChain, resultOfChain, walkChain } from './chain-sets';
import { Changes } from './changes';
import type { PacketSet } from './diagram';
import { allPackets, nothing, OverBudget, Union } from './diagram';
import type { Verdict } from './effects';
import { valuesOf } from './effects';
import type { Fates, RuleSets } from './fates';
import { ChangeWords, makeSets } from './rule-sets';
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
  /** The destination ports at which the rules' ranges begin and behind which they end. The space may have more, of rules that are gone. */
  readonly ports: readonly number[];
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

/** About how many nodes so many rules make: those of large rulesets have much in common. */
function expectedNodes(rules: number): number {
  return Math.max(Math.min(rules * 300, 100_000), rules * 20);
}

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
  const space = before?.space ?? new Space(limit, cuts, expectedNodes(words.size));
  const changes = before?.changes ?? new Changes(space);
  const sets = before?.memory.sets ?? new WeakMap<RuleWords, RuleSets>();
  const rules = yield* makeSets(file, words, changed, space, sets);
  const tables = new Map<string, TableAnalysis>();
  const chains = new Map<string, Plan>();
  for (const [name, section] of last)
    tables.set(name, yield* analyseTable(file, section, space, changes, changed.many, rules, before?.memory.chains, chains));
  space.diagram.settle();
  const ports = cuts.starts('destinationPort').map(Number);
  return { file, revision, space, ports, changes, tables, rule: (line) => rules.get(line), memory: { sets, chains } };
}

/** Whether an analysis had to leave chains out for want of memory. */
export function isPartial({ tables }: RulesetAnalysis): boolean {
  for (const { chains } of tables.values()) {
    for (const { result, lines } of chains.values()) if (result === undefined && lines !== undefined && lines.length > 0) return true;
  }
  return false;
}

/** Whether a space tells everything apart that is asked for now, and has room. */
function mayGoOn(space: Space, cuts: Cuts): boolean {
  return !space.full && space.diagram.size < space.diagram.limit / 2 && space.tells(cuts);
}

function lastSections(file: RulesFile): ReadonlyMap<string, Section> {
  const last = new Map<string, Section>();
  let unknown = 0;
  for (const section of file.resolution().sections) {
    if (tableNamed(section.table) === undefined && !last.has(section.table) && ++unknown > mostUnknownTables) continue;
    last.set(section.table, section);
  }
  return last;
}

/** iptables has five tables. A name that is none is a slip, and its section is looked at as what it is to be; of thousands none is. */
const mostUnknownTables = 10;

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

function* analyseTable(
  file: RulesFile,
  section: Section,
  space: Space,
  changes: Changes,
  natAsOne: boolean,
  rules: ReadonlyMap<number, RuleSets>,
  before: ReadonlyMap<string, Plan> | undefined,
  now: Map<string, Plan>,
): Generator<void, TableAnalysis> {
  const order = callersFirst(section);
  yield;
  const plans = new Map<number, Plan>();
  for (const chain of order) {
    if (plans.size % 1024 === 1023) yield;
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
  const calleeOf = (id: number): Callee => plans.get(id)?.callee ?? unknownCallee;
  const context: ChainContext = { diagram: space.diagram, changes, calleeOf, natAsOne };
  let count = 0;
  for (const { id } of [...order].reverse()) {
    if (++count % chainsAtOnce === 0) yield;
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
    if (++count % chainsAtOnce === 0) yield;
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
    // A walk is only wanted again when other packets come in after an edit; in a large table walking anew is cheaper than keeping them all.
    if (size > mostRulesBackwards) plan.walked = undefined;
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

/** How many small chains are worked out between two looks at the clock. */
const chainsAtOnce = 16;

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

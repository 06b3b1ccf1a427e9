import { allPackets } from '../../analysis/diagram';
import { asksOf } from '../../analysis/rule-words';
import { Cuts, Space } from '../../analysis/space';
import { forBackEnd } from '../../catalogue/schema';
import type { BoundOption, BoundRule } from '../../model/bound';
import { isHook } from '../../model/resolve-types';
import type { RulesFile } from '../../model/rules-file';
import { removeWords } from '../../rules/support/fix';
import { textAfter } from '../../rules/support/rewritten';
import type { Edit } from '../../text/position';
import { replaceSpan } from '../../text/position';
import type { Condition } from './rule-conditions';
import { commentsOf, wordsOf } from './rule-conditions';
import { readAsMeant } from './rule-texts';

/** A jump, and what it asks. */
export interface Jump {
  readonly line: number;
  readonly rule: BoundRule;
  readonly conditions: readonly Condition[];
}

/** A rule of the chain that is jumped to. */
export interface CalledRule extends Jump {
  /** It is the only one of its chain. */
  readonly only: boolean;
}

/**
 * A rule of a chain as one of the chain that jumps there: it asks what the jump asks, and then what it asks itself. `undefined`
 * where one rule cannot ask both, or counts something else than before.
 */
export function inOneRule(file: RulesFile, jump: Jump, called: CalledRule): string | undefined {
  const [chain, own] = [jump.rule.command?.chain, called.rule.command?.chain];
  const gone = redundant(file, jump, called);
  if (gone === undefined || chain === undefined || own === undefined) return undefined;
  const added = jump.conditions.filter((condition) => !gone.has(condition));
  // General parameters are asked first, wherever they stand: before a limit of the jump that was asked without them.
  if (added.some(({ steady }) => !steady)) {
    if (!called.only || called.conditions.some((condition) => condition.general !== undefined && !gone.has(condition))) return undefined;
  }
  const comments = commentsOf(called.rule).length === 0 ? commentsOf(jump.rule) : [];
  const words = wordsOf(jump.rule, [...added, ...comments]);
  const cuts = called.conditions.filter((condition) => gone.has(condition)).flatMap(({ spans }) => spans);
  const edits = [
    replaceSpan(called.line, own, words === '' ? chain.text : `${chain.text} ${words}`),
    ...cuts.map((span): Edit => removeWords(file, called.line, span)),
  ];
  const meant = [
    ...optionsOf(jump.rule, [...added.flatMap(({ options }) => options), ...commentOptions(jump.rule, comments.length > 0)]),
    ...optionsOf(called.rule, without(called, gone)),
  ];
  const to = called.rule.jump !== undefined && called.rule.jump.target === undefined ? called.rule.jump.name.text : undefined;
  // Behind `-m multiport`, `--dport` is short for `--dports`, unless `-m tcp` stands between.
  for (const text of [textAfter(called.rule, edits), textAfter(called.rule, [...edits, ...nameMatches(jump, called, gone)])]) {
    const read = readAsMeant(file, file.records[jump.line]?.table ?? '', text, to, meant);
    if (read !== undefined && mayStandIn(read, chain.text)) return text;
  }
  return undefined;
}

/** Writes `-m tcp` before the options of what `-p tcp` brings without it. */
function nameMatches(jump: Jump, { rule, line, conditions }: CalledRule, gone: ReadonlySet<Condition>): readonly Edit[] {
  return conditions.flatMap((condition) => {
    const { match, spans } = condition;
    const start = spans[0]?.start;
    if (match?.implicit !== true || start === undefined || gone.has(condition)) return [];
    // Two of one kind would ask for two ports at once.
    if (jump.conditions.some((other) => other.match?.spec === match.spec)) return [];
    const name = rule.tree.text.slice(match.name.start, match.name.end);
    return [replaceSpan(line, { start, end: start }, `-m ${/^[a-z]+$/.test(name) ? name : match.spec.name} `)];
  });
}

/** What need not be asked, since the other rule asks the same, or for less; `undefined` where both ask, and neither is enough. */
function redundant(file: RulesFile, jump: Jump, called: CalledRule): ReadonlySet<Condition> | undefined {
  const gone = new Set<Condition>();
  for (const condition of called.conditions) {
    const same = jump.conditions.find(({ general, key }) =>
      condition.general === undefined ? key === condition.key : general === condition.general,
    );
    if (same === undefined) continue;
    if (same.key === condition.key) {
      if (same.steady) gone.add(condition);
    } else if (isWithin(file, called.rule, condition, jump.rule, same)) gone.add(same);
    else if (isWithin(file, jump.rule, same, called.rule, condition)) gone.add(condition);
    else return undefined;
  }
  // A packet that meets two entries of a list would meet the rule once, and not twice.
  return [...gone].some(({ list }) => list === 'overlapping') ? undefined : gone;
}

/** Every packet that meets one condition meets the other. */
function isWithin(file: RulesFile, ruleA: BoundRule, a: Condition, ruleB: BoundRule, b: Condition): boolean {
  const [asked, wanted] = [asksOf(file, only(ruleA, a)), asksOf(file, only(ruleB, b))];
  if (asked.more || wanted.more) return false;
  const cuts = new Cuts();
  for (const predicate of [...asked.asks, ...wanted.asks]) cuts.add(predicate);
  const space = new Space(mostNodes, cuts);
  const [x, y] = [asked, wanted].map(({ asks }) =>
    asks.reduce((set, predicate) => space.diagram.intersect(set, space.setOf(predicate) ?? allPackets), allPackets),
  );
  return x !== undefined && y !== undefined && space.diagram.within(x, y);
}

const mostNodes = 100_000;

function only(rule: BoundRule, condition: Condition): BoundRule {
  return { ...rule, faults: [], options: [...condition.options], matches: [] };
}

function without({ rule, conditions }: CalledRule, gone: ReadonlySet<Condition>): readonly BoundOption[] {
  const cut = new Set(conditions.filter((condition) => gone.has(condition)).flatMap(({ options }) => options));
  return rule.options.filter((option) => !cut.has(option));
}

function optionsOf(rule: BoundRule, options: readonly BoundOption[]): readonly BoundOption[] {
  return rule.options.filter((option) => options.includes(option));
}

function commentOptions(rule: BoundRule, wanted: boolean): readonly BoundOption[] {
  return wanted ? rule.options.filter(({ owner }) => owner?.spec.name === 'comment') : [];
}

/** What the kernel takes in some hooks only is looked at more closely in a built-in chain than in a user chain. */
function mayStandIn(rule: BoundRule, chain: string): boolean {
  if (!isHook(chain)) return true;
  return rule.placements.every(({ hooks }) =>
    (['legacy', 'nft'] as const).every((backEnd) => forBackEnd(hooks, backEnd)?.includes(chain) === true),
  );
}

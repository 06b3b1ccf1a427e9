import { rulesInOrder } from '../analysis/chain-order';
import type { BoundRule } from '../model/bound';
import { deepestJump } from '../model/jump-depth';
import type { Chain, Section } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import { sectionAt } from '../model/sections';
import { declarationLine } from '../rules/support/declarations';
import { removeWords } from '../rules/support/fix';
import { textAfter } from '../rules/support/rewritten';
import { insertLines } from '../rules/support/sections';
import { preferredEnd } from '../text/lines';
import type { Edit } from '../text/position';
import { replaceSpan } from '../text/position';
import type { Refactoring, Selection } from './refactoring';
import { selectedLines } from './refactoring';
import { newChainName } from './support/new-chain-name';
import type { Condition } from './support/rule-conditions';
import { conditionsOf, isUnsteady, wordsOf } from './support/rule-conditions';
import { plainRule, readAsMeant } from './support/rule-texts';
import { isOpen, sectionLines } from './support/steady-section';
import { changesOf, isTouched } from './support/what-changes';

/** How many lines a selection may have. */
const most = 300;

/**
 * "Extract 3 rules to a new chain": the selected rules go to a chain of their own, and a jump takes their place, with the
 * conditions that they have in common.
 */
export function extractChain(selection: Selection): readonly Refactoring[] {
  const { file } = selection;
  const { first, last } = selectedLines(selection);
  if (last - first >= most) return [];
  const taken = takenLines(file, first, last);
  const section = sectionAt(file, first);
  const head = taken?.rules[0];
  const chain = head && section?.chains.get(file.records[head.line]?.chain ?? -1);
  if (taken === undefined || head === undefined || section === undefined || chain === undefined) return [];
  if (taken.rules.length === 1 && !isWholeLine(selection, head.line)) return [];
  const lines = taken.rules.map(({ line }) => line);
  if (!isOpen(file, section, [chain.id]) || !mayLeave(file, chain, lines) || !isShallow(section, chain, lines)) return [];

  const shared = sharedConditions(file, section, taken.rules);
  const name = newChainName(file, chain.name, shared, head.rule.protocol);
  const jump = jumpLine(file, section, head.rule, name, shared);
  const rules = taken.rules.map((rule) => ruleIn(file, section, rule, name, shared));
  if (jump === undefined || rules.includes(undefined)) return [];
  const written = new Map(lines.map((line, index) => [line, rules[index] ?? '']));
  const texts = range(taken.first, taken.last).map((line) => written.get(line) ?? file.lineText(line));
  const count = lines.length;
  return [
    {
      kind: 'refactor.extract',
      title:
        count === 1
          ? { en: `Extract the rule to a new chain \`${name}\``, ja: `ルールを新しいチェイン \`${name}\` に抽出する` }
          : { en: `Extract ${count} rules to a new chain \`${name}\``, ja: `${count} 個のルールを新しいチェイン \`${name}\` に抽出する` },
      edits: editsFor(file, section, taken, name, jump, texts),
      // The declaration comes to stand above the jump.
      rename: { line: taken.first + 1, character: jump.length - name.length },
    },
  ];
}

/** A single rule is only extracted when all of it is selected, not some words. */
function isWholeLine({ file, range: { start, end } }: Selection, line: number): boolean {
  const text = file.lineText(line).trimEnd();
  return (start.line < line || start.character === 0) && (end.line > line || end.character >= text.length);
}

interface TakenRule {
  readonly line: number;
  readonly rule: BoundRule;
  readonly conditions: readonly Condition[];
}

interface Taken {
  /** The first rule, or the first of the selected comments that stand above it. */
  readonly first: number;
  readonly last: number;
  readonly rules: readonly TakenRule[];
}

/** The rules of a selection, all of one chain, with nothing but comments and blank lines between. */
function takenLines(file: RulesFile, first: number, last: number): Taken | undefined {
  const rules: TakenRule[] = [];
  let start: number | undefined;
  for (let line = first; line <= last; line++) {
    const record = file.records[line];
    if (record?.kind === 'comment') start ??= line;
    // What stands above a blank line is not about the first rule.
    else if (record?.kind === 'blank' && rules.length === 0) start = undefined;
    if (record?.kind === 'comment' || record?.kind === 'blank') continue;
    const rule = plainRule(file, line);
    const conditions = rule && conditionsOf(file, rule);
    if (rule === undefined || conditions === undefined) return undefined;
    if (rules[0] !== undefined && record?.chain !== file.records[rules[0].line]?.chain) return undefined;
    start ??= line;
    rules.push({ line, rule, conditions });
  }
  const end = rules[rules.length - 1]?.line;
  return start === undefined || end === undefined ? undefined : { first: start, last: end, rules };
}

/** RETURN and `-g` lead out of the chain, and so past what stands behind the selected rules: only at the chain's end that is the same. */
function mayLeave(file: RulesFile, chain: Chain, lines: readonly number[]): boolean {
  const leaves = (line: number): boolean => file.records[line]?.goto === true || file.records[line]?.target === 'RETURN';
  if (!lines.some(leaves)) return true;
  return !file.loadedOnTop && rulesInOrder(file, chain)?.at(-1) === lines.at(-1);
}

/** The nft back end takes so many jumps one behind the other; the new chain is one more. */
function isShallow(section: Section, chain: Chain, lines: readonly number[]): boolean {
  if (new Set(section.jumps.map(({ from }) => from)).size < deepestJump) return true;
  const taken = new Set(lines);
  const builtIn = [...section.chains.values()].filter(({ builtin }) => builtin).map(({ id }) => id);
  const above = levels(section, builtIn).reduce((deepest, level, depth) => (level.has(chain.id) ? depth : deepest), 0);
  const called = section.jumps.filter(({ line }) => taken.has(line)).map(({ to }) => to);
  return above + 1 + levels(section, called).length <= deepestJump;
}

/** Chains, those that they jump to, and so on; one that several ways lead to is in several levels. */
function levels(section: Section, first: readonly number[]): readonly ReadonlySet<number>[] {
  const found: ReadonlySet<number>[] = [];
  for (let level = new Set(first); level.size > 0 && found.length <= deepestJump + 1; ) {
    found.push(level);
    const from = level;
    level = new Set(section.jumps.filter((jump) => from.has(jump.from)).map(({ to }) => to));
  }
  return found;
}

/**
 * The conditions of the first rule that all have and that can be asked once, before any of the rules: those that count nothing,
 * that no rule changes an answer of, and that stand before everything which counts.
 */
function sharedConditions(file: RulesFile, section: Section, rules: readonly TakenRule[]): readonly Condition[] {
  const [head, ...others] = rules;
  const last = rules.at(-1);
  if (head === undefined || last === undefined) return [];
  // What the last rule changes none of them sees, unless its line makes several rules.
  const changing = (file.records[last.line]?.copies ?? 1) > 1 ? rules : rules.slice(0, -1);
  const changes = changesOf(
    file,
    section,
    changing.map(({ line }) => line),
  );
  // A list makes several rules of one, each of which counts for itself.
  const countsApart = rules.some(({ conditions }) => conditions.some(({ steady }) => !steady));
  const counting = new Map(rules.map((one) => [one, firstCounting(file, one)]));
  const isFree = (one: TakenRule, { match }: Condition): boolean =>
    match === undefined || one.rule.matches.indexOf(match) < (counting.get(one) ?? 0);
  const common = head.conditions.filter(
    (condition) =>
      condition.list !== 'overlapping' &&
      !(countsApart && condition.list === 'disjoint') &&
      !isTouched(condition, changes) &&
      isFree(head, condition) &&
      others.every((one) => one.conditions.some((other) => other.key === condition.key && isFree(one, other))),
  );
  const protocol = common.find(({ general }) => general === 'protocol');
  return common.filter(
    (condition) =>
      condition.match === undefined || standsAlone(file, section, head.rule, protocol === undefined ? [] : [protocol], condition),
  );
}

/** The place of the first match of a rule that counts or remembers. */
function firstCounting(file: RulesFile, { rule }: TakenRule): number {
  const place = rule.matches.findIndex((match) => match.spec.name !== 'comment' && isUnsteady(file, rule, match));
  return place < 0 ? rule.matches.length : place;
}

/** A match can be asked for with no more than the protocol beside it: `--dports` cannot without `-p`. */
function standsAlone(file: RulesFile, section: Section, rule: BoundRule, protocol: readonly Condition[], condition: Condition): boolean {
  const chain = rule.command?.chain?.text ?? '';
  const conditions = [...protocol, condition];
  const text = `-A ${chain} ${wordsOf(rule, conditions)}`;
  return readAsMeant(file, section.table, text, undefined, optionsOf(rule, conditions)) !== undefined;
}

/** The options of conditions, in the order of their rule. */
function optionsOf(rule: BoundRule, conditions: readonly Condition[]): BoundRule['options'] {
  const wanted = new Set(conditions.flatMap(({ options }) => options));
  return rule.options.filter((option) => wanted.has(option));
}

/** The jump that takes the place of the rules; `undefined` where iptables would read it as something else. */
function jumpLine(file: RulesFile, section: Section, rule: BoundRule, name: string, shared: readonly Condition[]): string | undefined {
  const conditions = shared.length === 0 ? '' : `${wordsOf(rule, shared)} `;
  const text = `-A ${rule.command?.chain?.text} ${conditions}-j ${name}`;
  const read = readAsMeant(file, section.table, `-A ${rule.command?.chain?.text} ${conditions}`, undefined, optionsOf(rule, shared));
  return read === undefined ? undefined : `${rule.tree.counters === undefined ? '' : '[0:0] '}${text}`;
}

/** A rule as it stands in the new chain: without what the jump asks, but for a `-p` that other words of it need. */
function ruleIn(file: RulesFile, section: Section, taken: TakenRule, name: string, shared: readonly Condition[]): string | undefined {
  const { rule, line, conditions } = taken;
  const keys = new Set(shared.map(({ key }) => key));
  const gone = conditions.filter(({ key }) => keys.has(key));
  const chain = rule.command?.chain;
  if (chain === undefined) return undefined;
  for (const dropped of [gone, gone.filter(({ general }) => general !== 'protocol')]) {
    const options = new Set(dropped.flatMap((condition) => condition.options));
    const cuts = dropped.flatMap(({ spans }) => spans).map((span): Edit => removeWords(file, line, span));
    const text = textAfter(rule, [replaceSpan(line, chain, name), ...cuts]);
    const kept = rule.options.filter((option) => !options.has(option));
    const to = rule.jump !== undefined && rule.jump.target === undefined ? rule.jump.name.text : undefined;
    if (readAsMeant(file, section.table, text, to, kept) !== undefined) return text;
  }
  return undefined;
}

/** The declaration behind the others, the jump, and the rules at the end of the section. */
function editsFor(file: RulesFile, section: Section, taken: Taken, name: string, jump: string, texts: readonly string[]): readonly Edit[] {
  const declaration = `:${name} - [0:0]`;
  const place = declarationLine(file, section);
  const gone = {
    start: { line: taken.first, character: 0 },
    end: { line: taken.last, character: file.lineText(taken.last).length },
  };
  const newline = preferredEnd(file.lines);
  let end = section.last;
  while (end > taken.last + 1 && file.records[end - 1]?.command === undefined) end--;
  const rules = insertLines(file, end, sectionLines(file, section).hasGaps ? ['', ...texts] : texts);
  if (place === taken.first) return [{ range: gone, newText: declaration + newline + jump }, rules];
  return [insertLines(file, place, [declaration]), { range: gone, newText: jump }, rules];
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

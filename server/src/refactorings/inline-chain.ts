import { rulesInOrder } from '../analysis/chain-order';
import type { Text } from '../l10n/text';
import type { Chain, Section } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import { sectionAt } from '../model/sections';
import { removeLines } from '../rules/support/fix';
import { preferredEnd } from '../text/lines';
import type { Edit } from '../text/position';
import { replaceSpan } from '../text/position';
import type { Refactoring, Selection } from './refactoring';
import { selectedLines } from './refactoring';
import type { CalledRule } from './support/one-rule';
import { inOneRule } from './support/one-rule';
import { blockStart } from './support/rule-block';
import { commentsOf, conditionsOf } from './support/rule-conditions';
import { plainRule } from './support/rule-texts';
import { isOpen, sectionLines } from './support/steady-section';
import { changesOf, isTouched } from './support/what-changes';

/** How many rules may be written anew. */
const most = 60;

/**
 * "Inline the chain": the rules of a chain take the place of a jump to it, and ask what the jump asked. Where no other jump leads
 * there, the chain goes. On its declaration: the same for every jump to it.
 */
export function inlineChain(selection: Selection): readonly Refactoring[] {
  const { file } = selection;
  const { first, last } = selectedLines(selection);
  const record = file.records[first];
  const declares = record?.kind === 'chain';
  if (first !== last || record === undefined || file.loadedOnTop || (!declares && record.target !== undefined)) return [];
  const section = sectionAt(file, first);
  const chain = section?.chains.get(declares ? record.chain : record.jump);
  if (section === undefined || chain === undefined || chain.builtin) return [];
  const jumps = section.jumps.filter(({ to }) => to === chain.id).map(({ line }) => line);
  const lines = declares ? jumps : jumps.filter((line) => line === first);
  const order = rulesInOrder(file, chain);
  if (order === undefined || lines.length === 0 || order.length * lines.length > most || !isKnown(file, section, chain, jumps)) return [];

  const called = calledRules(file, order);
  const goes = lines.length === jumps.length;
  // A rule that counts does so for all that lead to it: copies of it would count apart.
  if (jumps.length > 1 && called?.some(({ rule }) => rule !== undefined && counts(rule)) === true) return [];
  const places = lines.map((line) => called && inPlaceOf(file, section, line, called, goes && lines.length === 1));
  const edits = places.filter((edit) => edit !== undefined);
  if (called === undefined || edits.length < places.length) return [];
  return [
    {
      kind: 'refactor.inline',
      title: titleOf(chain.name, called.filter(({ rule }) => rule !== undefined).length, lines.length, goes),
      edits: goes ? [...edits, ...removeChain(file, chain, order)] : edits,
    },
  ];
}

function titleOf(name: string, rules: number, places: number, goes: boolean): Text {
  const count = rules === 1 ? 'rule' : `${rules} rules`;
  if (!goes) return { en: `Inline the ${count} of \`${name}\` here`, ja: `\`${name}\` のルール ${rules} 個をここに展開する` };
  if (places > 1)
    return { en: `Inline the chain \`${name}\` at its ${places} jumps`, ja: `チェイン \`${name}\` を ${places} か所のジャンプに展開する` };
  return {
    en: `Inline the chain \`${name}\` (${rules} ${rules === 1 ? 'rule' : 'rules'})`,
    ja: `チェイン \`${name}\` をジャンプの位置に展開する (ルール ${rules} 個)`,
  };
}

/** A chain that one line declares, and of which no line says anything that the records do not tell. */
function isKnown(file: RulesFile, section: Section, chain: Chain, jumps: readonly number[]): boolean {
  const callers = jumps.map((line) => file.records[line]?.chain ?? -1);
  if (chain.declared < 0 || !isOpen(file, section, [chain.id, ...callers])) return false;
  const { makers, unread } = sectionLines(file, section);
  // A line for the other family, or one with errors, may need the chain.
  return makers.get(chain.id) === 1 && !unread.some((line) => file.lineText(line).includes(chain.name));
}

/** A rule of the chain with the comments above it; a RETURN at the chain's end leaves only these. */
interface CalledLine {
  readonly line: number;
  readonly comments: readonly string[];
  readonly rule: CalledRule | undefined;
}

/** The rules of a chain as they could stand elsewhere; `undefined` where one leads out of the chain before its end. */
function calledRules(file: RulesFile, order: readonly number[]): readonly CalledLine[] | undefined {
  const called: CalledLine[] = [];
  for (const line of order) {
    const record = file.records[line];
    const rule = plainRule(file, line);
    const conditions = rule && conditionsOf(file, rule);
    if (record === undefined || rule === undefined || conditions === undefined || record.goto) return undefined;
    const isLast = line === order.at(-1);
    const returns = record.target === 'RETURN';
    if ((returns || record.ends) && !isLast) return undefined;
    if (returns && conditions.some(({ steady }) => !steady)) return undefined;
    const comments = rangeTexts(file, blockStart(file, line), line - 1);
    called.push({ line, comments, rule: returns ? undefined : { line, rule, conditions, only: false } });
  }
  const rules = called.filter(({ rule }) => rule !== undefined);
  if (rules.length !== 1) return rules.length === 0 ? undefined : called;
  return called.map((one) => (one.rule === undefined ? one : { ...one, rule: { ...one.rule, only: true } }));
}

/** The edit that puts the rules in the place of a jump; `undefined` where that would be another ruleset. */
function inPlaceOf(
  file: RulesFile,
  section: Section,
  line: number,
  called: readonly CalledLine[],
  keepsCounters: boolean,
): Edit | undefined {
  const rule = plainRule(file, line);
  const conditions = rule && conditionsOf(file, rule);
  if (rule === undefined || conditions === undefined || file.records[line]?.goto !== false) return undefined;
  const rules = called.map((one) => one.rule).filter((one) => one !== undefined);
  // What the last rule changes none of them sees, unless its line makes several rules.
  const last = rules.at(-1);
  const changing = last !== undefined && (file.records[last.line]?.copies ?? 1) > 1 ? rules : rules.slice(0, -1);
  const changes = changesOf(
    file,
    section,
    changing.map((one) => one.line),
  );
  if (conditions.some((condition) => condition.list === 'overlapping' || isTouched(condition, changes))) return undefined;
  if (conditions.some(({ list }) => list === 'disjoint') && rules.some(counts)) return undefined;
  const texts: string[] = rules.every((one) => commentsOf(one.rule).length > 0) ? commentsOf(rule).map(({ text }) => `# ${text}`) : [];
  for (const one of called) {
    texts.push(...one.comments);
    if (one.rule === undefined) continue;
    const text = inOneRule(file, { line, rule, conditions }, one.rule);
    const setsCounters = one.rule.rule.options.some(({ owner, spec }) => owner === undefined && spec.name === 'set-counters');
    if (text === undefined || (setsCounters && !keepsCounters)) return undefined;
    texts.push(keepsCounters ? text : text.replace(/^\s*\[[^\]]*\]/, '[0:0]'));
  }
  return replaceSpan(line, { start: 0, end: file.lineText(line).length }, texts.join(preferredEnd(file.lines)));
}

/** A match of the rule counts or remembers. */
function counts({ conditions }: CalledRule): boolean {
  return conditions.some(({ steady }) => !steady);
}

/** Takes out a chain: its declaration, and its rules with the comments above them. */
function removeChain(file: RulesFile, chain: Chain, order: readonly number[]): readonly Edit[] {
  const groups: { first: number; last: number }[] = [];
  for (const line of [...order].sort((a, b) => a - b)) {
    const first = blockStart(file, line);
    const group = groups.at(-1);
    if (group !== undefined && group.last + 1 === first) group.last = line;
    else groups.push({ first, last: line });
  }
  const gaps = groups.map(({ first, last }) => {
    // Of the blank lines before and behind one is enough.
    const behind = file.records[last + 1]?.kind;
    const above = file.records[first - 1]?.kind === 'blank' && (behind === 'blank' || behind === 'commit');
    return removeLines(above ? first - 1 : first, last);
  });
  return [removeLines(chain.declared, chain.declared), ...gaps];
}

function rangeTexts(file: RulesFile, first: number, last: number): readonly string[] {
  const texts: string[] = [];
  for (let line = first; line <= last; line++) texts.push(file.lineText(line));
  return texts;
}

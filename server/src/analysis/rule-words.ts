import type { BoundOption, BoundRule } from '../model/bound';
import type { LineRecord } from '../model/record';
import type { RulesFile } from '../model/rules-file';
import type { Effect } from './effects';
import { effectOf } from './effects';
import type { Asks, Predicate } from './predicates';
import { PredicateReader } from './predicates';

/** What a line's rule asks and does, before any set is made of it. */
export interface RuleWords {
  readonly asks: readonly Predicate[];
  /** It asks for something more, that is not modelled. */
  readonly more: boolean;
  readonly effect: Effect;
}

const words = new WeakMap<LineRecord, RuleWords>();
const readers = new WeakMap<RulesFile, PredicateReader>();

/** What the rule of a line asks and does; `undefined` when the line holds none. It is kept as long as the line stays as it is. */
export function ruleWords(file: RulesFile, line: number): RuleWords | undefined {
  const record = file.records[line];
  if (record === undefined) return undefined;
  let known = words.get(record);
  if (known === undefined) {
    const rule = file.bound(line);
    if (rule === undefined) return undefined;
    const { asks, more } = readerOf(file).asksOf(rule);
    known = { asks, more, effect: effectOf(rule, record, file.family) };
    words.set(record, known);
  }
  return known;
}

/** What a rule would ask without one of its options. */
export function asksWithout(file: RulesFile, rule: BoundRule, option: BoundOption): readonly Predicate[] {
  const options = rule.options.filter((one) => one !== option);
  const matches = rule.matches.map((match) => ({ ...match, options: match.options.filter((one) => one !== option) }));
  return readerOf(file).asksOf({ ...rule, options, matches }).asks;
}

/** What a rule asks that need not stand in the file, or some of the conditions of one that does. */
export function asksOf(file: RulesFile, rule: BoundRule): Asks {
  return readerOf(file).asksOf(rule);
}

function readerOf(file: RulesFile): PredicateReader {
  let reader = readers.get(file);
  if (reader === undefined || reader.family !== file.family) {
    reader = new PredicateReader(file.family);
    readers.set(file, reader);
  }
  return reader;
}

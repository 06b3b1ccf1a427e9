import { asksOf } from '../../analysis/rule-words';
import type { BoundExtension, BoundOption, BoundRule } from '../../model/bound';
import { optionSpan } from '../../model/bound';
import type { RulesFile } from '../../model/rules-file';
import type { Span } from '../../text/position';
import { parseAddressList } from '../../values/index';
import { disjointAddresses } from './address-lists';

/** One thing that a rule asks of a packet: a general parameter, or a match with all its options. */
export interface Condition {
  /** The general parameter's long name, `source`; `undefined` for a match. */
  readonly general: string | undefined;
  readonly match: BoundExtension | undefined;
  readonly options: readonly BoundOption[];
  /** Two conditions with the same key ask the same, however they are spelt. */
  readonly key: string;
  /** Its words' places in the line, `-m` included, in order. */
  readonly spans: readonly Span[];
  /** Asked twice of one packet it answers the same, as long as nothing changes the packet. */
  readonly steady: boolean;
  /** It names several addresses, so that its line makes several rules; `overlapping`: one packet may meet two of them. */
  readonly list: 'no' | 'disjoint' | 'overlapping';
}

/** General parameters that ask something of a packet. */
const asking: ReadonlySet<string> = new Set(['protocol', 'source', 'destination', 'in-interface', 'out-interface', 'fragments']);

/** General parameters that ask nothing, and that a rule can have as well. */
const harmless: ReadonlySet<string> = new Set(['jump', 'goto', 'match', 'set-counters']);

/** What a rule asks, in the order of its words, its `--comment`s left out; `undefined` where it has parameters such as `-4` or `-t`. */
export function conditionsOf(file: RulesFile, rule: BoundRule): readonly Condition[] | undefined {
  const conditions: Condition[] = [];
  for (const option of rule.options) {
    if (option.owner !== undefined || harmless.has(option.spec.name)) continue;
    if (!asking.has(option.spec.name)) return undefined;
    conditions.push(generalCondition(file, rule, option));
  }
  for (const match of rule.matches) if (match.spec.name !== 'comment') conditions.push(matchCondition(file, rule, match));
  return conditions.sort((a, b) => (a.spans[0]?.start ?? 0) - (b.spans[0]?.start ?? 0));
}

/** The `--comment`s of a rule, with their places in the line. */
export function commentsOf(rule: BoundRule): readonly (Pick<Condition, 'spans'> & { readonly text: string })[] {
  return rule.matches
    .filter((match) => match.spec.name === 'comment')
    .map((match) => ({ spans: matchSpans(rule, match), text: match.options[0]?.values[0]?.text ?? '' }));
}

/** The words of conditions, in the order of the line that they stand in. */
export function wordsOf(rule: BoundRule, conditions: readonly Pick<Condition, 'spans'>[]): string {
  const spans = conditions.flatMap((condition) => condition.spans).sort((a, b) => a.start - b.start);
  return spans.map(({ start, end }) => rule.tree.text.slice(start, end)).join(' ');
}

/** A match counts or remembers, and so must be asked as often, and of the same packets, as it is. */
export function isUnsteady(file: RulesFile, rule: BoundRule, match: BoundExtension): boolean {
  if (match.options.some((option) => option.spec.changes !== undefined)) return true;
  return asksOf(file, { ...rule, faults: [], options: [], matches: [match] }).more;
}

function generalCondition(file: RulesFile, rule: BoundRule, option: BoundOption): Condition {
  const name = option.spec.name;
  return {
    general: name,
    match: undefined,
    options: [option],
    key: keyOf(file, rule, option),
    spans: [optionSpan(option)],
    steady: true,
    list: name === 'source' || name === 'destination' ? listOf(file, option) : 'no',
  };
}

function matchCondition(file: RulesFile, rule: BoundRule, match: BoundExtension): Condition {
  const options = match.options.map((option) => keyOf(file, rule, option)).sort();
  return {
    general: undefined,
    match,
    options: match.options,
    key: `${match.spec.name} ${options.join(' ')}`,
    spans: matchSpans(rule, match),
    steady: !isUnsteady(file, rule, match),
    list: 'no',
  };
}

/** Where `-m` and the options of a match stand; those of one that `-p` brought, without the `-p`. */
function matchSpans(rule: BoundRule, match: BoundExtension): readonly Span[] {
  const named = match.implicit
    ? []
    : rule.options.filter(({ owner, values }) => owner === undefined && values[0]?.start === match.name.start);
  return [...named, ...match.options].map(optionSpan);
}

function keyOf(file: RulesFile, rule: BoundRule, option: BoundOption): string {
  const inverted = option.negation !== undefined;
  const context = { family: file.family, protocol: rule.protocol, inverted };
  const values = option.values.map(({ slot, text }) => slot.type.canonical?.(text, context) ?? text);
  return `${inverted ? '! ' : ''}${option.spec.name} ${values.join(' ')}`;
}

function listOf(file: RulesFile, option: BoundOption): Condition['list'] {
  const entries = parseAddressList(option.values[0]?.text ?? '', file.family);
  // A name may be resolved to any number of addresses.
  if (entries === undefined || entries.some(({ kind }) => kind === 'name')) return 'overlapping';
  if (entries.length === 1) return 'no';
  return disjointAddresses(entries) ? 'disjoint' : 'overlapping';
}

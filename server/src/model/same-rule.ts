import type { BackEnd } from '../catalogue/schema';
import type { ValueContext } from '../values/index';
import type { BoundExtension, BoundOption, BoundRule } from './bound';
import { generalOption } from './bound';

/** Whether two rules are one and the same to a back end; `unknown` where the spelling does not tell. */
export type Likeness = 'same' | 'different' | 'unknown';

/** A rule of a line. With lists of addresses a line makes several: one for each source with each destination. */
export interface RuleCopy {
  readonly rule: BoundRule;
  readonly copy: number;
}

/** How many rules a line makes. */
export function copiesOf(rule: BoundRule): number {
  return addressesOf(rule, 'source').length * addressesOf(rule, 'destination').length;
}

/**
 * Compares rules as `-D` and `-C` do: `is_same` and `make_delete_mask` of legacy (libiptc/libip4tc.c, iptables/xshared.c),
 * `nft_rule_cmp` of nft, which does not tell verdicts from one another, nor a target's options.
 */
export function likeness(a: RuleCopy, b: RuleCopy, family: ValueContext['family'], backEnd: BackEnd): Likeness {
  const [left, right] = [factsOf(a, family), factsOf(b, family)];
  if (left.kind !== right.kind) return 'different';
  const [leftTexts, rightTexts] = [textsOf(left), textsOf(right)];
  let found: Likeness = 'same';
  for (const [index, relation] of relationsOf(left, right, backEnd).entries()) {
    const equal = leftTexts[index] === rightTexts[index];
    if (relation === 'never' || (relation === 'equal' && !equal)) return 'different';
    if (relation === 'unknown' || (relation === 'loose' && !equal)) found = 'unknown';
  }
  return found;
}

/** What is compared of a rule, so that each rule is read once however many it is held against. */
export interface RuleFacts {
  /** Rules of another kind are different, whatever else they are. */
  readonly kind: string;
  readonly isVerdict: boolean;
  /** The name behind `-j` or `-g`; empty without one. */
  readonly jump: string;
  /** Source and destination; `undefined` where their spelling does not tell which they are. */
  readonly address: string | undefined;
  readonly target: OptionFacts | undefined;
  readonly matches: readonly OptionFacts[];
}

/** The options of a match or target. */
interface OptionFacts {
  readonly names: readonly string[];
  /** What only one of two gives is no default of the other. */
  readonly isPlain: boolean;
  /** Each value has a canonical spelling. */
  readonly isCertain: boolean;
  /** The options in their canonical spelling, in an order of their own. */
  readonly text: string;
}

/**
 * What the texts of two rules tell, one by one: `equal`: that they are the same or different. `loose`: only that they are the same.
 * `free`: they are the same whatever the texts. `never`: they are different. `unknown`: that cannot be said.
 */
export type Relation = 'equal' | 'loose' | 'free' | 'never' | 'unknown';

export function factsOf({ rule, copy }: RuleCopy, family: ValueContext['family']): RuleFacts {
  const context: ValueContext = { family, protocol: rule.protocol, inverted: false };
  const jump = rule.jump?.name.text ?? '';
  const isVerdict = verdicts.has(jump) && rule.target !== undefined;
  const general = `${rule.protocolInverted} ${rule.protocol ?? 0} ${spelling(rule, 'in-interface')} ${spelling(rule, 'out-interface')} ${spelling(rule, 'fragments')}`;
  const kind = [general, rule.jump?.goto === true, isVerdict ? 'a verdict' : jump, ...rule.matches.map(({ spec }) => spec.name)].join('\n');
  return {
    kind,
    isVerdict,
    jump,
    address: addressOf({ rule, copy }, context),
    target: rule.target && optionsOf(rule.target, context),
    matches: rule.matches.map((match) => optionsOf(match, context)),
  };
}

/** The texts by which two rules of one kind are compared. */
export function textsOf({ address, jump, target, matches }: RuleFacts): readonly string[] {
  return [address ?? '', jump, target?.text ?? '', ...matches.map(({ text }) => text)];
}

/** All of a rule on which its relations to others depend, as one text. */
export function shapeOf({ address, target, matches }: RuleFacts): string {
  const shapes = [target, ...matches].map((facts) => facts && `${facts.isPlain} ${facts.isCertain} ${facts.names.join(' ')}`);
  return [address !== undefined, ...shapes].join('\n');
}

/** What each of the texts tells of two rules of one kind. */
export function relationsOf(a: RuleFacts, b: RuleFacts, backEnd: BackEnd): readonly Relation[] {
  const isFree = (backEnd === 'nft' && a.isVerdict) || a.target === undefined || b.target === undefined;
  const target = isFree ? 'free' : relationOf(a.target, b.target);
  return [
    a.address === undefined || b.address === undefined ? 'unknown' : 'equal',
    backEnd === 'nft' && a.isVerdict ? 'free' : 'equal',
    backEnd === 'legacy' || isFree ? target : target === 'equal' ? 'loose' : target === 'never' ? 'unknown' : target,
    ...a.matches.map((match, index) => relationOf(match, b.matches[index])),
  ];
}

/**
 * Options are compared by their canonical spellings. What only one of the two gives may be the default that the other one has,
 * or another way to say the same (`--set-mark`, `--set-xmark`), but for the ports and flags of tcp and udp.
 */
function relationOf(a: OptionFacts | undefined, b: OptionFacts | undefined): Relation {
  if (a === undefined || b === undefined) return 'never';
  const [fewer, more] = a.names.length < b.names.length ? [a, b] : [b, a];
  if (!fewer.names.every((name) => more.names.includes(name))) return a.isPlain && b.isPlain ? 'never' : 'unknown';
  return a.names.length === b.names.length && a.isCertain && b.isCertain ? 'equal' : 'loose';
}

function spelling(rule: BoundRule, name: string): string {
  const option = generalOption(rule, name);
  return option === undefined ? '-' : `${option.negation !== undefined} ${option.values[0]?.text ?? ''}`;
}

/** The source and the destination of one copy. */
function addressOf({ rule, copy }: RuleCopy, context: ValueContext): string | undefined {
  const sources = addressesOf(rule, 'source');
  const destinations = addressesOf(rule, 'destination');
  const source = canonicalAddress(rule, 'source', sources[Math.floor(copy / destinations.length)], context);
  const destination = canonicalAddress(rule, 'destination', destinations[copy % destinations.length], context);
  return source === undefined || destination === undefined ? undefined : `${source} ${destination}`;
}

function canonicalAddress(rule: BoundRule, name: string, text: string | undefined, context: ValueContext): string | undefined {
  const option = generalOption(rule, name);
  if (option === undefined || text === undefined) return 'any';
  const canonical = option.values[0]?.slot.type.canonical?.(text, context);
  if (canonical === undefined) return undefined;
  return `${option.negation !== undefined ? '! ' : ''}${canonical.replace(/^(0\.0\.0\.0|::)\/0$/, 'any')}`;
}

function addressesOf(rule: BoundRule, name: string): readonly string[] {
  return generalOption(rule, name)?.values[0]?.text.split(',') ?? [''];
}

const verdicts: ReadonlySet<string> = new Set(['ACCEPT', 'DROP', 'RETURN']);

function optionsOf({ spec, options }: BoundExtension, context: ValueContext): OptionFacts {
  const printed = options.map((option) => printedOption(option, context));
  return {
    names: options.map((option) => option.spec.name).sort(),
    isPlain: (spec.name === 'tcp' || spec.name === 'udp') && !options.some((option) => option.spec.name === 'syn'),
    isCertain: printed.every(({ isCertain }) => isCertain),
    text: printed
      .map(({ text }) => text)
      .sort()
      .join('\n'),
  };
}

function printedOption(option: BoundOption, context: ValueContext): { readonly text: string; readonly isCertain: boolean } {
  const canonical = option.values.map(({ slot, text }) => slot.type.canonical?.(text, context));
  // A value without a canonical spelling is the same only as itself, and not as one that has one.
  const values = option.values.map(({ text }, index) => canonical[index] ?? `${text}\0`);
  return {
    text: `${option.negation !== undefined ? '! ' : ''}${option.spec.name} ${values.join(' ')}`,
    isCertain: !canonical.includes(undefined),
  };
}

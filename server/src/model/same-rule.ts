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
  const context: ValueContext = { family, protocol: a.rule.protocol, inverted: false };
  const compared = [
    general(a, b, context),
    extensions(a.rule.matches, b.rule.matches, context),
    backEnd === 'legacy' ? jump(a.rule, b.rule, context) : jumpOfNft(a.rule, b.rule, context),
  ];
  return compared.includes('different') ? 'different' : compared.includes('unknown') ? 'unknown' : 'same';
}

function general(a: RuleCopy, b: RuleCopy, context: ValueContext): Likeness {
  const flags = (rule: BoundRule): string =>
    `${rule.protocolInverted} ${rule.protocol ?? 0} ${spelling(rule, 'in-interface')} ${spelling(rule, 'out-interface')} ${spelling(rule, 'fragments')}`;
  if (flags(a.rule) !== flags(b.rule)) return 'different';
  const [left, right] = [addressOf(a, context), addressOf(b, context)];
  if (left === undefined || right === undefined) return 'unknown';
  return left === right ? 'same' : 'different';
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

function jump(a: BoundRule, b: BoundRule, context: ValueContext): Likeness {
  if (a.jump?.name.text !== b.jump?.name.text || a.jump?.goto !== b.jump?.goto) return 'different';
  return a.target === undefined || b.target === undefined ? 'same' : options(a.target, b.target, context);
}

const verdicts: readonly (string | undefined)[] = ['ACCEPT', 'DROP', 'RETURN'];

function jumpOfNft(a: BoundRule, b: BoundRule, context: ValueContext): Likeness {
  if (verdicts.includes(a.jump?.name.text) && verdicts.includes(b.jump?.name.text)) return 'same';
  const found = jump(a, b, context);
  return found === 'different' && a.jump?.name.text === b.jump?.name.text && a.target !== undefined ? 'unknown' : found;
}

function extensions(a: readonly BoundExtension[], b: readonly BoundExtension[], context: ValueContext): Likeness {
  if (a.length !== b.length || a.some((one, index) => one.spec !== b[index]?.spec)) return 'different';
  let found: Likeness = 'same';
  for (const [index, one] of a.entries()) {
    const other = b[index];
    const likely = other === undefined ? 'different' : options(one, other, context);
    if (likely === 'different') return 'different';
    if (likely === 'unknown') found = 'unknown';
  }
  return found;
}

/**
 * Compares options by their canonical spellings. What only one of the two gives may be the default that the other one has,
 * or another way to say the same (`--set-mark`, `--set-xmark`), but for the ports and flags of tcp and udp.
 */
function options(a: BoundExtension, b: BoundExtension, context: ValueContext): Likeness {
  const [left, right] = [a, b].map((extension) => extension.options.map((option) => printed(option, context)).sort());
  if (left === undefined || right === undefined) return 'unknown';
  if (left.length === right.length && left.every((text, index) => text === right[index])) return 'same';
  const names = (extension: BoundExtension): string[] => extension.options.map((option) => option.spec.name);
  const [fewer, more] = a.options.length < b.options.length ? [a, b] : [b, a];
  if (!names(fewer).every((name) => names(more).includes(name))) return isPlain(a) && isPlain(b) ? 'different' : 'unknown';
  if (a.options.length !== b.options.length || [...left, ...right].some((text) => text.includes(unknownValue))) return 'unknown';
  return 'different';
}

function isPlain({ spec, options: uses }: BoundExtension): boolean {
  return (spec.name === 'tcp' || spec.name === 'udp') && !uses.some((option) => option.spec.name === 'syn');
}

const unknownValue = '\0';

function printed(option: BoundOption, context: ValueContext): string {
  const values = option.values.map(({ slot, text }) => slot.type.canonical?.(text, context) ?? text + unknownValue);
  return `${option.negation !== undefined ? '! ' : ''}${option.spec.name} ${values.join(' ')}`;
}

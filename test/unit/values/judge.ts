import assert from 'node:assert/strict';
import type { ValueContext, ValueFault, ValueFaultCode, ValueType } from '../../../server/src/values/value-type';

/** A rule's surroundings: IPv4, no protocol, not inverted, unless said otherwise. */
export function context(options: Partial<ValueContext> = {}): ValueContext {
  return { family: 'ipv4', protocol: undefined, inverted: false, ...options };
}

export const ipv6 = { family: 'ipv6' } as const;

/** Every value is right. */
export function takes(type: ValueType, values: readonly string[], options: Partial<ValueContext> = {}): void {
  for (const value of values) {
    assert.equal(type.check(value, context(options)), undefined, `${type.id} refuses "${value}"`);
  }
}

/** What is expected of a fault beyond its place. */
export interface Expected {
  readonly refusal?: string;
  readonly suggestion?: string;
  readonly code?: ValueFaultCode;
  readonly backEnd?: 'legacy' | 'nft';
  /** A part of the English message. */
  readonly says?: RegExp;
}

/**
 * The value is wrong where the marks stand: `10.0.0.0/‹33›`. A fault that is refused must say iptables' words; one that has none
 * (`refusal` left out) loads, as something else or with a warning.
 */
export function faults(type: ValueType, marked: string, expected: Expected, options: Partial<ValueContext> = {}): ValueFault {
  const value = marked.replace(/[‹›]/g, '');
  const found = type.check(value, context(options));
  assert.ok(found !== undefined, `${type.id} takes "${value}"`);
  const shown = `${value.slice(0, found.start)}‹${value.slice(found.start, found.end)}›${value.slice(found.end)}`;
  assert.equal(shown, marked, `${type.id}: ${found.message.en}`);
  assert.equal(found.refusal, expected.refusal);
  assert.equal(found.suggestion, expected.suggestion, found.message.en);
  assert.equal(found.code, expected.code);
  assert.equal(found.backEnd, expected.backEnd);
  if (expected.says !== undefined) assert.match(found.message.en, expected.says);
  return found;
}

/** `iptables-save` prints each key as its value. */
export function prints(type: ValueType, spellings: Readonly<Record<string, string>>, options: Partial<ValueContext> = {}): void {
  for (const [written, printed] of Object.entries(spellings)) {
    assert.equal(type.canonical?.(written, context(options)), printed, `${type.id} "${written}"`);
  }
}

/** A hover over each key says its value, in English. */
export function tells(type: ValueType, hovers: Readonly<Record<string, string | undefined>>, options: Partial<ValueContext> = {}): void {
  for (const [value, said] of Object.entries(hovers)) {
    assert.equal(type.describe?.(value, context(options))?.en, said, `${type.id} "${value}"`);
  }
}

/** The values that are offered behind a text. */
export function offers(type: ValueType, text: string, options: Partial<ValueContext> = {}): readonly string[] {
  return (type.suggest?.(text, context(options)) ?? []).map((suggestion) => suggestion.value);
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import * as values from '../../../server/src/values';
import type { ValueType } from '../../../server/src/values/value-type';
import { context } from './judge';

const types: readonly ValueType[] = Object.values(values as Record<string, unknown>).filter(isValueType);

function isValueType(value: unknown): value is ValueType {
  return typeof value === 'object' && value !== null && 'check' in value && 'id' in value;
}

/** Texts that come near to right values, and anything else. */
const pieces = [
  '10.0.0.1',
  '::1',
  '/',
  '8',
  ':',
  '-',
  ',',
  '22',
  'ssh',
  '0x',
  '0',
  '08',
  '65536',
  'NEW',
  'src',
  'eth0',
  '+',
  ' ',
  '[',
  ']',
  '%',
  'any',
  '!',
  'あ',
  '😀',
  '=',
  '&&',
];
const nearly = fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((parts) => parts.join(''));
const written = fc.oneof(nearly, fc.string({ maxLength: 40 }), fc.string({ unit: 'binary', maxLength: 12 }));
const surroundings = fc.record({
  family: fc.constantFrom('ipv4' as const, 'ipv6' as const),
  protocol: fc.constantFrom(undefined, 0, 1, 6, 17, 58, 132),
  inverted: fc.boolean(),
});

test('types have names of their own', () => {
  assert.ok(types.length > 60);
  const ids = types.map((type) => type.id);
  assert.deepEqual(
    ids.filter((id, index) => ids.indexOf(id) !== index),
    [],
  );
});

for (const type of types) {
  test(`${type.id} answers to any text, in both languages`, () => {
    fc.assert(
      fc.property(written, surroundings, (text, around) => {
        const found = type.check(text, around);
        type.describe?.(text, around);
        const printed = type.canonical?.(text, around);
        for (const suggestion of type.suggest?.(text, around) ?? []) assert.ok(suggestion.value.length > 0);
        if (found === undefined) {
          // What iptables-save prints is right again, and prints as itself.
          if (printed === undefined || printed === '' || around.inverted) return;
          const again = type.check(printed, around);
          assert.ok(
            again === undefined || (again.code !== undefined && again.code !== 'invalid-value'),
            `"${text}" prints as "${printed}": ${again?.message.en}`,
          );
          assert.equal(type.canonical?.(printed, around), printed);
          return;
        }
        assert.ok(found.start >= 0 && found.start <= found.end && found.end <= text.length, `"${text}": ${found.start}…${found.end}`);
        for (const words of [found.message.en, found.message.ja]) assert.ok(words.length > 5 && !words.includes('undefined'), words);
        assert.match(found.message.ja, /[。]$/);
        assert.notEqual(found.suggestion, text.slice(found.start, found.end), 'a suggestion changes something');
      }),
      { numRuns: 300 },
    );
  });

  test(`${type.id} offers right values`, () => {
    for (const family of ['ipv4', 'ipv6'] as const) {
      for (const protocol of [6, 17]) {
        for (const { value } of type.suggest?.('', context({ family, protocol })) ?? []) {
          const found = type.check(value, context({ family, protocol }));
          assert.ok(found === undefined || found.code === 'never-matching-value', `${value}: ${found?.message.en}`);
        }
      }
    }
  });
}

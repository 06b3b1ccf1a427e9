import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import * as values from '../../../server/src/values';
import * as bpfBytecode from '../../../server/src/values/bpf-bytecode';
import * as connlabel from '../../../server/src/values/connlabel';
import * as dateTime from '../../../server/src/values/date-time';
import * as dccpTypes from '../../../server/src/values/dccp-types';
import * as deviceGroup from '../../../server/src/values/device-group';
import * as dscp from '../../../server/src/values/dscp';
import * as hashlimit from '../../../server/src/values/hashlimit';
import * as hmarkTuple from '../../../server/src/values/hmark-tuple';
import * as ipv6Headers from '../../../server/src/values/ipv6-headers';
import * as ipv6Options from '../../../server/src/values/ipv6-options';
import * as ledDelay from '../../../server/src/values/led-delay';
import * as mobilityType from '../../../server/src/values/mobility-type';
import * as monthDays from '../../../server/src/values/month-days';
import * as nptPrefix from '../../../server/src/values/npt-prefix';
import * as ownerRange from '../../../server/src/values/owner-range';
import * as prefixLength from '../../../server/src/values/prefix-length';
import * as rateestRate from '../../../server/src/values/rateest-rate';
import * as rateestTime from '../../../server/src/values/rateest-time';
import * as recentList from '../../../server/src/values/recent-list';
import * as routingAddresses from '../../../server/src/values/routing-addresses';
import * as routingRealm from '../../../server/src/values/routing-realm';
import * as sctpChunks from '../../../server/src/values/sctp-chunks';
import * as searchPattern from '../../../server/src/values/search-pattern';
import * as tcpOptionList from '../../../server/src/values/tcp-option-list';
import * as timeOfDay from '../../../server/src/values/time-of-day';
import * as tosMatch from '../../../server/src/values/tos-match';
import * as tosValue from '../../../server/src/values/tos-value';
import * as trafficClass from '../../../server/src/values/traffic-class';
import * as u32Tests from '../../../server/src/values/u32-tests';
import type { ValueType } from '../../../server/src/values/value-type';
import * as weekDays from '../../../server/src/values/week-days';
import { context } from './judge';

/** The barrel, and the types that a single extension takes from their own files. */
const modules: readonly object[] = [
  values,
  bpfBytecode,
  connlabel,
  dateTime,
  dccpTypes,
  deviceGroup,
  dscp,
  hashlimit,
  hmarkTuple,
  ipv6Headers,
  ipv6Options,
  ledDelay,
  mobilityType,
  monthDays,
  nptPrefix,
  ownerRange,
  prefixLength,
  rateestRate,
  rateestTime,
  recentList,
  routingAddresses,
  routingRealm,
  sctpChunks,
  searchPattern,
  tcpOptionList,
  timeOfDay,
  tosMatch,
  tosValue,
  trafficClass,
  u32Tests,
  weekDays,
];

const types: readonly ValueType[] = modules.flatMap((exported) => Object.values(exported)).filter(isValueType);

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
      { numRuns: 150 },
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

// The marks that a file's rules can make, held against marks that go through its rules one after the other.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { marksOf, reachableMarks } from '../../../server/src/analysis/marks';
import { RulesFile } from '../../../server/src/model/rules-file';

/** A packet's mark and its connection's. */
type Marks = readonly [packet: number, connection: number];

interface Operation {
  readonly words: string;
  apply(marks: Marks): Marks;
}

const all = 0xffffffff;
const values = [1, 2, 0x10, 0xf0, 0x8000_0001];
const masks = [all, 0xff, 0xf0];
const hex = (value: number): string => `0x${value.toString(16)}`;

/** Every form that changes a mark, as xt_mark.c and xt_connmark.c of the kernel carry it out. */
const operations: readonly Operation[] = [
  ...values.flatMap((value): Operation[] => [
    { words: `MARK --or-mark ${hex(value)}`, apply: ([packet, connection]) => [(packet | value) >>> 0, connection] },
    { words: `MARK --and-mark ${hex(value)}`, apply: ([packet, connection]) => [(packet & value) >>> 0, connection] },
    { words: `MARK --xor-mark ${hex(value)}`, apply: ([packet, connection]) => [(packet ^ value) >>> 0, connection] },
    { words: `CONNMARK --or-mark ${hex(value)}`, apply: ([packet, connection]) => [packet, (connection | value) >>> 0] },
    ...masks.flatMap((mask): Operation[] => [
      {
        words: `MARK --set-xmark ${hex(value)}/${hex(mask)}`,
        apply: ([packet, connection]) => [((packet & ~mask) ^ value) >>> 0, connection],
      },
      {
        words: `MARK --set-mark ${hex(value)}/${hex(mask)}`,
        apply: ([packet, connection]) => [((packet & ~mask) | value) >>> 0, connection],
      },
      {
        words: `CONNMARK --set-mark ${hex(value)}/${hex(mask)}`,
        apply: ([packet, connection]) => [packet, ((connection & ~mask) | value) >>> 0],
      },
    ]),
  ]),
  ...masks.flatMap((mask): Operation[] => [
    {
      words: `CONNMARK --save-mark --mask ${hex(mask)}`,
      apply: ([packet, connection]) => [packet, ((connection & ~mask) ^ (packet & mask)) >>> 0],
    },
    {
      words: `CONNMARK --save-mark --nfmask ${hex(mask)} --ctmask 0xff00 --left-shift-mark 8`,
      apply: ([packet, connection]) => [packet, ((connection & ~0xff00) ^ ((packet & mask) << 8)) >>> 0],
    },
    {
      words: `CONNMARK --restore-mark --nfmask ${hex(mask)} --ctmask 0xff00 --right-shift-mark 8`,
      apply: ([packet, connection]) => [((packet & ~mask) ^ ((connection & 0xff00) >>> 8)) >>> 0, connection],
    },
  ]),
];

test('whatever the rules make of 0, in any order, is among the marks', () => {
  const random = generator(7);
  let told = 0;
  for (let round = 0; round < 300; round++) {
    const chosen = Array.from({ length: 1 + Math.floor(random() * 4) }, () => operations[Math.floor(random() * operations.length)]!);
    const text = `*mangle\n${chosen.map(({ words }) => `-A PREROUTING -j ${words}\n`).join('')}COMMIT\n`;
    const reachable = reachableMarks(marksOf(new RulesFile(text, { family: 'ipv4' })));
    if (reachable === undefined) continue;
    told++;
    let marks: Marks = [0, 0];
    for (let step = 0; step < 30; step++) {
      assert.ok(reachable.packet.has(marks[0]) && reachable.connection.has(marks[1]), `${marks.map(hex).join(' ')} in\n${text}`);
      marks = chosen[Math.floor(random() * chosen.length)]!.apply(marks);
    }
  }
  assert.ok(told > 250, `told of ${told} files`);
});

test('marks that no order of the rules makes are not among them', () => {
  assert.deepEqual(packetMarks('-j MARK --set-mark 1', '-j MARK --set-mark 2'), [0, 1, 2]);
  assert.deepEqual(packetMarks('-j MARK --or-mark 1', '-j MARK --or-mark 2'), [0, 1, 2, 3]);
  assert.deepEqual(packetMarks('-j MARK --set-mark 0x10/0xf0', '-j MARK --set-mark 0x20/0xf0'), [0, 0x10, 0x20]);
  assert.deepEqual(packetMarks('-j MARK --set-mark 1', '-j MARK --set-mark 0x101/0xf0'), [0, 1, 0x101]);
  assert.deepEqual(packetMarks('-j MARK --set-mark 3', '-j MARK --and-mark 1'), [0, 1, 3]);
  assert.deepEqual(packetMarks('-j CONNMARK --set-mark 0x1200', '-j CONNMARK --restore-mark --right-shift-mark 8'), [0, 0x12]);
  assert.deepEqual(packetMarks('-j CONNMARK --set-mark 0x1200'), [0]);
});

function packetMarks(...rules: readonly string[]): readonly number[] | undefined {
  const text = `*mangle\n${rules.map((rule) => `-A PREROUTING ${rule}\n`).join('')}COMMIT\n`;
  const marks = reachableMarks(marksOf(new RulesFile(text, { family: 'ipv4' })));
  return marks && [...marks.packet].sort((a, b) => a - b);
}

/** The same numbers from 0 to 1 each time (a linear congruential generator). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

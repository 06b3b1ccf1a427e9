// Words to try as an option's value: what its catalogue entry offers, and what stands just inside and just outside of that.

import type { ValueSlot } from '../../../server/src/catalogue/schema';
import type { ValueContext } from '../../../server/src/values/value-type';

/** Numbers at which some integer, bit field or table of iptables or the kernel ends. */
export const boundaries: readonly string[] = [
  '0 1 2 3 7 8 9 15 16 17 31 32 33 63 64 65 100 127 128 129 255 256 257 1023 1024 10000 32767 32768 65495 65496',
  '65535 65536 69999 1000000 1000001 2147483647 2147483648 4294967295 4294967296 9223372036854775807',
  '9223372036854775808 18446744073709551615 18446744073709551616 99999999999999999999999 -1 -0 +1 + - 010 08 0x10',
  '0X1f 0x 0xg 1e3 1.5 .5 1x 0x1ffffffff',
].flatMap((line) => line.split(' '));

/** Lengths at which some name or text of iptables or the kernel ends. */
export const lengths: readonly number[] = [
  1, 14, 15, 16, 17, 27, 28, 29, 30, 31, 32, 33, 63, 64, 65, 79, 80, 127, 128, 129, 198, 199, 200, 254, 255, 256, 257, 511, 512, 513,
];

/** The words to try for a value, the plainly right ones first; each once. */
export function wordsFor(slot: ValueSlot, context: ValueContext): readonly string[] {
  const { sample, type } = slot;
  const offered = (type.suggest?.('', context) ?? []).map(({ value }) => value);
  const right = [sample, ...offered.slice(0, 40)];
  const words = new Set<string>(right);
  for (const word of right.slice(0, 4)) for (const variant of variants(word)) words.add(variant);
  for (const word of some(right, 3)) for (const numbered of withOtherNumbers(word)) words.add(numbered);
  for (const list of lists(right)) words.add(list);
  for (const pair of pairs(right)) words.add(pair);
  if (/[a-z]/i.test(sample)) for (const length of lengths) words.add(grown(sample, length));
  return [...words];
}

/** Slight changes of a word: case, abbreviation, what is missing or too much at either end. */
export function variants(word: string): readonly string[] {
  const half = Math.ceil(word.length / 2);
  return [
    '',
    ' ',
    word.toUpperCase(),
    word.toLowerCase(),
    word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase(),
    word.slice(0, 1),
    word.slice(0, half),
    word.slice(0, -1),
    word.slice(1),
    `${word}x`,
    `x${word}`,
    `${word} `,
    ` ${word}`,
    `${word}0`,
    `${word},`,
    `,${word}`,
    `${word},,${word}`,
    `${word}/`,
    `/${word}`,
    `${word}/0`,
    `${word}/8`,
    `${word}/32`,
    `${word}/33`,
    `${word}/128`,
    `${word}/129`,
    `${word}/255.255.255.0`,
    `${word}/0xff`,
    `${word}:`,
    `:${word}`,
    `${word}-`,
    `-${word}`,
    `+${word}`,
    `${word}+`,
    `!${word}`,
    `~${word}`,
    `${word}%`,
    `${word}.`,
    `"${word}"`,
    `${word}é`,
    'nosuchthing',
    '!',
    '--',
    '*',
  ];
}

/** The word with each of its numbers replaced by each boundary, and the boundaries by themselves. */
export function withOtherNumbers(word: string): readonly string[] {
  const found = [...word.matchAll(/0x[0-9a-f]+|\d+/gi)];
  const words: string[] = [...boundaries];
  for (const match of found.slice(0, 4)) {
    for (const number of boundaries) words.push(word.slice(0, match.index) + number + word.slice(match.index + match[0].length));
  }
  return words;
}

function lists(words: readonly string[]): readonly string[] {
  const made: string[] = [];
  for (const count of [2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 15, 16, 17, 40]) {
    made.push(Array.from({ length: count }, (_, index) => words[index % words.length]).join(','));
  }
  return made;
}

function pairs(words: readonly string[]): readonly string[] {
  const first = words[0] ?? '';
  const other = words.find((word) => word !== first) ?? first;
  return [':', '-', '/', '='].flatMap((mark) => [
    `${first}${mark}${other}`,
    `${other}${mark}${first}`,
    `${first}${mark}${first}`,
    `${first}${mark}${other}${mark}${first}`,
  ]);
}

function grown(word: string, length: number): string {
  return word.length >= length ? word.slice(0, length) : word + 'a'.repeat(length - word.length);
}

function some<T>(list: readonly T[], count: number): readonly T[] {
  return list.filter((_, index) => index % Math.max(1, Math.floor(list.length / count)) === 0);
}

/** A word as it stands in a line, so that iptables-restore reads exactly it. */
export function quoted(word: string): string {
  if (word !== '' && !/[\s"'\\]/.test(word)) return word;
  return `"${word.replace(/["\\]/g, '\\$&')}"`;
}

import type { Text } from '../l10n/text';
import { fault } from './fault';
import { unsignedInteger } from './integer';
import type { Word } from './one-of';
import { suggestWord, unknownWord } from './one-of';
import type { SpanType } from './span';
import { spanType } from './span';

/** The classes of dscp_helper.c, in its order, which decides between `CS1` and what begins with it. */
const classes: readonly (readonly [name: string, value: number, doc: Text])[] = [
  ...[0, 1, 2, 3, 4, 5, 6, 7].map((level): readonly [string, number, Text] => [
    `CS${level}`,
    level * 8,
    { en: `Class selector ${level}`, ja: `クラスセレクター ${level}` },
  ]),
  ['BE', 0, { en: 'Best effort', ja: 'ベストエフォート' }],
  ...[1, 2, 3, 4].flatMap((level) =>
    [1, 2, 3].map((drop): readonly [string, number, Text] => [
      `AF${level}${drop}`,
      level * 8 + drop * 2,
      { en: `Assured forwarding, class ${level}, drop precedence ${drop}`, ja: `相対的優先転送(AF)、クラス ${level}、廃棄優先度 ${drop}` },
    ]),
  ),
  ['EF', 46, { en: 'Expedited forwarding', ja: '緊急転送(EF)' }],
];

const words: readonly Word[] = classes.map(([value, number, doc]) => ({ value, detail: hex(number), doc: sentence(doc) }));

/** A DiffServ class by name, in any case (dscp_helper.c, `class_to_dscp`: only as many letters as the class has are compared). */
export const dscpClass: SpanType = spanType({
  id: 'dscp-class',
  doc: {
    en: 'A DiffServ class: `BE`, `EF`, `CS0` to `CS7`, `AF11` to `AF43`.',
    ja: 'DiffServ のクラスです。`BE`、`EF`、`CS0`～`CS7`、`AF11`～`AF43`。',
  },
  checkSpan(text, start, end) {
    const word = text.slice(start, end);
    const found = classNamed(word);
    if (found === undefined) return unknownWord(words, text, start, end, { caseInsensitive: true }, `Invalid DSCP value \`${word}'`);
    const name = found[0];
    if (name.length === word.length) return undefined;
    return fault(
      start + name.length,
      end,
      `iptables reads only "${name}" of this and ignores the rest.`,
      `iptables は「${name}」だけを読み、残りを無視します。`,
    );
  },
  describe(text) {
    const found = classNamed(text);
    return found === undefined ? undefined : { en: `${found[2].en} (${hex(found[1])}).`, ja: `${found[2].ja}(${hex(found[1])})。` };
  },
  suggest: () => words.map(suggestWord),
});

/** The number of a class; `undefined` where none is named. */
export function dscpOfClass(name: string): number | undefined {
  return classNamed(name)?.[1];
}

/** A DSCP value by number. */
export const dscpValue: SpanType = unsignedInteger({
  id: 'dscp',
  max: 63,
  print: 'hex',
  doc: { en: 'A DSCP value, 0 to 63.', ja: 'DSCP の値(0～63)です。' },
  describe(value) {
    const found = classes.find(([, number]) => number === value);
    return found === undefined ? undefined : sentence(found[2]);
  },
  suggest: words.map((word) => ({ value: word.detail ?? '', detail: word.value, ...(word.doc === undefined ? {} : { doc: word.doc }) })),
});

function classNamed(word: string) {
  const upper = word.toUpperCase();
  return classes.find(([name]) => upper.startsWith(name));
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(2, '0')}`;
}

function sentence(doc: Text): Text {
  return { en: `${doc.en}.`, ja: `${doc.ja}。` };
}

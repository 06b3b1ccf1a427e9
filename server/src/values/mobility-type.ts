import type { Text } from '../l10n/text';
import { fault, nearest } from './fault';
import { indexOfCode, scanEnd, scanUnsigned, spanIsPrefix, U8 } from './scan';
import { spanType } from './span';
import type { ValueFault } from './value-type';

const COLON = 58;

/** The names of libip6t_mh.c, by number. */
const types = [
  { name: 'binding-refresh-request', short: 'brr', number: 0 },
  { name: 'home-test-init', short: 'hoti', number: 1 },
  { name: 'careof-test-init', short: 'coti', number: 2 },
  { name: 'home-test', short: 'hot', number: 3 },
  { name: 'careof-test', short: 'cot', number: 4 },
  { name: 'binding-update', short: 'bu', number: 5 },
  { name: 'binding-acknowledgement', short: 'ba', number: 6 },
  { name: 'binding-error', short: 'be', number: 7 },
] as const;

/**
 * `--mh-type`: a message of mobile IPv6 by name or number, or a range (libip6t_mh.c, `parse_mh_types`). A beginning of a name stands for
 * the first that begins so, in any case of letters.
 */
export const mobilityType = spanType({
  id: 'mobility-type',
  doc: {
    en: 'A message type by name or number, or a range `from:to`; either end may be left out.',
    ja: 'メッセージタイプの名前か番号、または `開始:終了` の範囲です。どちらの端も省略できます。',
  },
  checkSpan(text, start, end) {
    const middle = indexOfCode(text, COLON, start, end);
    if (middle === end) {
      if (start === end) {
        return fault(start, end, 'A type is missing here; iptables would take 0.', 'タイプがありません。iptables は 0 とみなします。');
      }
      return typeAt(text, start, end) < 0 ? unknownType(text, start, end) : undefined;
    }
    const from = middle === start ? 0 : typeAt(text, start, middle);
    if (from < 0) return unknownType(text, start, middle);
    const to = middle + 1 === end ? U8 : typeAt(text, middle + 1, end);
    if (to < 0) return unknownType(text, middle + 1, end);
    return from <= to ? undefined : reversed(text, start, middle, end);
  },
  describe(text): Text | undefined {
    const colon = text.indexOf(':');
    if (colon >= 0) {
      const { from, to } = ends(text, colon);
      return { en: `Types ${from} to ${to}, both included.`, ja: `タイプ ${from} から ${to} まで(両端を含みます)。` };
    }
    const number = typeAt(text, 0, text.length);
    const type = types.find((each) => each.number === number);
    return type && { en: `Type ${number}, ${type.name}.`, ja: `タイプ ${number}(${type.name})です。` };
  },
  suggest: () => types.map(({ name, short, number }) => ({ value: name, detail: `${number}, ${short}` })),
  canonical(text) {
    const colon = text.indexOf(':');
    if (colon < 0) return String(typeAt(text, 0, text.length));
    const { from, to } = ends(text, colon);
    return from === to ? String(from) : `${from}:${to}`;
  },
});

/** The number of a type; -1 for none. */
function typeAt(text: string, start: number, end: number): number {
  let first = -1;
  for (const { name, short, number } of types) {
    for (const word of [name, short]) {
      if (!spanIsPrefix(text, start, end, word, true)) continue;
      if (word.length === end - start) return number;
      if (first < 0) first = number;
    }
  }
  if (first >= 0) return first;
  const number = scanUnsigned(text, start, end);
  return scanEnd === end && number <= U8 ? number : -1;
}

function ends(text: string, colon: number): { readonly from: number; readonly to: number } {
  return {
    from: colon === 0 ? 0 : typeAt(text, 0, colon),
    to: colon + 1 === text.length ? U8 : typeAt(text, colon + 1, text.length),
  };
}

function unknownType(text: string, start: number, end: number): ValueFault {
  const word = text.slice(start, end);
  const suggestion = nearest(
    word,
    types.flatMap(({ name, short }) => [name, short]),
  );
  return fault(
    start,
    end,
    suggestion === undefined
      ? `"${word}" is no type of a mobility message; write a name such as "binding-update", or a number from 0 to 255.`
      : `"${word}" is no type of a mobility message; did you mean "${suggestion}"?`,
    suggestion === undefined
      ? `「${word}」というタイプはありません。binding-update などの名前か、0 から 255 までの番号を書いてください。`
      : `「${word}」というタイプはありません。「${suggestion}」の誤りではありませんか。`,
    { refusal: `Invalid MH type \`${word}'`, suggestion },
  );
}

function reversed(text: string, start: number, middle: number, end: number): ValueFault {
  const [from, to] = [text.slice(start, middle), text.slice(middle + 1, end)];
  return fault(
    start,
    end,
    `The range runs backwards: ${from} comes behind ${to}. Swap its ends.`,
    `範囲が逆です。${from} は ${to} より後ろなので、両端を入れ替えてください。`,
    { refusal: 'Invalid MH type range (min > max)', suggestion: `${to}:${from}` },
  );
}

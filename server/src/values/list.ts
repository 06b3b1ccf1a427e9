import type { Text } from '../l10n/text';
import { fault } from './fault';
import type { Word, WordMatching } from './one-of';
import { AMBIGUOUS, findWord, suggestWord, unknownWord } from './one-of';
import { indexOfCode } from './scan';
import type { SpanType } from './span';
import { checkPart, spanType } from './span';
import type { ValueFault, ValueType } from './value-type';

export interface ListOptions {
  readonly id?: string;
  readonly doc?: Text;
  readonly separator?: string;
  /** The most entries. */
  readonly max?: number;
  /** iptables' words for one entry too many. */
  readonly tooMany?: string;
  /** Entries between two separators may be empty and are skipped then, as C's `strtok` does. */
  readonly skipEmpty?: boolean;
}

/** Values of one type between separators. */
export function list(type: ValueType, options: ListOptions = {}): SpanType {
  const { separator = ',', max = Number.POSITIVE_INFINITY } = options;
  const code = separator.charCodeAt(0);
  const canonical = type.canonical?.bind(type);
  return spanType({
    id: options.id ?? `${type.id}-list`,
    doc: options.doc ?? {
      en: `${type.doc.en} Several are written with \`${separator}\` between them.`,
      ja: `${type.doc.ja}\`${separator}\` で区切って複数書けます。`,
    },
    checkSpan(text, start, end, context) {
      let count = 0;
      for (let at = start; ; ) {
        const stop = indexOfCode(text, code, at, end);
        if (stop > at || options.skipEmpty !== true) {
          if (++count > max) return tooMany(text, at, end, max, options.tooMany);
          const found = checkPart(type, text, at, stop, context);
          if (found !== undefined) return found;
        }
        if (stop === end) return undefined;
        at = stop + 1;
      }
    },
    suggest(text, context) {
      const before = text.slice(0, text.lastIndexOf(separator) + 1);
      const taken = new Set(before.split(separator));
      const offered = type.suggest?.(text.slice(before.length), context) ?? [];
      return offered.filter(({ value }) => !taken.has(value)).map((entry) => ({ ...entry, value: before + entry.value }));
    },
    canonical(text, context) {
      if (canonical === undefined) return undefined;
      const entries = text.split(separator).map((entry) => canonical(entry, context));
      return entries.includes(undefined) ? undefined : entries.join(separator);
    },
  });
}

/** A value or two of them with a separator between. Which of the two is the larger is not looked at. */
export function range(type: ValueType, options: { readonly id?: string; readonly doc?: Text; readonly separator?: string } = {}): SpanType {
  const { separator = ':' } = options;
  return list(type, {
    id: options.id ?? `${type.id}-range`,
    doc: options.doc ?? {
      en: `${type.doc.en} A range is written with \`${separator}\` between its ends.`,
      ja: `${type.doc.ja}範囲は両端を \`${separator}\` で区切って書きます。`,
    },
    separator,
    max: 2,
  });
}

export interface WordListOptions extends WordMatching {
  readonly id: string;
  readonly doc: Text;
  /** iptables' words for an unknown entry. `rest` is the list from that entry on. */
  readonly refusal: (entry: string, rest: string) => string;
  /** iptables' words for an empty entry, where they are others; `atEnd`: behind the last separator. */
  readonly emptyRefusal?: (rest: string, atEnd: boolean) => string;
  /** Empty entries are skipped, as C's `strtok` does. */
  readonly skipEmpty?: boolean;
  /** The order in which `iptables-save` prints the entries, by `value`; that of the words where it is left out. */
  readonly printed?: readonly string[];
  /** What it prints where none of `printed` is named. */
  readonly printedEmpty?: string;
  /** What the list as a whole means, beyond its words. */
  readonly describe?: (indices: readonly number[]) => Text | undefined;
}

/** A list of words between commas. Judging a right one allocates nothing. */
export function wordList(words: readonly Word[], options: WordListOptions): SpanType {
  return spanType({
    id: options.id,
    doc: options.doc,
    checkSpan(text, start, end) {
      for (let at = start; ; ) {
        const comma = indexOfCode(text, 44, at, end);
        if (comma > at) {
          const index = findWord(words, text, at, comma, options);
          if (index < 0) return unknownEntry(words, text, at, comma, end, options, index === AMBIGUOUS);
        } else if (options.skipEmpty !== true) return emptyEntry(text, start, at, end, options);
        if (comma === end) return undefined;
        at = comma + 1;
      }
    },
    describe(text) {
      const indices = wordsOf(words, text, options);
      const whole = options.describe?.(indices);
      if (whole !== undefined) return whole;
      const known = indices.map((index) => words[index]).filter((word) => word?.doc !== undefined);
      if (known.length === 0) return undefined;
      return {
        en: known.map((word) => `- \`${word?.value}\`: ${word?.doc?.en}`).join('\n'),
        ja: known.map((word) => `- \`${word?.value}\`: ${word?.doc?.ja}`).join('\n'),
      };
    },
    suggest(text) {
      const before = text.slice(0, text.lastIndexOf(',') + 1);
      const taken = new Set(wordsOf(words, before, options));
      return words.filter((_, index) => !taken.has(index)).map((word) => ({ ...suggestWord(word), value: before + word.value }));
    },
    canonical(text) {
      const names = wordsOf(words, text, options).map((index) => words[index]?.canonical ?? words[index]?.value ?? '');
      const order = options.printed ?? words.map((word) => word.canonical ?? word.value);
      return order.filter((name, index) => names.includes(name) && order.indexOf(name) === index).join(',') || options.printedEmpty || '';
    },
  });
}

/** The indices of the words that a right list names, in its order. */
export function wordsOf(words: readonly Word[], text: string, matching: WordMatching): readonly number[] {
  return text
    .split(',')
    .filter((entry) => entry !== '')
    .map((entry) => findWord(words, entry, 0, entry.length, matching))
    .filter((index) => index >= 0);
}

function unknownEntry(
  words: readonly Word[],
  text: string,
  start: number,
  end: number,
  listEnd: number,
  options: WordListOptions,
  ambiguous: boolean,
): ValueFault {
  const entry = text.slice(start, end);
  const refusal = options.refusal(entry, text.slice(start, listEnd));
  const trimmed = entry.trim();
  if (trimmed !== entry) {
    const blank = entry.startsWith(trimmed) ? trimmed.length : 0;
    const from = start + blank;
    const to = blank === 0 ? start + entry.length - trimmed.length : end;
    return fault(
      from,
      to,
      'No space can stand in the list; write commas only.',
      'リストに空白は入れられません。コンマだけで区切ってください。',
      {
        refusal,
        suggestion: '',
      },
    );
  }
  return unknownWord(words, text, start, end, options, refusal, ambiguous);
}

function emptyEntry(text: string, start: number, at: number, end: number, options: WordListOptions): ValueFault {
  const rest = text.slice(at, end);
  const refusal = options.emptyRefusal?.(rest, at === end) ?? options.refusal('', rest);
  if (start === end) {
    return fault(start, end, 'The list is empty; at least one word is needed.', 'リストが空です。1 つ以上の語を書いてください。', {
      refusal,
    });
  }
  const comma = at === start ? at : at - 1;
  return fault(
    comma,
    comma + 1,
    'A word is missing beside this comma.',
    'このコンマの隣に語がありません。余分なコンマを取り除いてください。',
    {
      refusal,
      suggestion: '',
    },
  );
}

function tooMany(text: string, at: number, end: number, max: number, refusal: string | undefined): ValueFault {
  return fault(
    Math.max(at - 1, 0),
    end,
    `At most ${max} entries fit here; "${text.slice(at, end)}" is too much.`,
    `ここに書けるのは ${max} 個までです。「${text.slice(at, end)}」は余分です。`,
    { refusal },
  );
}

import type { Text } from '../l10n/text';
import { enumerate, fault, nearest } from './fault';
import { spanEquals, spanIsPrefix } from './scan';
import type { SpanType } from './span';
import { spanType } from './span';
import type { ValueFault, ValueSuggestion } from './value-type';

/** One word that a value may be. */
export interface Word {
  /** The spelling that is offered. */
  readonly value: string;
  /** A short note in a completion list: the word's number or code. */
  readonly detail?: string;
  /** What it means. */
  readonly doc?: Text;
  /** Other spellings that are taken, and not offered. */
  readonly aliases?: readonly string[];
  /** What `iptables-save` prints for it, where that is not `value`. */
  readonly canonical?: string;
}

/** How a word is recognised. */
export interface WordMatching {
  readonly caseInsensitive?: boolean;
  /**
   * Abbreviations: `first` takes the first word that begins with what is written (iptables' `strncasecmp` loops), `unique` refuses one
   * that two words begin with. Left out: words are written whole.
   */
  readonly prefix?: 'first' | 'unique';
}

export interface OneOfOptions extends WordMatching {
  readonly id: string;
  readonly doc: Text;
  /** iptables' words for an unknown one. */
  readonly refusal?: (word: string) => string;
}

/** A value that is one of a few words. */
export function oneOf(words: readonly Word[], options: OneOfOptions): SpanType {
  return spanType({
    id: options.id,
    doc: options.doc,
    checkSpan(text, start, end) {
      const index = findWord(words, text, start, end, options);
      if (index >= 0) return undefined;
      return unknownWord(words, text, start, end, options, options.refusal?.(text.slice(start, end)), index === AMBIGUOUS);
    },
    describe(text) {
      return words[findWord(words, text, 0, text.length, options)]?.doc;
    },
    suggest: () => words.map(suggestWord),
    canonical(text) {
      const word = words[findWord(words, text, 0, text.length, options)];
      return word === undefined ? undefined : (word.canonical ?? word.value);
    },
  });
}

/** What `findWord` gives for an abbreviation of several words. */
export const AMBIGUOUS = -2;

/** The index of the word that stands at `start`…`end`; -1 for none, `AMBIGUOUS` where `prefix` is `unique` and two fit. */
export function findWord(words: readonly Word[], text: string, start: number, end: number, matching: WordMatching): number {
  const { caseInsensitive = false, prefix } = matching;
  let found = -1;
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) continue;
    if (!fits(word.value, text, start, end, caseInsensitive, prefix !== undefined)) {
      if (word.aliases === undefined || !fitsAny(word.aliases, text, start, end, caseInsensitive, prefix !== undefined)) continue;
    }
    if (prefix !== 'unique') return index;
    if (found >= 0) return AMBIGUOUS;
    found = index;
  }
  return found;
}

function fits(word: string, text: string, start: number, end: number, ignoreCase: boolean, prefix: boolean): boolean {
  return prefix ? spanIsPrefix(text, start, end, word, ignoreCase) : spanEquals(text, start, end, word, ignoreCase);
}

function fitsAny(words: readonly string[], text: string, start: number, end: number, ignoreCase: boolean, prefix: boolean): boolean {
  for (const word of words) if (fits(word, text, start, end, ignoreCase, prefix)) return true;
  return false;
}

/** The fault of a word that is none of those allowed, with the one that was probably meant. */
export function unknownWord(
  words: readonly Word[],
  text: string,
  start: number,
  end: number,
  matching: WordMatching,
  refusal: string | undefined,
  ambiguous = false,
): ValueFault {
  const written = text.slice(start, end);
  if (ambiguous) {
    const candidates = words.filter((word) => spanIsPrefix(written, 0, written.length, word.value, matching.caseInsensitive === true));
    const { en, ja } = enumerate(candidates.map((word) => word.value));
    return fault(
      start,
      end,
      `"${written}" is short for several words: ${en}. Write the one that is meant in full.`,
      `「${written}」は ${ja} のどれの略か判別できません。省略せずに書いてください。`,
      { refusal, suggestion: candidates[0]?.value },
    );
  }
  const { en, ja } = enumerate(words.map((word) => word.value));
  if (written === '') {
    return fault(start, end, `A word is missing here; write ${en}.`, `値がありません。${ja} のいずれかを書いてください。`, { refusal });
  }
  const suggestion = meant(words, written);
  const onlyCase = suggestion !== undefined && suggestion.toLowerCase() === written.toLowerCase();
  return onlyCase
    ? fault(
        start,
        end,
        `"${written}" is not known, because capital and small letters differ here; write "${suggestion}".`,
        `ここでは大文字と小文字が区別されるため「${written}」は使えません。「${suggestion}」と書いてください。`,
        { refusal, suggestion },
      )
    : fault(
        start,
        end,
        suggestion === undefined
          ? `"${written}" is not known here; write ${en}.`
          : `"${written}" is not known here; did you mean "${suggestion}"?`,
        suggestion === undefined
          ? `「${written}」は使えません。${ja} のいずれかを書いてください。`
          : `「${written}」は使えません。「${suggestion}」の誤りではありませんか。`,
        { refusal, suggestion },
      );
}

function meant(words: readonly Word[], written: string): string | undefined {
  const spellings = words.flatMap((word) => [word.value, ...(word.aliases ?? [])]);
  return spellings.find((word) => word.toLowerCase() === written.toLowerCase()) ?? nearest(written, spellings);
}

export function suggestWord(word: Word): ValueSuggestion {
  return {
    value: word.value,
    ...(word.detail === undefined ? {} : { detail: word.detail }),
    ...(word.doc === undefined ? {} : { doc: word.doc }),
  };
}

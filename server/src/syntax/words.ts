import type { Span } from '../text/position';

/**
 * One argument of a line, as iptables-restore cuts it (`add_param_to_argv` in iptables/xshared.c):
 * words end at spaces, tabs and closing quotes; `"` opens a quoted part anywhere, a backslash escapes inside one only.
 */
export interface Word extends Span {
  /** What iptables reads: without its quotes, escapes resolved. */
  readonly value: string;
  /** It has a quoted part. */
  readonly quoted: boolean;
  /** Its last quote is never closed: it reaches to the line's end. */
  readonly unclosed: boolean;
  /** The parts of it that a template fills in; left out where there are none. */
  readonly holes?: readonly Span[];
}

/**
 * Cuts a line into words.
 * @param from The offset to begin at: behind a rule's counters.
 * @param extraSeparators Cut at Unicode's other spaces and join typographically quoted words as well, as their author meant it.
 */
export function cutWords(text: string, from = 0, extraSeparators = false): Word[] {
  const words: Word[] = [];
  const length = text.length;
  let at = from;
  while (at < length) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 9 || (extraSeparators && isForeignSpace(code))) {
      at++;
      continue;
    }
    if (words.length === mostWords) {
      words.push(wholeRest(text, at));
      break;
    }
    if (extraSeparators && isTypographicQuote(code)) {
      const end = closingQuote(text, at + 1);
      if (end >= 0) {
        words.push({ start: at, end: end + 1, value: text.slice(at + 1, end), quoted: true, unclosed: false });
        at = end + 1;
        continue;
      }
    }
    const start = at;
    let next = code;
    while (next !== 32 && next !== 9 && next !== 34 && !(extraSeparators && isForeignSpace(next))) {
      if (++at >= length) break;
      next = text.charCodeAt(at);
    }
    if (at >= length || next !== 34) {
      words.push({ start, end: at, value: text.slice(start, at), quoted: false, unclosed: false });
      continue;
    }
    const word = quotedWord(text, start, at);
    words.push(word);
    at = word.end;
  }
  return words;
}

/**
 * How many words a line is cut into; what follows them is taken for one more. iptables takes 255 (`MAX_ARGC` in iptables/xshared.h),
 * and what looks at each word of a line together with the others must not do so a hundred thousand times.
 */
export const mostWords = 1000;

function wholeRest(text: string, start: number): Word {
  let end = text.length;
  while (text.charCodeAt(end - 1) === 32 || text.charCodeAt(end - 1) === 9) end--;
  return { start, end, value: text.slice(start, end), quoted: false, unclosed: false };
}

/** The word whose first quote stands at `quote`. It ends at the closing quote, whatever follows. */
function quotedWord(text: string, start: number, quote: number): Word {
  let value = text.slice(start, quote);
  let from = quote + 1;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) return { start, end: at + 1, value: value + text.slice(from, at), quoted: true, unclosed: false };
    if (code === 92) {
      value += text.slice(from, at);
      from = at + 1;
      at++;
    }
  }
  return { start, end: text.length, value: value + text.slice(from), quoted: true, unclosed: true };
}

/**
 * Where a unit of a word's value stands in the line.
 * @param offset An offset in `word.value`; its length stands for the place behind the last unit.
 */
export function offsetInLine(text: string, word: Word, offset: number): number {
  if (!word.quoted) return word.start + offset;
  if (isTypographicQuote(text.charCodeAt(word.start)) && text.charCodeAt(word.end - 1) !== 34) return word.start + 1 + offset;
  let inQuotes = false;
  let left = offset;
  for (let at = word.start; at < word.end; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) {
      if (inQuotes) return at;
      inQuotes = true;
      continue;
    }
    if (left === 0) return at;
    if (inQuotes && code === 92) at++;
    left--;
  }
  return word.end;
}

/** The dashes that word processors and web pages put in the place of `-` and `--`. */
export function isTypographicDash(code: number): boolean {
  return (
    (code >= 0x2010 && code <= 0x2015) ||
    code === 0x2212 ||
    code === 0xfe58 ||
    code === 0xfe63 ||
    code === 0xff0d ||
    code === 0x2e3a ||
    code === 0x2043
  );
}

/** A double quote of typography, opening or closing. */
export function isTypographicQuote(code: number): boolean {
  return (
    code === 0x201c ||
    code === 0x201d ||
    code === 0x201e ||
    code === 0x201f ||
    code === 0x2033 ||
    code === 0xab ||
    code === 0xbb ||
    code === 0xff02
  );
}

/** What looks like a space, or like nothing, and is a letter to iptables: no-break space, ideographic space, control characters. */
export function isForeignSpace(code: number): boolean {
  return (
    code === 0xa0 ||
    code === 0x3000 ||
    (code >= 0x2000 && code <= 0x200b) ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x1680 ||
    code === 0xfeff ||
    (code < 32 && code !== 9) ||
    code === 127 ||
    code === 0x85
  );
}

function closingQuote(text: string, from: number): number {
  for (let at = from; at < text.length; at++) if (isTypographicQuote(text.charCodeAt(at))) return at;
  return -1;
}

// Scanners over a stretch of a string, by character code: they allocate nothing, because they run for every value of a file.

/** Where the number ended that a scanner of this module read last: the index behind it. */
export let scanEnd = 0;

/** `UINT8_MAX`, … as limits. `U64` is the nearest number; what is larger than the true one scans as `Infinity`. */
export const U8 = 0xff;
export const U16 = 0xffff;
export const U32 = 0xffffffff;
export const U64 = 2 ** 64;

/** What C's `isspace` takes for white space in the C locale. */
export function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** The value of a digit in any base up to 36; 99 for what is none. */
export function digitValue(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 122 ? lower - 87 : 99;
}

/**
 * Reads an unsigned number as libxtables does (xtables.c, `xtables_strtoul_base`, which calls `strtoumax`): leading white space, a plus
 * sign, `0x` for hexadecimal, a leading `0` for octal when `base` is 0. Sets `scanEnd`.
 * @returns The number; -1 where there is none or it is negative; `Infinity` above 2^64-1.
 */
export function scanUnsigned(text: string, start: number, end: number, base = 0): number {
  let at = start;
  while (at < end && isSpace(text.charCodeAt(at))) at++;
  scanEnd = start;
  if (at < end && text.charCodeAt(at) === 43) at++;
  if (at >= end) return -1;
  let radix = base;
  if ((base === 0 || base === 16) && text.charCodeAt(at) === 48) {
    if (at + 2 < end && (text.charCodeAt(at + 1) | 32) === 120 && digitValue(text.charCodeAt(at + 2)) < 16) {
      radix = 16;
      at += 2;
    } else if (base === 0) radix = 8;
  } else if (base === 0) radix = 10;
  const first = at;
  let value = 0;
  for (; at < end; at++) {
    const digit = digitValue(text.charCodeAt(at));
    if (digit >= radix) break;
    value = value * radix + digit;
  }
  if (at === first) return -1;
  scanEnd = at;
  return value > Number.MAX_SAFE_INTEGER ? exceeding(text, first, at, radix, value) : value;
}

function exceeding(text: string, start: number, end: number, radix: number, approximate: number): number {
  let exact = 0n;
  const bigRadix = BigInt(radix);
  for (let at = start; at < end; at++) {
    exact = exact * bigRadix + BigInt(digitValue(text.charCodeAt(at)));
    if (exact > 0xffffffffffffffffn) return Infinity;
  }
  return approximate;
}

/**
 * Reads a number as C's `atoi` and `atoll` do: decimal, a sign, whatever follows is ignored. Sets `scanEnd`.
 * @returns 0 where there is no number.
 */
export function scanDecimal(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isSpace(text.charCodeAt(at))) at++;
  let sign = 1;
  if (at < end && (text.charCodeAt(at) === 45 || text.charCodeAt(at) === 43)) {
    if (text.charCodeAt(at) === 45) sign = -1;
    at++;
  }
  let value = 0;
  const first = at;
  for (; at < end && isDigit(text.charCodeAt(at)); at++) value = value * 10 + text.charCodeAt(at) - 48;
  scanEnd = at === first ? start : at;
  return value === 0 ? 0 : sign * value;
}

/** The index of a character code in `text` from `start` on, `end` where there is none before it. */
export function indexOfCode(text: string, code: number, start: number, end: number): number {
  for (let at = start; at < end; at++) if (text.charCodeAt(at) === code) return at;
  return end;
}

/** The number of bytes a stretch of text has in UTF-8, which is what iptables counts. */
export function byteLength(text: string, start = 0, end = text.length): number {
  let bytes = end - start;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    // A surrogate pair is two units and four bytes: two more for either half.
    bytes += code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}

/** The index up to which `text` fits into so many bytes of UTF-8, never inside a character. */
export function indexOfByte(text: string, bytes: number): number {
  let used = 0;
  let at = 0;
  for (; at < text.length; ) {
    const code = text.codePointAt(at) ?? 0;
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (used + size > bytes) break;
    used += size;
    at += code > 0xffff ? 2 : 1;
  }
  return at;
}

/** Whether the stretch of text is the word, as C's `strcmp` sees it, or `strcasecmp` with `ignoreCase`. */
export function spanEquals(text: string, start: number, end: number, word: string, ignoreCase = false): boolean {
  return end - start === word.length && spanStarts(text, start, end, word, ignoreCase);
}

/** Whether the word begins with the stretch of text: `strncasecmp(text, word, length)`, and never for a text longer than the word. */
export function spanIsPrefix(text: string, start: number, end: number, word: string, ignoreCase = false): boolean {
  return end - start <= word.length && spanStarts(text, start, end, word, ignoreCase);
}

function spanStarts(text: string, start: number, end: number, word: string, ignoreCase: boolean): boolean {
  for (let at = start; at < end; at++) {
    let left = text.charCodeAt(at);
    let right = word.charCodeAt(at - start);
    if (left === right) continue;
    if (!ignoreCase) return false;
    if (left >= 65 && left <= 90) left += 32;
    if (right >= 65 && right <= 90) right += 32;
    if (left !== right) return false;
  }
  return true;
}

/** Whether the stretch of text begins with the word: `strncmp(text, word, strlen(word))`. */
export function spanStartsWith(text: string, start: number, end: number, word: string): boolean {
  return end - start >= word.length && spanStarts(text, start, start + word.length, word, false);
}

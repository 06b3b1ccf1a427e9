import type { Edit } from '../../text/position';
import { replaceSpan } from '../../text/position';

/** The edits that turn a line into another: one for each stretch that changes, where both have the same words, else a single one. */
export function lineEdits(line: number, before: string, after: string): Edit[] {
  return blankEdits(line, before, after) ?? [singleEdit(line, before, after)];
}

/** Edits of blanks only; `undefined` where more than blanks outside of words changes. */
function blankEdits(line: number, before: string, after: string): Edit[] | undefined {
  const edits: Edit[] = [];
  let old = 0;
  let now = 0;
  while (old < before.length || now < after.length) {
    const oldEnd = behindBlanks(before, old);
    const nowEnd = behindBlanks(after, now);
    if (oldEnd - old !== nowEnd - now || (oldEnd > old && before.slice(old, oldEnd) !== after.slice(now, nowEnd)))
      edits.push(replaceSpan(line, { start: old, end: oldEnd }, after.slice(now, nowEnd)));
    old = oldEnd;
    now = nowEnd;
    while (old < before.length && !isBlank(before.charCodeAt(old)) && before.charCodeAt(old) === after.charCodeAt(now)) {
      old++;
      now++;
    }
    if (old < before.length && now < after.length && !isBlank(before.charCodeAt(old)) && !isBlank(after.charCodeAt(now))) return undefined;
    if (old >= before.length && now < after.length && !isBlank(after.charCodeAt(now))) return undefined;
    if (now >= after.length && old < before.length && !isBlank(before.charCodeAt(old))) return undefined;
  }
  return edits;
}

function behindBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** One edit of what lies between the common beginning and the common end. A surrogate pair is never parted. */
function singleEdit(line: number, before: string, after: string): Edit {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  if (isHighSurrogate(before.charCodeAt(start - 1))) start--;
  let same = 0;
  while (same < most - start && before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)) same++;
  if (isLowSurrogate(before.charCodeAt(before.length - same))) same--;
  return replaceSpan(line, { start, end: before.length - same }, after.slice(start, after.length - same));
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code < 0xdc00;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code < 0xe000;
}

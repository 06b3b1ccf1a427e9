import type { LineKind } from '../syntax/line';
import { byteLength } from '../values/scan';
import type { Fault } from './faults';
import type { Resolver } from './resolve-types';

/** iptables-restore reads lines of up to 10,239 bytes; what is longer is read as several lines. */
const longestLine = 10_239;

/** What is wrong with the text as such: a byte order mark, line ends, the end of the file, lines that are too long. */
export function checkText(resolver: Resolver, add: (line: number, fault: Fault) => void): void {
  const { lines } = resolver;
  checkLineEnds(resolver, add);
  const last = lines.texts.length - 1;
  if (lines.texts[last] === 'COMMIT') add(last, { code: 'missing-final-newline', start: 0, end: 6, backEnd: 'legacy' });
  for (let line = 0; line <= last; line++) {
    const text = lines.texts[line] ?? '';
    // Files put together with `cat` have one in the middle, too.
    if (text.charCodeAt(0) === 0xfeff) add(line, { code: 'byte-order-mark', start: 0, end: 1 });
    if (text.length > longestLine / 3 && byteLength(text) > longestLine)
      add(line, { code: 'line-too-long', start: unitsOfBytes(text, longestLine), end: text.length, limit: 'line', size: byteLength(text) });
  }
}

/** How many UTF-16 units of a text fill a number of bytes. */
function unitsOfBytes(text: string, bytes: number): number {
  let units = 0;
  for (let left = bytes; units < text.length; units++) {
    left -= byteLength(text.charAt(units));
    if (left < 0) break;
  }
  return units;
}

/** A carriage return belongs to the word before it. Comments bear it, and a declared chain with its counters. */
function checkLineEnds(resolver: Resolver, add: (line: number, fault: Fault) => void): void {
  const { ends, texts } = resolver.lines;
  if (ends === undefined) return;
  let first = -1;
  let count = 0;
  for (let line = 0; line < ends.length; line++) {
    if (ends[line] === '\n' || ends[line] === '') continue;
    count++;
    if (first < 0 && !bearsReturn(resolver.records[line]?.kind, texts[line] ?? '')) first = line;
  }
  if (first < 0) return;
  const length = (texts[first] ?? '').length;
  add(first, { code: 'crlf-line-ends', start: Math.max(0, length - 1), end: length, lines: count });
}

/** The return falls into a part of the line that iptables does not read, or not closely. */
function bearsReturn(kind: LineKind | undefined, text: string): boolean {
  return kind === 'comment' || (kind === 'chain' && /^:\s*\S+\s+\S+\s+\S/.test(text));
}

import { byteLength } from './bind-command';
import type { Fault } from './faults';
import type { Resolver } from './resolve-types';

/** iptables-restore reads lines of up to 10,239 bytes; what is longer is read as several lines. */
const longestLine = 10_239;

/** What is wrong with the text as such: a byte order mark, line ends, the end of the file, lines that are too long. */
export function checkText(resolver: Resolver, add: (line: number, fault: Fault) => void): void {
  const { lines } = resolver;
  if ((lines.texts[0] ?? '').charCodeAt(0) === 0xfeff) add(0, { code: 'byte-order-mark', start: 0, end: 1 });
  checkLineEnds(resolver, add);
  const last = lines.texts.length - 1;
  if (lines.texts[last] === 'COMMIT') add(last, { code: 'missing-final-newline', start: 0, end: 6, backEnd: 'legacy' });
  for (let line = 0; line <= last; line++) {
    const text = lines.texts[line] ?? '';
    if (text.length > longestLine / 3 && byteLength(text) > longestLine)
      add(line, { code: 'line-too-long', start: longestLine, end: text.length, bytes: byteLength(text) });
  }
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
    if (first < 0 && resolver.records[line]?.kind !== 'comment') first = line;
  }
  if (first < 0) return;
  const length = (texts[first] ?? '').length;
  add(first, { code: 'crlf-line-ends', start: Math.max(0, length - 1), end: length, lines: count });
}

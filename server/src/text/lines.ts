import type { Edit, Position, Range } from './position';
import { comparePositions } from './position';

/** How a line ends. `none` is the last line of a text that does not end in a line end. */
export type LineEnd = '\n' | '\r\n' | '\r' | '';

/** A text as lines. The last one has no line end; it is empty when the text ends in one. */
export interface Lines {
  /** The lines without their ends. */
  readonly texts: string[];
  /** How each line ends, index for index; `undefined` when every line but the last ends in a plain `\n`, as nearly all files do. */
  ends: LineEnd[] | undefined;
}

/** What an edit did to the lines: `removed` lines from `first` on gave way to `inserted` ones. */
export interface LineChange {
  readonly first: number;
  readonly removed: number;
  readonly inserted: number;
}

/** Splits a text at `\n`, `\r\n` and lone `\r`, the line ends of the Language Server Protocol. */
export function splitLines(text: string): Lines {
  const texts: string[] = [];
  if (text.indexOf('\r') < 0) {
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      texts.push(text.slice(start, end));
      start = end + 1;
    }
    texts.push(start === 0 ? text : text.slice(start));
    return { texts, ends: undefined };
  }
  const ends: LineEnd[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== 10 && code !== 13) continue;
    const pair = code === 13 && text.charCodeAt(at + 1) === 10;
    texts.push(text.slice(start, at));
    ends.push(code === 10 ? '\n' : pair ? '\r\n' : '\r');
    if (pair) at++;
    start = at + 1;
  }
  texts.push(text.slice(start));
  ends.push('');
  return { texts, ends };
}

/** How a line ends. */
export function lineEnd(lines: Lines, line: number): LineEnd {
  if (lines.ends !== undefined) return lines.ends[line] ?? '';
  return line < lines.texts.length - 1 ? '\n' : '';
}

/** The whole text again, to the letter. */
export function joinLines(lines: Lines): string {
  if (lines.ends === undefined) return lines.texts.join('\n');
  let text = '';
  for (let line = 0; line < lines.texts.length; line++) text += (lines.texts[line] ?? '') + (lines.ends[line] ?? '');
  return text;
}

/** The line end that new lines of a text should have: that of its first line. */
export function preferredEnd(lines: Lines): string {
  return lines.ends?.[0] === '\r\n' ? '\r\n' : '\n';
}

/** The text in a range. Positions outside the text are drawn to its nearest place. */
export function textInRange(lines: Lines, range: Range): string {
  const start = clamp(lines, range.start);
  const end = clamp(lines, range.end);
  if (start.line === end.line) return (lines.texts[start.line] ?? '').slice(start.character, end.character);
  let text = (lines.texts[start.line] ?? '').slice(start.character) + lineEnd(lines, start.line);
  for (let line = start.line + 1; line < end.line; line++) text += (lines.texts[line] ?? '') + lineEnd(lines, line);
  return text + (lines.texts[end.line] ?? '').slice(0, end.character);
}

/** Replaces a range, in place. Positions outside the text are drawn to its nearest place; a reversed range is turned round. */
export function replaceRange(lines: Lines, range: Range, newText: string): LineChange {
  let start = clamp(lines, range.start);
  let end = clamp(lines, range.end);
  if (comparePositions(start, end) > 0) [start, end] = [end, start];
  const head = (lines.texts[start.line] ?? '').slice(0, start.character);
  const tail = (lines.texts[end.line] ?? '').slice(end.character);
  const tailEnd = lineEnd(lines, end.line);
  const removed = end.line - start.line + 1;

  const written = splitLines(head + newText + tail);
  if (lines.ends === undefined && written.ends !== undefined) lines.ends = plainEnds(lines.texts.length);
  if (lines.ends !== undefined) {
    const ends = written.ends ?? plainEnds(written.texts.length);
    ends[ends.length - 1] = tailEnd;
    replaceItems(lines.ends, start.line, removed, ends);
  }
  replaceItems(lines.texts, start.line, removed, written.texts);
  return mendSplitPairs(lines, { first: start.line, removed, inserted: written.texts.length });
}

/** Replaces items of an array in place. (`splice` with a long list of arguments overflows the stack.) */
export function replaceItems<T>(items: T[], first: number, removed: number, inserted: readonly T[]): void {
  if (removed === inserted.length) {
    for (let i = 0; i < removed; i++) items[first + i] = inserted[i] as T;
  } else if (inserted.length < 10_000) {
    items.splice(first, removed, ...inserted);
  } else {
    const tail = items.slice(first + removed);
    items.length = first;
    for (const item of inserted) items.push(item);
    for (const item of tail) items.push(item);
  }
}

/** Applies edits whose ranges do not overlap and all refer to the text before any of them; gives the new text. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const lines = splitLines(text);
  const inOrder = edits.map((edit, index) => ({ edit, index }));
  inOrder.sort((a, b) => comparePositions(b.edit.range.start, a.edit.range.start) || b.index - a.index);
  if (edits.length > mostSplices) {
    const assembled = assemble(text, lines, inOrder.map(({ edit }) => edit).reverse());
    if (assembled !== undefined) return assembled;
  }
  for (const { edit } of inOrder) replaceRange(lines, edit.range, edit.newText);
  return joinLines(lines);
}

/** Each edit that takes lines or brings some moves all lines behind it: of more edits than these the text is put together anew. */
const mostSplices = 64;

/** The text with edits in rising order; `undefined` where some overlap, or lie behind a line's end as long as others do not make it longer. */
function assemble(text: string, lines: Lines, edits: readonly Edit[]): string | undefined {
  const starts: number[] = [];
  let length = 0;
  for (let line = 0; line < lines.texts.length; line++) {
    starts.push(length);
    length += (lines.texts[line] ?? '').length + lineEnd(lines, line).length;
  }
  const offsetOf = (position: Position): number => {
    const { line, character } = clamp(lines, position);
    return line === position.line && character !== position.character ? Number.NaN : (starts[line] ?? 0) + character;
  };
  const pieces: string[] = [];
  let done = 0;
  for (const { range, newText } of edits) {
    const [start, end] = [offsetOf(range.start), offsetOf(range.end)];
    if (!(start >= done && end >= start)) return undefined;
    pieces.push(text.slice(done, start), newText);
    done = end;
  }
  return pieces.join('') + text.slice(done);
}

/** An edit may put `\n` behind a line that ended in `\r`, or take what stood between the two: they are one line end then. */
function mendSplitPairs(lines: Lines, change: LineChange): LineChange {
  const { texts, ends } = lines;
  if (ends === undefined) return change;
  let { first, removed, inserted } = change;
  // The three seams of an edit, the last one first: behind it, before its last line, before its first.
  const last = first + inserted - 1;
  for (const line of new Set([last, last - 1, first - 1])) {
    if (line < 0 || ends[line] !== '\r' || texts[line + 1] !== '' || ends[line + 1] !== '\n') continue;
    texts.splice(line + 1, 1);
    ends.splice(line + 1, 1);
    ends[line] = '\r\n';
    if (line === last) removed++;
    else if (line >= first) inserted--;
    else {
      first--;
      removed++;
    }
  }
  return { first, removed, inserted };
}

function plainEnds(count: number): LineEnd[] {
  const ends = new Array<LineEnd>(count).fill('\n');
  ends[count - 1] = '';
  return ends;
}

function clamp(lines: Lines, position: Position): Position {
  if (!(position.line >= 0)) return { line: 0, character: 0 };
  const last = lines.texts.length - 1;
  if (position.line > last) return { line: last, character: (lines.texts[last] ?? '').length };
  const length = (lines.texts[position.line] ?? '').length;
  return { line: position.line, character: position.character > length ? length : position.character >= 0 ? position.character : 0 };
}

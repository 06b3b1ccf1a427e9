import { lineEnd, splitLines } from './lines';
import type { Edit } from './position';

/** Beyond so many differing lines on either side one edit replaces all of them. */
const mostLines = 3000;

/**
 * The edits, by whole lines, that turn one text into another; they do not overlap and all refer to the old text.
 * Lines that stay are not touched.
 */
export function diffLines(oldText: string, newText: string): Edit[] {
  const a = linesWithEnds(oldText);
  const b = linesWithEnds(newText);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const oldEnd = a.length - tail;
  const newEnd = b.length - tail;
  if (head === oldEnd && head === newEnd) return [];
  if (oldEnd - head > mostLines || newEnd - head > mostLines) return [lineEdit(a, head, oldEnd, b.slice(head, newEnd))];
  return hunks(a, head, oldEnd, b, head, newEnd);
}

/** Hunks by a longest common subsequence of the differing middle. */
function hunks(a: readonly string[], aStart: number, aEnd: number, b: readonly string[], bStart: number, bEnd: number): Edit[] {
  const rows = aEnd - aStart;
  const columns = bEnd - bStart;
  const width = columns + 1;
  const common = new Uint16Array((rows + 1) * width);
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      const same = a[aStart + i] === b[bStart + j];
      common[i * width + j] = same
        ? (common[(i + 1) * width + j + 1] ?? 0) + 1
        : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
    }
  }
  const edits: Edit[] = [];
  let i = 0;
  let j = 0;
  while (i < rows || j < columns) {
    if (i < rows && j < columns && a[aStart + i] === b[bStart + j]) {
      i++;
      j++;
      continue;
    }
    const fromI = i;
    const fromJ = j;
    while (i < rows || j < columns) {
      if (i < rows && j < columns && a[aStart + i] === b[bStart + j]) break;
      const down = i < rows ? (common[(i + 1) * width + j] ?? 0) : -1;
      const right = j < columns ? (common[i * width + j + 1] ?? 0) : -1;
      if (down >= right) i++;
      else j++;
    }
    edits.push(lineEdit(a, aStart + fromI, aStart + i, b.slice(bStart + fromJ, bStart + j)));
  }
  return edits;
}

function lineEdit(old: readonly string[], first: number, end: number, replacement: readonly string[]): Edit {
  return { range: { start: placeOf(old, first), end: placeOf(old, end) }, newText: replacement.join('') };
}

/** The position at which a line begins; behind the last one it is the end of the text. */
function placeOf(lines: readonly string[], line: number): { line: number; character: number } {
  if (line < lines.length) return { line, character: 0 };
  const last = lines[lines.length - 1];
  if (last === undefined) return { line: 0, character: 0 };
  return /[\r\n]$/.test(last) ? { line: lines.length, character: 0 } : { line: lines.length - 1, character: last.length };
}

function linesWithEnds(text: string): string[] {
  const lines = splitLines(text);
  const all = lines.texts.map((line, index) => line + lineEnd(lines, index));
  if (all[all.length - 1] === '') all.pop();
  return all;
}

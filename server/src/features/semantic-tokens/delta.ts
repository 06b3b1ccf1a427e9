import type { SemanticTokensEdit } from 'vscode-languageserver-types';

/** The numbers of each line's tokens. Equal lines may share one array, and unchanged ones do. */
export type TokenLines = readonly Uint32Array[];

/** The tokens of lines as the protocol has them. */
export function joinTokens(lines: TokenLines): number[] {
  let length = 0;
  for (const numbers of lines) length += numbers.length;
  // Filled in place: a file of a hundred thousand lines has millions of numbers.
  const data = new Array<number>(length);
  let at = 0;
  let distance = 0;
  for (const numbers of lines) {
    for (let index = 0; index < numbers.length; index++) data[at + index] = numbers[index] ?? 0;
    if (numbers.length > 0) {
      data[at] = distance;
      distance = 0;
      at += numbers.length;
    }
    distance++;
  }
  return data;
}

/** The edits that make one answer's numbers out of another's; none where nothing has changed. Each is as short as can be. */
export function tokenEdits(before: TokenLines, after: TokenLines): SemanticTokensEdit[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const edits: SemanticTokensEdit[] = [];
  let place = 0;
  let counted = 0;
  const reach = (line: number): number => {
    for (; counted < line; counted++) place += before[counted]?.length ?? 0;
    return place;
  };
  for (const { old, fresh } of changedRuns(before, after, head, tail)) {
    // Of the next token behind the lines only the distance may differ; so it is looked at together with them.
    const down = old.first - lastFilled(before, old.first);
    const was: number[] = [];
    append(was, before, old.first, nextFilled(before, old.end), down, old.end);
    const is: number[] = [];
    append(is, after, fresh.first, nextFilled(after, fresh.end), down, fresh.end);
    const edit = shortest(reach(old.first), was, is);
    if (edit !== undefined) edits.push(edit);
  }
  return edits;
}

interface Run {
  readonly first: number;
  readonly end: number;
}

/** The runs of lines that differ. Where as many lines came as went, they are held against each other one by one. What stands above a run is the same on both sides. */
function* changedRuns(before: TokenLines, after: TokenLines, head: number, tail: number): Generator<{ old: Run; fresh: Run }> {
  const end = before.length - tail;
  if (before.length !== after.length) {
    yield { old: { first: head, end }, fresh: { first: head, end: after.length - tail } };
    return;
  }
  for (let line = head; line < end; ) {
    if (before[line] === after[line]) {
      line++;
      continue;
    }
    const first = line;
    // Runs with fewer than two filled lines between them are one: the distance of the token behind a run must not belong to two.
    let last = line;
    for (let filled = 0; line < end && filled < 2; line++) {
      if (before[line] !== after[line]) {
        last = line;
        filled = 0;
      } else if ((before[line]?.length ?? 0) > 0) filled++;
    }
    yield { old: { first, end: last + 1 }, fresh: { first, end: last + 1 } };
  }
}

/** The last line above one that has tokens; without any the next token counts from line 0. */
function lastFilled(lines: TokenLines, line: number): number {
  for (let above = line - 1; above >= 0; above--) if ((lines[above]?.length ?? 0) > 0) return above;
  return 0;
}

/** The line behind the next one that has tokens, from a line on. */
function nextFilled(lines: TokenLines, from: number): number {
  for (let line = from; line < lines.length; line++) if ((lines[line]?.length ?? 0) > 0) return line + 1;
  return from;
}

/**
 * Appends the numbers of lines.
 * @param down How many lines the first of them is below the last token before.
 * @param whole From this line on, only the distance of the first token is appended.
 */
function append(data: number[], lines: TokenLines, first: number, end: number, down: number, whole = end): void {
  let distance = down;
  for (let line = first; line < end; line++) {
    const numbers = lines[line];
    if (numbers !== undefined && numbers.length > 0) {
      data.push(distance);
      if (line >= whole) return;
      for (let at = 1; at < numbers.length; at++) data.push(numbers[at] ?? 0);
      distance = 0;
    }
    distance++;
  }
}

/** The edit between two stretches, without the numbers that they begin and end with alike; `undefined` where they are equal. */
function shortest(start: number, was: readonly number[], is: readonly number[]): SemanticTokensEdit | undefined {
  const most = Math.min(was.length, is.length);
  let head = 0;
  while (head < most && was[head] === is[head]) head++;
  let tail = 0;
  while (tail < most - head && was[was.length - 1 - tail] === is[is.length - 1 - tail]) tail++;
  if (head === was.length && head === is.length) return undefined;
  const deleteCount = was.length - head - tail;
  const data = is.slice(head, is.length - tail);
  return data.length === 0 ? { start: start + head, deleteCount } : { start: start + head, deleteCount, data };
}

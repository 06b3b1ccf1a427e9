/** A place in a text: a line from 0 and a UTF-16 offset in it from 0, as the Language Server Protocol counts. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A stretch of text, its end exclusive. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A stretch inside one line; its offsets count from the line's first UTF-16 unit. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A replacement of a stretch of text. */
export interface Edit {
  readonly range: Range;
  readonly newText: string;
}

/** The range of a span in a line. */
export function rangeOf(line: number, span: Span): Range {
  return { start: { line, character: span.start }, end: { line, character: span.end } };
}

/** An edit inside one line. */
export function replaceSpan(line: number, span: Span, newText: string): Edit {
  return { range: rangeOf(line, span), newText };
}

/** An edit that puts text before a line's first character. */
export function insertAtLine(line: number, newText: string): Edit {
  return replaceSpan(line, { start: 0, end: 0 }, newText);
}

/** Negative, zero or positive as a position stands before, at or behind another. */
export function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

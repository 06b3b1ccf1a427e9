import type { Span } from '../../text/position';

/** A part of a placeholder such as `port[:port]`. */
export interface Piece extends Span {
  /** What stands before it in a value; empty for the first. */
  readonly separator: string;
  /** It stands for any number of parts: `[,state]…`. */
  readonly repeated: boolean;
  /** It is `[,…]`: the whole once more. */
  readonly again: boolean;
}

/**
 * The parts of a placeholder: what stands before its first bracket that a separator opens, and each such bracket.
 * `rate[/second|/minute]` has two, `[address[-address]][:port]` three, `mask` one.
 */
export function piecesOf(label: string): readonly Piece[] {
  const openings = [...label.matchAll(/\[(&&|[/:,=-])/g)];
  const pieces: Piece[] = [];
  const starts = [
    { index: label.search(/[^[]/), separator: '' },
    ...openings.map(({ index, 1: separator = '' }) => ({ index: index + 1, separator })),
  ];
  for (const [number, { index, separator }] of starts.entries()) {
    const next = openings[number]?.index ?? label.length;
    const repeated = (separator === ',' || separator === '&&') && label.includes('…');
    if (index < next)
      pieces.push({ start: index, end: withoutBrackets(label, index, next), separator, repeated, again: label.startsWith('…', index + 1) });
  }
  return pieces;
}

/** The end of a part without the brackets and the dots behind it. `[,…]` stands for the whole once more, and keeps its dots. */
function withoutBrackets(label: string, start: number, end: number): number {
  let last = end;
  while (last > start + 2 && /[[\]…]/.test(label.charAt(last - 1))) last--;
  return label.charAt(last - 1) === ']' || label.charAt(last - 1) === '[' ? last - 1 : last;
}

/**
 * The part of a value that a cursor stands in.
 * @param before What of the value stands before the cursor.
 */
export function activePiece(pieces: readonly Piece[], before: string): number {
  let active = 0;
  let inBrackets = false;
  for (let at = 0; at < before.length; at++) {
    const character = before.charAt(at);
    if (character === '[') inBrackets = true;
    else if (character === ']') inBrackets = false;
    if (inBrackets) continue;
    const next = pieces.findIndex(
      (piece, index) => piece.separator !== '' && before.startsWith(piece.separator, at) && (index > active || piece.repeated),
    );
    if (next < 0) continue;
    at += (pieces[next]?.separator.length ?? 1) - 1;
    active = pieces[next]?.again === true ? 0 : next;
  }
  return active;
}

import type { ExtensionSpec } from '../../catalogue/schema';

/** Words of a rule that stand in one column: `-s 192.0.2.0/24`, `-m tcp --dport 22`. */
export interface Cell {
  /** What it is about; cells of one key stand below each other. A line has a key once. */
  readonly key: string;
  readonly text: string;
}

/** A wider cell does not push the columns of other lines aside. */
const widestCell = 44;
/** Lines do not grow beyond this by being aligned. */
const longestLine = 400;

/**
 * The lines of a run of rules with their groups of words in columns. A line whose groups stand in another order than those of the
 * lines before it has single blanks.
 */
export function alignedLines(rows: readonly (readonly Cell[])[]): string[] {
  const order: string[] = [];
  const fits = rows.map((cells) => takeIn(order, cells));
  const widths = new Map<string, number>();
  for (const [row, cells] of rows.entries()) {
    if (fits[row] !== true) continue;
    for (const { key, text } of cells) if (text.length <= widestCell) widths.set(key, Math.max(widths.get(key) ?? 0, text.length));
  }
  return rows.map((cells, row) => {
    const plain = plainLine(cells);
    if (fits[row] !== true) return plain;
    const texts = new Map(cells.map(({ key, text }) => [key, text]));
    const columns = order.map((key) => (texts.get(key) ?? '').padEnd(widths.get(key) ?? 0)).filter((column) => column !== '');
    const line = columns.join(' ').trimEnd();
    return line.length > longestLine ? plain : line;
  });
}

/** The key of a match's words. Those that belong to a protocol stand in one column, so that ports stand below ports. */
export function matchKey(spec: ExtensionSpec, isTaken: (key: string) => boolean): string {
  const key = spec.kind === 'match' && spec.implicitFor !== undefined ? 'match of the protocol' : `match ${spec.name}`;
  let count = 1;
  while (isTaken(count === 1 ? key : `${key} ${count}`)) count++;
  return count === 1 ? key : `${key} ${count}`;
}

/** The groups with one blank between them. */
export function plainLine(cells: readonly Cell[]): string {
  return cells.map(({ text }) => text).join(' ');
}

/** Puts the keys of a line into the order of columns; `false` when they stand in another order there, which is then left as it was. */
function takeIn(order: string[], cells: readonly Cell[]): boolean {
  let last = -1;
  for (const { key } of cells) {
    const place = order.indexOf(key);
    if (place < 0) continue;
    if (place <= last) return false;
    last = place;
  }
  let behind = -1;
  for (const { key } of cells) {
    const place = order.indexOf(key);
    behind = place < 0 ? behind + 1 : place;
    if (place < 0) order.splice(behind, 0, key);
  }
  return true;
}

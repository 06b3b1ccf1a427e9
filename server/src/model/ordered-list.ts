/**
 * A list into which items are inserted, and out of which they are taken, at any place: in an array each would move all items behind
 * it, and a chain may have a hundred thousand rules of which each line inserts one.
 */
export class OrderedList<T> {
  private readonly pieces: T[][] = [[]];
  private count = 0;

  get length(): number {
    return this.count;
  }

  /** The item at a place; `undefined` where there is none. */
  at(place: number): T | undefined {
    if (place < 0 || place >= this.count) return undefined;
    const found = this.find(place);
    return this.pieces[found.piece]?.[found.at];
  }

  /** Puts an item in front of the one at a place; at the end when there is none. */
  insert(place: number, item: T): void {
    const found = this.find(place);
    const piece = this.pieces[found.piece];
    if (piece === undefined) return;
    piece.splice(found.at, 0, item);
    this.count++;
    if (piece.length >= longestPiece) this.pieces.splice(found.piece + 1, 0, piece.splice(longestPiece / 2));
  }

  /** Puts an item at the end. */
  push(item: T): void {
    this.insert(this.count, item);
  }

  /** Takes the item at a place out, and gives it; `undefined` where there is none. */
  remove(place: number): T | undefined {
    if (place < 0 || place >= this.count) return undefined;
    const found = this.find(place);
    const piece = this.pieces[found.piece];
    const [removed] = piece?.splice(found.at, 1) ?? [];
    if (removed === undefined) return undefined;
    this.count--;
    if (piece?.length === 0 && this.pieces.length > 1) this.pieces.splice(found.piece, 1);
    return removed;
  }

  /** The place of the first item that is not in front of some place, for items that are ordered by that; the length when all are. */
  placeOf(isBefore: (item: T) => boolean): number {
    let place = 0;
    for (const piece of this.pieces) {
      const last = piece[piece.length - 1];
      if (last === undefined || isBefore(last)) place += piece.length;
      else return place + firstNot(piece, isBefore);
    }
    return place;
  }

  toArray(): T[] {
    return this.pieces.flat();
  }

  private find(place: number): { readonly piece: number; readonly at: number } {
    let at = Math.max(0, place);
    for (let piece = 0; ; piece++) {
      const length = this.pieces[piece]?.length ?? 0;
      if (at < length || piece === this.pieces.length - 1) return { piece, at: Math.min(at, length) };
      at -= length;
    }
  }
}

const longestPiece = 1024;

/** The place in an ordered array of its first item that is not before something. */
export function firstNot<T>(items: readonly T[], isBefore: (item: T) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(items[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
}

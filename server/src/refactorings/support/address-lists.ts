import type { Coordinate } from '../../analysis/predicates';
import { coordinateOf } from '../../analysis/predicates';
import type { HostMask } from '../../values/index';

/** Whether no address is in two entries of a list. Entries with odd masks, and names, may be. */
export function disjointAddresses(entries: readonly HostMask[]): boolean {
  const ranges: (readonly [Coordinate, Coordinate])[] = [];
  for (const entry of entries) {
    if (entry.kind !== 'prefix') return false;
    const last = entry.words.map((word, index) => (word | ~(entry.mask[index] ?? 0)) >>> 0);
    ranges.push([coordinateOf(entry.words), coordinateOf(last)]);
  }
  ranges.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return ranges.every(([from], index) => index === 0 || (ranges[index - 1]?.[1] ?? 0) < from);
}

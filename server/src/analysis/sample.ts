import type { PacketSet } from './diagram';
import type { Coordinate, RangeField } from './predicates';
import type { Space } from './space';

/** One packet of a set, by the fields that make it a member; a field that does not matter is left out. */
export type Sample = Readonly<Partial<Record<RangeField, Coordinate>>> & { readonly mark?: number; readonly tcpFlags?: number };

/** One packet of a set; `undefined` for the empty set. */
export function sampleOf(space: Space, set: PacketSet): Sample | undefined {
  const fixed = space.diagram.member(set);
  if (fixed === undefined) return undefined;
  const sample: Partial<Record<RangeField | 'mark' | 'tcpFlags', Coordinate>> = {};
  for (const name of space.fieldNames()) {
    const { first, width, starts } = space.field(name);
    let interval = 0;
    let matters = false;
    for (let at = 0; at < width; at++) {
      const bit = fixed.get(first + at);
      matters ||= bit !== undefined;
      interval = interval * 2 + (bit === true ? 1 : 0);
    }
    const start = starts[Math.min(interval, starts.length - 1)];
    if (matters && start !== undefined) sample[name] = start;
  }
  for (const name of ['mark', 'tcpFlags'] as const) {
    const first = space.bitField(name);
    let value = 0;
    let matters = false;
    for (let bit = 0; bit < (name === 'mark' ? 32 : 8); bit++) {
      const one = fixed.get(first + bit);
      matters ||= one !== undefined;
      if (one === true) value += 2 ** bit;
    }
    if (matters) sample[name] = value;
  }
  return sample as Sample;
}

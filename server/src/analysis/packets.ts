import type { PacketSet } from './diagram';
import { allPackets } from './diagram';
import type { Coordinate, RangeField } from './predicates';
import type { Space } from './space';

/** The states by name, in the order of the field's values. */
export const stateNames = ['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED'] as const;

export type StateName = (typeof stateNames)[number];

/** Fields and the value, or the range of values, that packets have in them. */
export type PacketFields = Readonly<
  Partial<Record<Exclude<RangeField, 'state' | 'rawState'>, Coordinate | readonly [Coordinate, Coordinate]>>
> & { readonly state?: StateName | readonly StateName[] };

/**
 * The packets with some values. Values that no rule tells apart come as one: of a ruleset that never asks for port 22 the set
 * for port 22 holds the ports around it as well, and whatever is true of one of them is true of all.
 */
export function packetsWith(space: Space, fields: PacketFields): PacketSet {
  let set: PacketSet = allPackets;
  for (const [field, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const ranges =
      field === 'state'
        ? [value].flat().map((name): [number, number] => [stateNames.indexOf(name as StateName), stateNames.indexOf(name as StateName)])
        : [Array.isArray(value) ? (value as [Coordinate, Coordinate]) : ([value, value] as [Coordinate, Coordinate])];
    set = space.diagram.intersect(set, space.inRanges(field as RangeField, ranges));
  }
  return set;
}

/** The same packets whatever their values in some fields: what is left of a set when nobody looks at them. */
export function regardless(space: Space, set: PacketSet, fields: readonly RangeField[]): PacketSet {
  return space.diagram.forget(set, (bit) => fields.some((field) => space.isOf(field, bit)));
}

/** The same packets whatever their mark. */
export function regardlessOfMark(space: Space, set: PacketSet): PacketSet {
  return space.diagram.forget(set, (bit) => space.isMark(bit));
}

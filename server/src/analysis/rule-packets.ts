import type { BoundRule } from '../model/bound';
import type { PacketSet } from './diagram';
import { allPackets, nothing } from './diagram';
import type { Coordinate, Predicate, RangeField } from './predicates';
import { PredicateReader } from './predicates';
import type { RulesetAnalysis } from './ruleset';
import type { Space } from './space';
import { intervalOf } from './space';

/**
 * The packets that a rule may match which need not stand in the file. Values that no rule of the file tells apart count as one,
 * so there may be more of them.
 */
export function packetsOf({ space, file }: RulesetAnalysis, rule: BoundRule): PacketSet {
  const { asks } = new PredicateReader(file.family).asksOf(rule);
  return packetsAsked(space, { kind: 'all', of: asks }, 'maybe');
}

/** The packets that something holds for which no rule of the file need have asked: all that may have it, or those that surely do. */
export function packetsAsked(space: Space, predicate: Predicate, bound: 'maybe' | 'surely'): PacketSet {
  const { diagram } = space;
  switch (predicate.kind) {
    case 'all':
      return predicate.of.reduce((set, part) => diagram.intersect(set, packetsAsked(space, part, bound)), allPackets);
    case 'any':
      return predicate.of.reduce((set, part) => diagram.unite(set, packetsAsked(space, part, bound)), nothing);
    case 'not':
      return diagram.complement(packetsAsked(space, predicate.of, bound === 'maybe' ? 'surely' : 'maybe'));
    case 'in':
      if (bound === 'maybe') return space.inRanges(predicate.field, predicate.ranges);
      return predicate.ranges.reduce((set, [from, to]) => diagram.unite(set, surelyIn(space, predicate.field, from, behind(to))), nothing);
    default:
      return space.setOf(predicate) ?? (bound === 'maybe' ? allPackets : nothing);
  }
}

/** The packets whose value surely lies in a range: those of the intervals that are wholly in it. The field's last interval has no known end. */
export function surelyIn(space: Space, name: RangeField, from: Coordinate, end: Coordinate): PacketSet {
  const { starts } = space.field(name);
  const ranges: [Coordinate, Coordinate][] = [];
  for (let index = intervalOf(starts, from); index < starts.length; index++) {
    const [start, next] = [starts[index], starts[index + 1]];
    if (start === undefined || next === undefined || next > end) break;
    if (start >= from) ranges.push([start, start]);
  }
  return space.inRanges(name, ranges);
}

function behind(value: Coordinate): Coordinate {
  if (typeof value === 'string') return `${value}\0`;
  return typeof value === 'bigint' ? value + 1n : value + 1;
}

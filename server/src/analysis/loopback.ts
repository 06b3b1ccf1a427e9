import type { Family } from '../catalogue/schema';
import type { PacketSet } from './diagram';
import type { Coordinate } from './predicates';
import { surelyIn } from './rule-packets';
import type { Space } from './space';

/** The addresses by which a host speaks to itself only (RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3). */
const own: Readonly<Record<Family, readonly [from: Coordinate, end: Coordinate]>> = {
  ipv4: [0x7f000000, 0x80000000],
  ipv6: [1n, 2n],
};

/** The packets from or to a loopback address, as far as rules tell these apart from all others. */
export function loopbackAddressed(space: Space, family: Family): PacketSet {
  const [from, end] = own[family];
  return space.diagram.unite(surelyIn(space, 'source', from, end), surelyIn(space, 'destination', from, end));
}

import { hookOrder } from '../model/jump-graph';
import type { PacketSet } from './diagram';
import { allPackets, nothing } from './diagram';
import { noInterface } from './predicates';
import type { Space } from './space';

/** The packets that can come into a built-in chain at all. A hook without an interface shows an empty name. */
export function universeOf(space: Space, table: string, chain: string): PacketSet {
  const { diagram } = space;
  const none = (field: 'input' | 'output'): PacketSet => space.inRanges(field, [[noInterface, noInterface]]);
  const some = (field: 'input' | 'output'): PacketSet => diagram.complement(none(field));
  if (!hookOrder.some((hook) => hook === chain)) return nothing;
  let set: PacketSet = allPackets;
  if (chain === 'PREROUTING' || chain === 'INPUT') set = diagram.intersect(some('input'), none('output'));
  if (chain === 'FORWARD') set = diagram.intersect(some('input'), some('output'));
  if (chain === 'OUTPUT') set = diagram.intersect(none('input'), some('output'));
  if (chain === 'POSTROUTING') set = some('output');
  // Only the packet that begins a connection goes through nat (`nf_nat_inet_fn` in the kernel's nf_nat_core.c).
  if (table === 'nat') {
    set = diagram.intersect(
      set,
      space.inRanges('state', [
        [0, 0],
        [2, 2],
      ]),
    );
  }
  return set;
}

import type { PacketSet } from '../../analysis/diagram';
import { packetsWith } from '../../analysis/packets';
import type { Space } from '../../analysis/space';
import { universeOf } from '../../analysis/universe';

/** The packets of filter's INPUT or OUTPUT that come from the network or go there: not those on `lo`. */
export function networkPackets(space: Space, chain: 'INPUT' | 'OUTPUT'): PacketSet {
  return space.diagram.subtract(universeOf(space, 'filter', chain), loopbackInterface(space, chain));
}

/** The packets of filter's INPUT or OUTPUT that this host sends to itself. */
export function loopbackPackets(space: Space, chain: 'INPUT' | 'OUTPUT'): PacketSet {
  return space.diagram.intersect(universeOf(space, 'filter', chain), loopbackInterface(space, chain));
}

function loopbackInterface(space: Space, chain: 'INPUT' | 'OUTPUT'): PacketSet {
  return packetsWith(space, chain === 'INPUT' ? { input: 'lo' } : { output: 'lo' });
}

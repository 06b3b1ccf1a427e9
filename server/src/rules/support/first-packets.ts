import type { PacketSet } from '../../analysis/diagram';
import { asUntracked } from '../../analysis/exempt';
import { packetsWith } from '../../analysis/packets';
import type { RulesetAnalysis } from '../../analysis/ruleset';
import type { Space } from '../../analysis/space';
import { exemptAt, regardlessOfState } from '../../analysis/tracking';
import { TcpFlag } from '../../values/index';

/** TCP packets with SYN alone, as they open a connection from an ephemeral port. */
export function openingTcp(space: Space): PacketSet {
  const { SYN, RST, ACK, FIN } = TcpFlag;
  const flags = space.setOf({ kind: 'bits', field: 'tcpFlags', mask: SYN | RST | ACK | FIN, value: SYN });
  return space.diagram.intersect(packetsWith(space, { protocol: 6, sourcePort: ephemeral, fragment: 0 }), flags ?? 0);
}

/** UDP packets from an ephemeral port. */
export function openingUdp(space: Space): PacketSet {
  return packetsWith(space, { protocol: 17, sourcePort: ephemeral, fragment: 0 });
}

/** Clients of today take no port below these for themselves. */
const ephemeral: readonly [number, number] = [1024, 65535];

/** Packets as a hook's filter sees the first of them: NEW, or UNTRACKED as far as raw takes them out of tracking. */
export function asFirst(analysis: RulesetAnalysis, hook: 'INPUT' | 'OUTPUT', set: PacketSet): PacketSet {
  const { space } = analysis;
  const { diagram } = space;
  const exempt = exemptAt(analysis, hook);
  const stateless = regardlessOfState(space, set);
  const tracked = diagram.intersect(diagram.subtract(stateless, exempt.surely), packetsWith(space, { state: 'NEW' }));
  return diagram.unite(tracked, asUntracked(analysis, diagram.intersect(stateless, exempt.maybe)));
}

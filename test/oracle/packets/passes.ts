// The hooks that a packet meets, and what it has there: measured with both back ends of 1.8.9 on a 6.18 kernel, and held against
// the kernel by passes.test.ts.
//
// - The in-interface is there in PREROUTING, INPUT and FORWARD, and for a forwarded packet in POSTROUTING too. The out-interface is there
//   in FORWARD, OUTPUT and POSTROUTING. Elsewhere, which only a chain of the user's can ask, it is the empty name: `-i eth0` does not
//   match it, `! -i eth0` and `-i +` do, `! -i +` never matches anything. The back ends agree.
// - The packet type is what the frame was sent to; what the host sends is unicast in OUTPUT and POSTROUTING, even to a group, and so is
//   loopback's second pass, unless it is the copy of something that went to a group.
// - A MAC source is there for what came by Ethernet. On `lo` neither `--mac-source` nor `! --mac-source` matches.
// - The mark of the socket, or the one that OUTPUT set, is still there on loopback's second pass, and so are the connection and UNTRACKED.
// - IPv4's addrtype gives each address one type (LOCAL is not UNICAST). IPv6's gives the host's own addresses LOCAL and UNICAST.
// - Fragments: with connection tracking on they are put together before raw, in PREROUTING and OUTPUT, and no chain sees one of them.
//   With tracking off, each is seen by itself; IPv4's are put together between PREROUTING and INPUT, IPv6's behind INPUT.

import type { TestPacket } from './packet';
import { familyOf } from './packet';
import { behind } from './universe';
import { links } from './world';

/** A built-in hook. */
export type Hook = 'PREROUTING' | 'INPUT' | 'FORWARD' | 'OUTPUT' | 'POSTROUTING';

/** A packet as it enters a hook. */
export interface Pass {
  readonly hook: Hook;
  /** `undefined` where there is none. */
  readonly input: string | undefined;
  readonly output: string | undefined;
  readonly packetType: 'unicast' | 'broadcast' | 'multicast';
  /** The sender's hardware address; `undefined` where none is to be had, and a condition on it never matches. */
  readonly mac: string | undefined;
  /** What is left of `TestPacket.fragment`: nothing where the fragments have been put together. */
  readonly fragment: 'first' | 'later' | undefined;
}

/**
 * The passes of a packet that nothing drops, in their order. `earlier` are the packets before it in its list, none of which was dropped
 * in a way that matters to its fragments. `undefined`: it goes to a group from the host, which makes copies.
 */
export function passesOf(packet: TestPacket, earlier: readonly TestPacket[], tracked: boolean): readonly Pass[] | undefined {
  if ((packet.direction === 'out' || packet.direction === 'loopback') && isGroup(packet.destination)) return undefined;
  if (packet.fragment === undefined) return walk(packet, undefined);
  const completes = isCompleted(packet, earlier);
  if (tracked) return completes ? walk(packet, undefined) : [];
  const passes = walk(packet, packet.fragment);
  if (familyOf(packet) === 'ipv6') return passes;
  return passes.flatMap((pass) => (pass.hook !== 'INPUT' ? [pass] : completes ? [{ ...pass, fragment: undefined }] : []));
}

/** By which interface the host sends to an address. */
export function routeTo(address: string): string {
  const family = address.includes(':') ? 'ipv6' : 'ipv4';
  return behind('eth1', family).includes(address) ? 'eth1' : 'eth0';
}

function walk(packet: TestPacket, fragment: Pass['fragment']): readonly Pass[] {
  const received = { input: packet.enters ?? 'eth0', mac: packet.sourceMac ?? links[packet.enters ?? 'eth0'].neighbourMac };
  const sent = { input: undefined, mac: undefined, packetType: 'unicast', fragment } as const;
  const cast = { packetType: packet.cast ?? 'unicast', fragment } as const;
  const output = routeTo(packet.destination);
  switch (packet.direction) {
    case 'in':
      return [
        { hook: 'PREROUTING', ...received, output: undefined, ...cast },
        { hook: 'INPUT', ...received, output: undefined, ...cast },
      ];
    case 'through':
      return [
        { hook: 'PREROUTING', ...received, output: undefined, ...cast },
        // What was not sent to the host's own hardware address is not forwarded.
        ...(cast.packetType === 'unicast'
          ? ([
              { hook: 'FORWARD', ...received, output, ...cast },
              { hook: 'POSTROUTING', ...received, mac: undefined, output, ...cast },
            ] as const)
          : []),
      ];
    case 'out':
      return [
        { hook: 'OUTPUT', ...sent, output },
        { hook: 'POSTROUTING', ...sent, output },
      ];
    case 'loopback':
      return [
        { hook: 'OUTPUT', ...sent, output: 'lo' },
        { hook: 'POSTROUTING', ...sent, output: 'lo' },
        { hook: 'PREROUTING', ...sent, input: 'lo', output: undefined },
        { hook: 'INPUT', ...sent, input: 'lo', output: undefined },
      ];
  }
}

/** Whether the other half of its datagram is still waiting: a datagram that was put together is gone. */
function isCompleted(packet: TestPacket, earlier: readonly TestPacket[]): boolean {
  const waiting = new Set<'first' | 'later'>();
  for (const each of [...earlier, packet]) {
    if (each.fragment === undefined || each.datagram === undefined || !isSameDatagram(each, packet)) continue;
    waiting.add(each.fragment);
    if (each === packet) return waiting.size === 2;
    if (waiting.size === 2) waiting.clear();
  }
  return false;
}

function isSameDatagram(left: TestPacket, right: TestPacket): boolean {
  return (
    left.datagram === right.datagram &&
    left.source === right.source &&
    left.destination === right.destination &&
    left.protocol === right.protocol &&
    left.direction === right.direction
  );
}

function isGroup(address: string): boolean {
  return /^(ff|22[4-9]\.|23\d\.|255\.255\.255\.255$)/.test(address) || address === '192.0.2.255' || address === '198.51.100.255';
}

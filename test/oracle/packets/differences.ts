// Where the nft back end counts what the legacy one does not, so that nobody takes it for a fault of an engine. Each is shown by a
// packet in `packetDifferences` of facts.ts.

import { isAtLeast } from '../../support/oracle-probe';
import type { TestPacket } from './packet';

/**
 * Whether nft means something else by a rule than legacy does: until 1.8.11 `! --sport A ! --dport B` of single ports (`22:22` is one too)
 * was "not both", and all ports inverted was every packet. Reads rules as random-rules.ts writes them.
 */
export function isReadDifferently(rule: string, version: string): boolean {
  return !isAtLeast(version, '1.8.11') && (notBoth.test(rule) || noPort.test(rule));
}

const notBoth = /! --sport (\d+)(:\1)? ! --dport (\d+)(:\3)?(?![\d:])/;
const noPort = /! --[sd]port 0?:(65535)?(?!\d)/;

/**
 * Whether nft's port and flag tests read something else than a header in a packet: the contents of a later fragment, or of IPv6 the
 * IPv6 header itself. `-m tcp` and `-m udp` without options, or with all ports, and multiport and icmp stay as they are in legacy.
 */
export function isHeaderless(packet: TestPacket): boolean {
  return packet.fragment === 'later';
}

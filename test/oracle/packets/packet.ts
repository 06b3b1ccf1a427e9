// A packet as a test asks for it.

import type { Family } from '../../support/oracle';
import type { HostInterface } from './world';

/** The bits of a TCP header that `--tcp-flags` knows. */
export type TcpFlag = 'SYN' | 'ACK' | 'FIN' | 'RST' | 'URG' | 'PSH';

/**
 * One packet that is sent alone. The packets of one list share the host, so a list is a sequence: a reply is a reply because
 * the request came earlier in the list. What state a packet then really had is in its observation.
 */
export interface TestPacket {
  /**
   * `in`: a neighbour sends it to the host (INPUT, or FORWARD where the destination is not the host's). `out`: the host sends
   * it (OUTPUT). `through`: the same as `in`, said of packets for somebody else (FORWARD). `loopback`: the host sends it to
   * itself (OUTPUT, POSTROUTING, and again from PREROUTING to INPUT by `lo`).
   */
  readonly direction: 'in' | 'out' | 'through' | 'loopback';
  /** Addresses of one family; the colon tells which. */
  readonly source: string;
  readonly destination: string;
  /** A number is sent with 24 bytes of zeros as its contents. */
  readonly protocol: 'tcp' | 'udp' | 'icmp' | 'icmpv6' | number;
  /** Of tcp and udp; 0 where it is left out. */
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  /** SYN alone where it is left out; an empty list is a packet without flags. */
  readonly flags?: readonly TcpFlag[];
  /** The TCP numbers; those that fit a connection without data, begun by a SYN of number 1000 on either side, where left out. */
  readonly sequence?: number;
  readonly acknowledgement?: number;
  /** Of icmp and icmpv6: an echo request where it is left out. */
  readonly icmp?: IcmpMessage;
  /**
   * `first`: the first 24 of 40 bytes, with the header of the protocol and "more fragments" set. `later`: the other 16, at offset
   * 24. Both have the same identification where `datagram` is the same, and can then be put together; alone they cannot.
   */
  readonly fragment?: 'first' | 'later';
  /** The datagram that a fragment is of. A number of its own for every packet where it is left out. */
  readonly datagram?: number;
  /** What the later fragment contains, up to 16 bytes, zeros behind them. The nft back end's port tests read it as if it were a header. */
  readonly contents?: readonly number[];
  /** The interface by which the host receives it: eth0 where it is left out. Only for `in` and `through`. */
  readonly enters?: HostInterface;
  /** The sender's hardware address; the neighbour's own where it is left out. Only for `in` and `through`. */
  readonly sourceMac?: string;
  /** The kind of hardware address it is sent to: what `pkttype` sees. Only for `in` and `through`. */
  readonly cast?: 'unicast' | 'broadcast' | 'multicast';
  /** The sending socket's mark (SO_MARK). Only for `out` and `loopback`. */
  readonly mark?: number;
  /** The checksum of the transport header is wrong: connection tracking takes such a packet for INVALID when it comes in. */
  readonly damaged?: boolean;
  /** All connections are forgotten before it: a sequence of its own begins. */
  readonly fresh?: boolean;
}

/** An ICMP message. */
export interface IcmpMessage {
  readonly type: number;
  readonly code?: number;
  /** The identifier of an echo: request and reply have the same. 1 where it is left out. */
  readonly identifier?: number;
  /** The packet that an error is about, quoted in it. */
  readonly about?: TestPacket;
}

/** The family of a packet's addresses. */
export function familyOf(packet: TestPacket): Family {
  return packet.source.includes(':') ? 'ipv6' : 'ipv4';
}

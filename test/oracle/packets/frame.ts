// Packets as bytes, with right checksums.

import type { TcpFlag, TestPacket } from './packet';
import { familyOf } from './packet';
import type { Link } from './world';

/** An IP packet. `identification` is the datagram's number, which its fragments share. */
export function bytesOf(packet: TestPacket, identification: number): Uint8Array {
  const family = familyOf(packet);
  const source = addressBytes(packet.source);
  const destination = addressBytes(packet.destination);
  const protocol = typeof packet.protocol === 'number' ? packet.protocol : protocolNumbers[packet.protocol];
  const whole = transportOf(packet, protocol, [...source, ...destination]);
  const contents = packet.fragment === undefined ? whole : packet.fragment === 'first' ? whole.slice(0, cut) : whole.slice(cut);
  const place = (packet.fragment === 'later' ? cut : 0) + (packet.fragment === 'first' ? 1 : 0);
  if (family === 'ipv6') {
    // RFC 8200 section 4.5; the offset stands in the upper 13 bits, "more fragments" in the lowest one.
    const extension = packet.fragment === undefined ? [] : [protocol, 0, ...two(place), ...two(0), ...two(identification)];
    const next = packet.fragment === undefined ? protocol : 44;
    return Uint8Array.from([
      0x60,
      0,
      0,
      0,
      ...two(extension.length + contents.length),
      next,
      255,
      ...source,
      ...destination,
      ...extension,
      ...contents,
    ]);
  }
  const flags = packet.fragment === 'first' ? 0x2000 : packet.fragment === 'later' ? cut / 8 : 0;
  const start = [0x45, 0, ...two(20 + contents.length), ...two(identification), ...two(flags), 64, protocol];
  const end = [...source, ...destination];
  return Uint8Array.from([...start, ...two(checksum([...start, 0, 0, ...end])), ...end, ...contents]);
}

/** An Ethernet frame from a link's neighbour to the host. */
export function frameOf(packet: TestPacket, link: Link, identification: number): Uint8Array {
  const to = { unicast: link.hostMac, broadcast: 'ff:ff:ff:ff:ff:ff', multicast: '01:00:5e:00:00:01' }[packet.cast ?? 'unicast'];
  const kind = familyOf(packet) === 'ipv6' ? 0x86dd : 0x0800;
  const from = packet.sourceMac ?? link.neighbourMac;
  return Uint8Array.from([...macBytes(to), ...macBytes(from), ...two(kind), ...bytesOf(packet, identification)]);
}

/** The number of a TCP flag's bit. */
export const tcpFlagBits: Readonly<Record<TcpFlag, number>> = { FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16, URG: 32 };

export const protocolNumbers = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58 } as const;

/** Where a fragmented datagram of 40 bytes is cut: a multiple of 8 behind every transport header. */
const cut = 24;
const fragmentedLength = 40;

function transportOf(packet: TestPacket, protocol: number, addresses: readonly number[]): number[] {
  const { header, checksumAt } = headerOf(packet, protocol);
  const length = packet.fragment === undefined ? header.length : Math.max(header.length, fragmentedLength);
  const bytes = [...header, ...zeros(length - header.length)];
  if (packet.fragment !== undefined) bytes.splice(cut, packet.contents?.length ?? 0, ...(packet.contents ?? []));
  if (protocol === protocolNumbers.udp) bytes.splice(4, 2, ...two(length));
  if (checksumAt === undefined) return bytes;
  // ICMP of IPv4 is the only one that does not count the addresses in.
  const pseudo = protocol === protocolNumbers.icmp ? [] : [...addresses, 0, 0, ...two(length), 0, protocol];
  const sum = checksum([...pseudo, ...bytes]);
  const right = sum === 0 && protocol === protocolNumbers.udp ? 0xffff : sum;
  bytes.splice(checksumAt, 2, ...two(packet.damaged ? right ^ 0x5555 : right));
  return bytes;
}

function headerOf(packet: TestPacket, protocol: number): { header: number[]; checksumAt?: number } {
  const ports = [...two(packet.sourcePort ?? 0), ...two(packet.destinationPort ?? 0)];
  switch (protocol) {
    case protocolNumbers.tcp: {
      const flags = packet.flags ?? ['SYN'];
      const sequence = packet.sequence ?? (flags.includes('SYN') ? 1000 : 1001);
      const acknowledgement = packet.acknowledgement ?? (flags.includes('ACK') ? 1001 : 0);
      const bits = flags.reduce((sum, flag) => sum | tcpFlagBits[flag], 0);
      return { header: [...ports, ...four(sequence), ...four(acknowledgement), 0x50, bits, ...two(0xffff), 0, 0, 0, 0], checksumAt: 16 };
    }
    case protocolNumbers.udp:
      return { header: [...ports, 0, 0, 0, 0, ...zeros(16)], checksumAt: 6 };
    case protocolNumbers.icmp:
    case protocolNumbers.icmpv6: {
      const { type, code = 0, identifier = 1, about } = packet.icmp ?? { type: protocol === protocolNumbers.icmp ? 8 : 128 };
      const isEcho = protocol === protocolNumbers.icmp ? type === 0 || type === 8 : type === 128 || type === 129;
      const rest = isEcho ? [...two(identifier), ...two(1)] : restOf(protocol, type);
      // An error quotes the packet it is about; the body of other messages is zeros.
      return { header: [type, code, 0, 0, ...rest, ...(about === undefined ? zeros(16) : bytesOf(about, 1))], checksumAt: 2 };
    }
    default:
      return { header: zeros(24) };
  }
}

/** The four bytes behind an ICMP message's checksum: an error about the size names one. */
function restOf(protocol: number, type: number): number[] {
  if (protocol === protocolNumbers.icmp && type === 3) return [0, 0, ...two(1400)];
  if (protocol === protocolNumbers.icmpv6 && type === 2) return four(1400);
  return four(0);
}

/** RFC 1071. */
function checksum(bytes: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += (bytes[at]! << 8) | (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

function addressBytes(address: string): number[] {
  if (!address.includes(':')) return address.split('.').map(Number);
  const [left = '', right] = address.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const head = groups(left);
  const tail = right === undefined ? [] : groups(right);
  const gap = right === undefined ? [] : Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return [...head, ...gap, ...tail].flatMap((group) => two(Number.parseInt(group, 16)));
}

function macBytes(address: string): number[] {
  return address.split(':').map((byte) => Number.parseInt(byte, 16));
}

function two(value: number): number[] {
  return [(value >>> 8) & 0xff, value & 0xff];
}

function four(value: number): number[] {
  return [...two(value >>> 16), ...two(value)];
}

function zeros(length: number): number[] {
  return Array.from({ length }, () => 0);
}

// Random packets, in short conversations: requests and replies, errors about them, fragments, and packets that fit nowhere.

import type { Random } from '../../support/cases/random';
import { randomOf } from '../../support/cases/random';
import type { Family } from '../../support/oracle';
import type { IcmpMessage, TcpFlag, TestPacket } from './packet';
import { behind, hardwareAddresses, loopback, marks, otherProtocols, ownAddresses, ports } from './universe';

/** At least `count` packets of a seed, a whole number of conversations. */
export function packetsOf(seed: number, family: Family, count: number): readonly TestPacket[] {
  // Not the numbers that the ruleset of the same seed is made of.
  const random = randomOf(seed ^ 0x5bd1e995);
  const packets: TestPacket[] = [];
  while (packets.length < count) {
    const [first, ...rest] = random.pick(conversations)(random, family);
    packets.push({ ...first!, ...(random.percent(40) ? { fresh: true } : {}) }, ...rest);
  }
  return packets;
}

/** The packet that goes back: ends exchanged, by the way it came. */
export function replyTo(packet: TestPacket, changes: Partial<TestPacket> = {}): TestPacket {
  const { fresh: _fresh, mark: _mark, sourceMac: _sourceMac, enters, direction, cast: _cast, ...rest } = packet;
  const back = direction === 'in' ? 'out' : direction === 'out' ? 'in' : direction;
  const entersBack = back === 'through' && enters !== 'eth1' ? ({ enters: 'eth1' } as const) : {};
  // A packet that left by eth1 is answered there.
  const answered = back === 'in' && leavesByEth1(packet) ? ({ enters: 'eth1' } as const) : {};
  const ends = { source: packet.destination, destination: packet.source };
  const ports =
    packet.sourcePort === undefined && packet.destinationPort === undefined
      ? {}
      : { sourcePort: packet.destinationPort ?? 0, destinationPort: packet.sourcePort ?? 0 };
  return { ...rest, ...ends, ...ports, direction: back, ...entersBack, ...answered, ...changes };
}

type Conversation = (random: Random, family: Family) => TestPacket[];

const conversations: readonly Conversation[] = [
  (random, family) => [anyPacket(random, family)],
  (random, family) => [anyPacket(random, family)],
  tcpConnection,
  tcpConnection,
  requestAndReply,
  requestAndReply,
  echo,
  errorAbout,
  errorAbout,
  unexpected,
  fragments,
  wideCast,
  heartbeat,
];

function tcpConnection(random: Random, family: Family): TestPacket[] {
  const syn: TestPacket = { ...ends(random, family), protocol: 'tcp', ...portsOf(random), flags: ['SYN'] };
  const back = (flags: TcpFlag[], numbers: Partial<TestPacket> = {}): TestPacket => replyTo(syn, { flags, ...numbers });
  const forth = (flags: TcpFlag[], numbers: Partial<TestPacket> = {}): TestPacket => ({ ...syn, flags, ...numbers });
  const all = [
    syn,
    back(['SYN', 'ACK']),
    forth(['ACK']),
    forth(['FIN', 'ACK']),
    back(['FIN', 'ACK'], { acknowledgement: 1002 }),
    forth(['ACK'], { sequence: 1002, acknowledgement: 1002 }),
  ];
  const some = all.slice(0, 1 + random.below(all.length));
  return random.percent(20) ? [...some, random.percent(50) ? back(['RST', 'ACK']) : forth(['RST'])] : some;
}

function requestAndReply(random: Random, family: Family): TestPacket[] {
  const protocol = random.pick(['udp', 'udp', 'udp', random.pick(otherProtocols)] as const);
  const request: TestPacket = { ...ends(random, family), protocol, ...(protocol === 'udp' ? portsOf(random) : {}) };
  return [request, replyTo(request), request].slice(0, 1 + random.below(3));
}

function echo(random: Random, family: Family): TestPacket[] {
  const [asked, answered] = family === 'ipv4' ? [8, 0] : [128, 129];
  const identifier = 1 + random.below(3);
  const request: TestPacket = { ...ends(random, family), ...icmp(family, { type: asked, identifier }) };
  return [request, replyTo(request, icmp(family, { type: answered, identifier }))].slice(random.percent(20) ? 1 : 0);
}

/** An error from the other end about a packet that was sent, or was not. */
function errorAbout(random: Random, family: Family): TestPacket[] {
  const about: TestPacket = { ...ends(random, family), protocol: random.pick(['udp', 'tcp'] as const), ...portsOf(random) };
  const message = random.pick<IcmpMessage>(
    family === 'ipv4' ? [{ type: 3, code: 3 }, { type: 3, code: 4 }, { type: 11 }] : [{ type: 1, code: 4 }, { type: 2 }, { type: 3 }],
  );
  const { sourcePort: _sourcePort, destinationPort: _destinationPort, ...reply } = replyTo(about);
  return [about, { ...reply, ...icmp(family, { ...message, about }) }].slice(random.percent(25) ? 1 : 0);
}

/** Packets that no connection has begun, or none could begin with. */
function unexpected(random: Random, family: Family): TestPacket[] {
  const base = ends(random, family);
  const kinds: readonly (() => TestPacket)[] = [
    () => ({
      ...base,
      protocol: 'tcp',
      ...portsOf(random),
      flags: random.pick<TcpFlag[]>([[], ['SYN', 'ACK'], ['FIN', 'PSH', 'URG'], ['SYN', 'FIN'], ['ACK'], ['RST'], ['RST', 'ACK']]),
    }),
    () => ({ ...base, protocol: 'udp', ...portsOf(random), damaged: true }),
    () => ({ ...base, protocol: 'tcp', ...portsOf(random), damaged: true }),
    () => ({ ...base, ...icmp(family, { type: random.pick(family === 'ipv4' ? [0, 5, 13, 40] : [129, 4, 133, 135, 136, 200]) }) }),
  ];
  return [random.pick(kinds)()];
}

function fragments(random: Random, family: Family): TestPacket[] {
  const protocol = random.pick(['tcp', 'udp', 'udp', family === 'ipv4' ? 'icmp' : 'icmpv6'] as const);
  const contents = random.percent(50)
    ? [0, random.pick([22, 53]), 0, random.pick([22, 53]), ...Array.from({ length: 9 }, () => 0), random.pick([2, 16, 18])]
    : [];
  const datagram = 1 + random.below(0x4000);
  const base: TestPacket = {
    ...ends(random, family),
    protocol,
    ...(protocol === 'tcp' || protocol === 'udp' ? portsOf(random) : {}),
    datagram,
    contents,
  };
  const both = [
    { ...base, fragment: 'first' as const },
    { ...base, fragment: 'later' as const },
  ];
  return random.pick([both, both.slice(0, 1), both.slice(1), [...both].reverse()]);
}

/** Packets to everybody, and packets to the host in a frame to everybody. */
function wideCast(random: Random, family: Family): TestPacket[] {
  const source = random.pick(behind('eth0', family).slice(0, 3));
  const everybody: Partial<TestPacket> = random.pick(
    family === 'ipv4'
      ? [
          { destination: '192.0.2.255', cast: 'broadcast' },
          { destination: '255.255.255.255', cast: 'broadcast' },
          { destination: '224.0.0.1', cast: 'multicast' },
        ]
      : [{ destination: 'ff02::1', cast: 'multicast' }],
  );
  const toHost: Partial<TestPacket> = { cast: random.pick(['broadcast', 'multicast'] as const) };
  const packet: TestPacket = {
    direction: 'in',
    source,
    destination: random.pick(ownAddresses(family)),
    protocol: 'udp',
    ...portsOf(random),
  };
  return [{ ...packet, ...(random.percent(60) ? everybody : toHost) }];
}

/** Peers that send at each other's 694 from ephemeral ports, and peers that use one port at both ends. */
function heartbeat(random: Random, family: Family): TestPacket[] {
  const there = behind('eth0', family)[0]!;
  const here = ownAddresses(family)[0]!;
  const port = random.pick([694, 5405]);
  const from = port === 694 ? random.pick([40000, 50000]) : port;
  const received: TestPacket = {
    direction: 'in',
    source: there,
    destination: here,
    protocol: 'udp',
    sourcePort: from,
    destinationPort: port,
  };
  const sent: TestPacket = { direction: 'out', source: here, destination: there, protocol: 'udp', sourcePort: from, destinationPort: port };
  return random.percent(50) ? [received, sent, received] : [sent, received];
}

function anyPacket(random: Random, family: Family): TestPacket {
  const base = ends(random, family);
  const kinds: readonly (() => TestPacket)[] = [
    () => ({ ...base, protocol: 'tcp', ...portsOf(random), flags: ['SYN'] }),
    () => ({ ...base, protocol: 'udp', ...portsOf(random) }),
    () => ({ ...base, protocol: random.pick(otherProtocols) }),
    () => ({ ...base, ...icmp(family, { type: family === 'ipv4' ? 8 : 128, identifier: 1 + random.below(3) }) }),
  ];
  return random.pick(kinds)();
}

function icmp(family: Family, message: IcmpMessage): Pick<TestPacket, 'protocol' | 'icmp'> {
  return { protocol: family === 'ipv4' ? 'icmp' : 'icmpv6', icmp: message };
}

function portsOf(random: Random): Pick<TestPacket, 'sourcePort' | 'destinationPort'> {
  return { sourcePort: random.pick(ports), destinationPort: random.pick(ports) };
}

type Ends = Pick<TestPacket, 'direction' | 'source' | 'destination' | 'enters' | 'sourceMac' | 'mark'>;

function ends(random: Random, family: Family): Ends {
  const side = random.pick(['eth0', 'eth0', 'eth1'] as const);
  const other = side === 'eth0' ? 'eth1' : 'eth0';
  const there = random.pick(behind(side, family));
  const sender = random.percent(15) ? { sourceMac: random.pick(hardwareAddresses) } : {};
  const mark = random.percent(30) ? { mark: random.pick(marks) } : {};
  switch (random.pick(['in', 'in', 'out', 'out', 'through', 'loopback'] as const)) {
    case 'in':
      return { direction: 'in', source: there, destination: random.pick(ownAddresses(family)), enters: side, ...sender };
    case 'out':
      return { direction: 'out', source: random.pick(ownAddresses(family)), destination: there, ...mark };
    case 'through':
      return { direction: 'through', source: there, destination: random.pick(behind(other, family)), enters: side, ...sender };
    case 'loopback':
      return { direction: 'loopback', source: random.pick(loopback(family)), destination: random.pick(loopback(family)), ...mark };
  }
}

function leavesByEth1({ destination }: TestPacket): boolean {
  return [...behind('eth1', 'ipv4'), ...behind('eth1', 'ipv6')].includes(destination);
}

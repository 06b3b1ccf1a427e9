// What is known of the kernel and of connection tracking, each with packets that show it. Both back ends do the same.

import type { BackEnd, Family } from '../../support/oracle';
import type { Observation } from './observe';
import type { TcpFlag, TestPacket } from './packet';

/** A ruleset, packets in their order, and what each of them must do. */
export interface PacketFact {
  readonly name: string;
  readonly ruleset: string;
  readonly packets: readonly (readonly [packet: TestPacket, expected: Expected])[];
}

/** Only what is named is compared. */
export interface Expected {
  /** The rules that count it, without `-A`, in the order of the file; all of them. */
  readonly counts?: readonly string[] | Readonly<Record<BackEnd, readonly string[]>>;
  readonly delivered?: Observation['delivered'];
  readonly refused?: string;
  /** The states, by hook: `output NEW`. */
  readonly states?: readonly string[];
}

/** A file of tables. Chains that are not built in are declared, and `policy` lines stand beside the rules: `FORWARD DROP`. */
function ruleset(tables: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(tables)
    .map(
      ([table, lines]) =>
        `*${table}\n${lines.map((line) => (/^[A-Za-z]+ (ACCEPT|DROP|-)$/.test(line) ? `:${line} [0:0]` : `-A ${line}`)).join('\n')}\nCOMMIT\n`,
    )
    .join('');
}

const server = { ipv4: '192.0.2.1', ipv6: '2001:db8:a::1' };
const client = { ipv4: '192.0.2.2', ipv6: '2001:db8:a::2' };

function query(port: number, family: Family = 'ipv4', from = 40000): TestPacket {
  return { direction: 'in', source: client[family], destination: server[family], protocol: 'udp', sourcePort: from, destinationPort: port };
}

function answer(port: number, family: Family = 'ipv4', to = 40000): TestPacket {
  return { direction: 'out', source: server[family], destination: client[family], protocol: 'udp', sourcePort: port, destinationPort: to };
}

function toItself(port: number): TestPacket {
  return {
    direction: 'loopback',
    source: '127.0.0.1',
    destination: '127.0.0.1',
    protocol: 'udp',
    sourcePort: 40000,
    destinationPort: port,
  };
}

const everyState = ['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED'];

/** The facts of connection tracking, and of the walk through chains. */
export const packetFacts: readonly PacketFact[] = [
  {
    name: 'after NOTRACK only UNTRACKED matches, and so does the inverse of every other state',
    ruleset: ruleset({
      raw: ['PREROUTING -p udp -j NOTRACK'],
      filter: [
        ...everyState.map((state) => `INPUT -m conntrack --ctstate ${state}`),
        'INPUT -m conntrack ! --ctstate ESTABLISHED',
        'INPUT -m connmark ! --mark 0x1',
        'INPUT -m conntrack --ctdir ORIGINAL',
        'INPUT -m conntrack --ctdir REPLY',
        'INPUT -m conntrack ! --ctstatus CONFIRMED',
      ],
    }),
    packets: [
      [
        query(53),
        {
          counts: ['PREROUTING -p udp -j NOTRACK', 'INPUT -m conntrack --ctstate UNTRACKED', 'INPUT -m conntrack ! --ctstate ESTABLISHED'],
          states: ['prerouting UNTRACKED'],
        },
      ],
    ],
  },
  {
    name: 'NOTRACK and CT do not end the walk',
    ruleset: ruleset({ raw: ['PREROUTING -j NOTRACK', 'PREROUTING -j CT --notrack', 'PREROUTING -p udp'] }),
    packets: [[query(53), { counts: ['PREROUTING -j NOTRACK', 'PREROUTING -j CT --notrack', 'PREROUTING -p udp'] }]],
  },
  {
    name: 'raw sees INVALID, but for the second pass of loopback, which brings its connection along',
    ruleset: ruleset({
      raw: ['PREROUTING', 'OUTPUT'].flatMap((hook) => everyState.map((state) => `${hook} -m conntrack --ctstate ${state}`)),
    }),
    packets: [
      [query(53), { counts: ['PREROUTING -m conntrack --ctstate INVALID'], states: ['prerouting NEW'] }],
      [answer(53), { counts: ['OUTPUT -m conntrack --ctstate INVALID'], states: ['output ESTABLISHED'] }],
      [
        toItself(53),
        {
          counts: ['PREROUTING -m conntrack --ctstate NEW', 'OUTPUT -m conntrack --ctstate INVALID'],
          states: ['output NEW', 'prerouting NEW'],
        },
      ],
    ],
  },
  {
    name: 'NOTRACK of the queries alone makes every answer NEW, and a state rule then refuses it',
    ruleset: ruleset({
      raw: ['PREROUTING -p udp --dport 53 -j NOTRACK'],
      filter: ['OUTPUT DROP', 'OUTPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT'],
    }),
    packets: [
      [query(53), { delivered: ['host'] }],
      [answer(53), { counts: [], states: ['output NEW'], delivered: [], refused: 'EPERM' }],
      [answer(53), { counts: [], states: ['output NEW'], delivered: [], refused: 'EPERM' }],
    ],
  },
  {
    name: 'NOTRACK both ways and rules of states under DROP let no answer out',
    ruleset: ruleset({
      raw: ['PREROUTING -p udp --dport 53 -j NOTRACK', 'OUTPUT -p udp --sport 53 -j NOTRACK'],
      filter: ['OUTPUT DROP', 'OUTPUT -m conntrack --ctstate NEW,RELATED,ESTABLISHED -j ACCEPT'],
    }),
    packets: [
      [query(53), { delivered: ['host'], states: ['prerouting UNTRACKED'] }],
      [answer(53), { counts: ['OUTPUT -p udp --sport 53 -j NOTRACK'], states: ['output UNTRACKED'], refused: 'EPERM' }],
    ],
  },
  {
    name: 'and UNTRACKED accepted lets it out',
    ruleset: ruleset({
      raw: ['PREROUTING -p udp --dport 53 -j NOTRACK', 'OUTPUT -p udp --sport 53 -j NOTRACK'],
      filter: ['OUTPUT DROP', 'OUTPUT -m conntrack --ctstate NEW,RELATED,ESTABLISHED,UNTRACKED -j ACCEPT'],
    }),
    packets: [
      [query(53), { delivered: ['host'] }],
      [answer(53), { delivered: ['eth0'], states: ['output UNTRACKED'] }],
    ],
  },
  {
    name: 'untracked packets pass the nat table by',
    ruleset: ruleset({
      raw: ['PREROUTING -p udp --dport 53 -j NOTRACK'],
      nat: ['PREROUTING -p udp -j REDIRECT --to-ports 5353'],
    }),
    packets: [
      [query(53), { counts: ['PREROUTING -p udp --dport 53 -j NOTRACK'], delivered: ['host'] }],
      [query(54), { counts: ['PREROUTING -p udp -j REDIRECT --to-ports 5353'], delivered: ['host'] }],
      // Only the first packet of a connection meets the nat table.
      [query(54), { counts: [], delivered: ['host'] }],
    ],
  },
  {
    name: 'NOTRACK in PREROUTING does nothing to what the host sends to itself',
    ruleset: ruleset({
      raw: ['PREROUTING -p udp --dport 53 -j NOTRACK', 'OUTPUT -p udp --dport 54 -j NOTRACK'],
      filter: ['INPUT -m conntrack --ctstate NEW', 'INPUT -m conntrack --ctstate UNTRACKED'],
    }),
    packets: [
      [
        toItself(53),
        {
          counts: ['PREROUTING -p udp --dport 53 -j NOTRACK', 'INPUT -m conntrack --ctstate NEW'],
          states: ['output NEW', 'prerouting NEW'],
        },
      ],
      [
        toItself(54),
        {
          counts: ['OUTPUT -p udp --dport 54 -j NOTRACK', 'INPUT -m conntrack --ctstate UNTRACKED'],
          states: ['output UNTRACKED', 'prerouting UNTRACKED'],
        },
      ],
    ],
  },
  {
    name: 'an ICMP error about a tracked flow is RELATED, about an exempted one INVALID',
    ruleset: ruleset({
      raw: ['OUTPUT -p udp --sport 53 -j NOTRACK'],
      filter: ['INPUT -m conntrack --ctstate RELATED', 'INPUT -m conntrack --ctstate INVALID -j DROP'],
    }),
    packets: [
      [answer(54), { states: ['output NEW'] }],
      [tooBig(answer(54)), { counts: ['INPUT -m conntrack --ctstate RELATED'], delivered: ['host'] }],
      [answer(53), { states: ['output UNTRACKED'] }],
      [tooBig(answer(53)), { counts: ['INPUT -m conntrack --ctstate INVALID -j DROP'], delivered: [] }],
    ],
  },
  {
    name: 'neighbour discovery is UNTRACKED by itself, and an echo is not',
    ruleset: ruleset({ filter: everyState.map((state) => `INPUT -m conntrack --ctstate ${state}`) }),
    packets: [133, 134, 135, 136].map((type) => [
      { direction: 'in', source: client.ipv6, destination: server.ipv6, protocol: 'icmpv6', icmp: { type } } as const,
      { counts: ['INPUT -m conntrack --ctstate UNTRACKED'], states: ['prerouting UNTRACKED'] },
    ]),
  },
  {
    name: 'a TCP connection, packet by packet',
    ruleset: ruleset({ filter: everyState.map((state) => `INPUT -m conntrack --ctstate ${state}`) }),
    packets: [
      [segment(['SYN']), { counts: ['INPUT -m conntrack --ctstate NEW'] }],
      [segment(['SYN']), { counts: ['INPUT -m conntrack --ctstate NEW'] }],
      [sent(['SYN', 'ACK']), { states: ['output ESTABLISHED'] }],
      [segment(['ACK']), { counts: ['INPUT -m conntrack --ctstate ESTABLISHED'] }],
      [{ ...segment([]), fresh: true }, { counts: ['INPUT -m conntrack --ctstate INVALID'] }],
      [segment(['SYN', 'ACK']), { counts: ['INPUT -m conntrack --ctstate INVALID'] }],
      // The kernel picks up a connection in its middle (nf_conntrack_tcp_loose).
      [segment(['ACK']), { counts: ['INPUT -m conntrack --ctstate NEW'] }],
      [{ ...segment(['ACK']), damaged: true }, { counts: ['INPUT -m conntrack --ctstate INVALID'] }],
    ],
  },
  {
    name: 'a jump comes back, a goto goes back to the caller of its chain, RETURN in a built-in chain asks the policy',
    ruleset: ruleset({
      filter: [
        'INPUT DROP',
        'one -',
        'two -',
        'three -',
        'INPUT -p udp -j one',
        'INPUT -p udp --dport 53 -j RETURN',
        'INPUT -j ACCEPT',
        'one -p udp -g two',
        'one -p udp',
        'two -p udp -j three',
        'two -p udp --dport 22',
        'three -p udp --dport 22 -j RETURN',
        'three -p udp --dport 80 -j DROP',
      ],
    }),
    packets: [
      [
        query(53),
        { counts: ['INPUT -p udp -j one', 'INPUT -p udp --dport 53 -j RETURN', 'one -p udp -g two', 'two -p udp -j three'], delivered: [] },
      ],
      [
        query(22),
        {
          counts: [
            'INPUT -p udp -j one',
            'INPUT -j ACCEPT',
            'one -p udp -g two',
            'two -p udp -j three',
            'two -p udp --dport 22',
            'three -p udp --dport 22 -j RETURN',
          ],
          delivered: ['host'],
        },
      ],
      [
        query(80),
        { counts: ['INPUT -p udp -j one', 'one -p udp -g two', 'two -p udp -j three', 'three -p udp --dport 80 -j DROP'], delivered: [] },
      ],
    ],
  },
  {
    name: 'marks last from the socket and from table to table, to the second pass of loopback',
    ruleset: ruleset({
      mangle: ['OUTPUT -m mark --mark 0x5/0xf -j MARK --or-mark 0x10', 'PREROUTING -i lo -m mark --mark 0x15'],
      filter: ['INPUT -m mark --mark 0x10/0xf0'],
    }),
    packets: [
      [
        { ...toItself(53), mark: 5 },
        {
          counts: [
            'OUTPUT -m mark --mark 0x5/0xf -j MARK --or-mark 0x10',
            'PREROUTING -i lo -m mark --mark 0x15',
            'INPUT -m mark --mark 0x10/0xf0',
          ],
        },
      ],
      [toItself(53), { counts: [] }],
    ],
  },
  {
    name: 'what the host would answer by itself moves no counter',
    ruleset: ruleset({
      filter: [
        'common -',
        'INPUT -j common',
        'OUTPUT -j common',
        'common -p tcp',
        'common -p udp',
        'common -p icmp',
        'INPUT -p udp -j REJECT',
      ],
    }),
    packets: [
      [segment(['SYN']), { counts: ['INPUT -j common', 'common -p tcp'], delivered: ['host'] }],
      [query(53), { counts: ['INPUT -j common', 'common -p udp', 'INPUT -p udp -j REJECT'], delivered: [] }],
      [
        { direction: 'in', source: client.ipv4, destination: server.ipv4, protocol: 'icmp' },
        { counts: ['INPUT -j common', 'common -p icmp'] },
      ],
    ],
  },
];

/** What the back ends do differently, with the release of iptables from which on they no longer do. */
export const packetDifferences: readonly (PacketFact & { readonly mended?: string })[] = [
  {
    name: 'two inverted ports: neither of them to legacy, and to nft not both',
    mended: '1.8.11',
    ruleset: ruleset({ filter: ['INPUT -p udp -m udp ! --sport 40000 ! --dport 53'] }),
    packets: [
      [query(53), { counts: [] }],
      [query(54), { counts: { legacy: [], nft: ['INPUT -p udp -m udp ! --sport 40000 ! --dport 53'] } }],
      [query(54, 'ipv4', 41000), { counts: ['INPUT -p udp -m udp ! --sport 40000 ! --dport 53'] }],
    ],
  },
  {
    name: 'all ports, inverted: no packet to legacy, and to nft every one',
    mended: '1.8.11',
    ruleset: ruleset({ filter: ['INPUT -p udp -m udp ! --dport 0:65535'] }),
    packets: [[query(53), { counts: { legacy: [], nft: ['INPUT -p udp -m udp ! --dport 0:65535'] } }]],
  },
  {
    name: 'a later fragment has no ports to legacy, and to nft what it contains is a header',
    ruleset: ruleset({
      raw: [
        'PREROUTING -p udp',
        'PREROUTING -f',
        'PREROUTING -p udp -m udp',
        'PREROUTING -p udp --dport 22',
        'PREROUTING -p udp ! --dport 53',
        'PREROUTING -p udp -m multiport --dports 22',
        'PREROUTING -p udp -m multiport ! --dports 53',
      ],
    }),
    packets: [
      [
        // The real destination port is 53; the bytes look like one of 22.
        { ...query(53), fragment: 'later', contents: [3, 232, 0, 22] },
        {
          counts: {
            legacy: ['PREROUTING -p udp', 'PREROUTING -f'],
            nft: ['PREROUTING -p udp', 'PREROUTING -f', 'PREROUTING -p udp --dport 22', 'PREROUTING -p udp ! --dport 53'],
          },
        },
      ],
    ],
  },
  {
    // The offset of the transport header is not known for such a packet (ipv6_find_hdr leaves it), so it is 0.
    name: 'of IPv6 the bytes that nft reads are those of the IPv6 header: the port is the flow label',
    ruleset: ruleset({ raw: ['PREROUTING -p udp', 'PREROUTING -p udp --dport 22', 'PREROUTING -p udp --dport 0'] }),
    packets: [
      [
        { ...query(53, 'ipv6'), fragment: 'later', contents: [3, 232, 0, 22] },
        { counts: { legacy: ['PREROUTING -p udp'], nft: ['PREROUTING -p udp', 'PREROUTING -p udp --dport 0'] } },
      ],
    ],
  },
];

/** The answer to a packet of the host's: too big for a link on the way. */
function tooBig(about: TestPacket): TestPacket {
  return {
    direction: 'in',
    source: about.destination,
    destination: about.source,
    protocol: 'icmp',
    icmp: { type: 3, code: 4, about },
  };
}

function segment(flags: readonly TcpFlag[]): TestPacket {
  return { direction: 'in', source: client.ipv4, destination: server.ipv4, protocol: 'tcp', sourcePort: 40000, destinationPort: 22, flags };
}

/** The same, from the host. */
function sent(flags: readonly TcpFlag[]): TestPacket {
  return {
    direction: 'out',
    source: server.ipv4,
    destination: client.ipv4,
    protocol: 'tcp',
    sourcePort: 22,
    destinationPort: 40000,
    flags,
  };
}

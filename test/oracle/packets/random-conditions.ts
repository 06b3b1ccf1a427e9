// The conditions of a random rule.

import type { Random } from '../../support/cases/random';
import type { Family } from '../../support/oracle';
import { addressRanges, everyAddress, hardwareAddresses, marks, networks, otherProtocols, ports } from './universe';

/** Where a rule stands, as far as that decides what may be asked there. */
export interface Place {
  readonly table: string;
  /** The built-in chain; `undefined` in a chain of the user's. */
  readonly chain: string | undefined;
  readonly family: Family;
  /** Whether states are asked for at all in this ruleset. */
  readonly stateful: boolean;
  /** Whether only received packets come here, so that `-m mac` loads. */
  readonly received: boolean;
}

/** The words, and the protocol where exactly one is asked for by name: ports and `tcp-reset` need it. */
export function conditionsOf(random: Random, place: Place): { readonly words: readonly string[]; readonly protocol: string | undefined } {
  const words: string[] = [];
  const kinds = new Set(Array.from({ length: random.pick([0, 1, 1, 1, 2, 2, 3]) }, () => random.pick(kindsAt(place))));
  let protocol: string | undefined;
  for (const kind of kinds) {
    if (kind !== 'protocol') words.push(...makers[kind](random, place));
  }
  if (kinds.has('protocol')) {
    const made = protocolWords(random, place.family);
    // The general option comes first: the kernel does not mind, and a reader does not have to look for it.
    words.unshift(...made.words);
    protocol = made.protocol;
  }
  // Beside a list of addresses neither of the two may be inverted, as iptables says itself.
  const inverted = words.findIndex((word, at) => word === '!' && ['-s', '-d'].includes(words[at + 1] ?? ''));
  if (inverted >= 0 && words.some((word, at) => ['-s', '-d'].includes(words[at - 1] ?? '') && word.includes(',')))
    words.splice(inverted, 1);
  return { words, protocol };
}

type Kind =
  | 'protocol'
  | 'input'
  | 'output'
  | 'source'
  | 'destination'
  | 'range'
  | 'fragment'
  | 'state'
  | 'mark'
  | 'mac'
  | 'packetType'
  | 'addressType';

/** `-i` and `-o` are refused in the built-in chains that do not know them, and load in every chain of the user's. */
function kindsAt({ chain, family, stateful, received }: Place): readonly Kind[] {
  const knowsInput = chain === undefined || ['PREROUTING', 'INPUT', 'FORWARD'].includes(chain);
  const knowsOutput = chain === undefined || ['FORWARD', 'OUTPUT', 'POSTROUTING'].includes(chain);
  return [
    ...times(6, 'protocol' as const),
    ...times(2, 'source' as const),
    ...times(2, 'destination' as const),
    ...(knowsInput ? times(2, 'input' as const) : []),
    ...(knowsOutput ? times(2, 'output' as const) : []),
    ...(stateful ? times(4, 'state' as const) : []),
    ...times(2, 'mark' as const),
    ...(received ? (['mac'] as const) : []),
    ...(family === 'ipv4' ? (['fragment'] as const) : []),
    'range',
    'packetType',
    'addressType',
  ];
}

function times<T>(count: number, kind: T): T[] {
  return Array.from({ length: count }, () => kind);
}

const makers: Readonly<Record<Exclude<Kind, 'protocol'>, (random: Random, place: Place) => string[]>> = {
  input: (random) => [...not(random, 35), '-i', random.pick(interfaceNames)],
  output: (random) => [...not(random, 35), '-o', random.pick(interfaceNames)],
  source: (random, { family }) => addressWords(random, family, '-s'),
  destination: (random, { family }) => addressWords(random, family, '-d'),
  range: (random, { family }) => [
    '-m',
    'iprange',
    ...not(random),
    random.pick(['--src-range', '--dst-range']),
    random.pick(addressRanges[family]),
  ],
  fragment: (random) => [...not(random, 50), '-f'],
  state: (random) => stateWords(random),
  mark: (random) => ['-m', 'mark', ...not(random), '--mark', markWord(random)],
  mac: (random) => ['-m', 'mac', ...not(random), '--mac-source', random.pick(hardwareAddresses)],
  packetType: (random) => ['-m', 'pkttype', ...not(random), '--pkt-type', random.pick(['unicast', 'unicast', 'broadcast', 'multicast'])],
  addressType: (random) => [
    '-m',
    'addrtype',
    ...not(random),
    random.pick(['--src-type', '--dst-type']),
    random.pick(['LOCAL', 'LOCAL', 'UNICAST']),
  ],
};

const interfaceNames = ['eth0', 'eth0', 'eth1', 'lo', 'eth+', 'e+', '+', 'wlan0'];

function not(random: Random, chance = 25): string[] {
  return random.percent(chance) ? ['!'] : [];
}

function addressWords(random: Random, family: Family, option: string): string[] {
  const one = (): string => (random.percent(60) ? random.pick(networks[family]) : random.pick(everyAddress(family)));
  // The nft back end refuses the inverse of all addresses.
  if (random.percent(25)) return ['!', option, random.pick([...networks[family].slice(0, -1), random.pick(everyAddress(family))])];
  // A list becomes a rule for each of its addresses.
  return [option, random.percent(20) ? [...new Set([one(), one(), one()])].join(',') : one()];
}

function stateWords(random: Random): string[] {
  const states = [
    ...new Set(
      Array.from({ length: random.pick([1, 1, 2, 2, 3]) }, () =>
        random.pick(['NEW', 'NEW', 'ESTABLISHED', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED']),
      ),
    ),
  ];
  const [match, option] = random.percent(75) ? ['conntrack', '--ctstate'] : ['state', '--state'];
  return ['-m', match, ...not(random), option, states.join(',')];
}

function markWord(random: Random): string {
  const value = `0x${random.pick(marks).toString(16)}`;
  return random.percent(50) ? value : `${value}/0x${random.pick([1, 3, 0x10, 0x80000000]).toString(16)}`;
}

function protocolWords(random: Random, family: Family): { words: string[]; protocol: string | undefined } {
  const icmp = family === 'ipv4' ? 'icmp' : random.pick(['icmpv6', 'ipv6-icmp']);
  if (random.percent(18)) {
    const name = random.pick(['tcp', 'udp', icmp, '6', ...otherProtocols.map(String)]);
    return { words: [...not(random, 60), '-p', name], protocol: undefined };
  }
  const protocol = random.pick(['tcp', 'tcp', 'tcp', 'udp', 'udp', icmp]);
  const more = protocol === icmp ? icmpWords(random, family) : random.percent(20) ? multiportWords(random) : portWords(random, protocol);
  const flags = protocol === 'tcp' && random.percent(30) ? flagWords(random) : [];
  return { words: ['-p', protocol, ...more, ...(flags.length > 0 && !more.includes('tcp') ? ['-m', 'tcp'] : []), ...flags], protocol };
}

function portWords(random: Random, protocol: string): string[] {
  const options = random.pick([[], ['--dport'], ['--dport'], ['--sport'], ['--sport', '--dport']]);
  const named = options.length > 0 || random.percent(20) ? ['-m', protocol] : [];
  return [...named, ...options.flatMap((option) => [...not(random), option, portWord(random)])];
}

function portWord(random: Random): string {
  if (random.percent(70)) return String(random.pick(ports));
  return random.pick(['0:65535', '1:65535', '0:1023', '1024:65535', '22:53', '53:694', ':22', '5405:', '694:694']);
}

function multiportWords(random: Random): string[] {
  const list = [...new Set([random.pick(ports), random.pick(ports)])].map(String);
  if (random.percent(40)) list.push(random.pick(['1:100', '600:6000', '30000:65535']));
  return ['-m', 'multiport', ...not(random), random.pick(['--sports', '--dports', '--dports', '--ports']), list.join(',')];
}

function flagWords(random: Random): string[] {
  if (random.percent(50)) return [...not(random), '--syn'];
  const [mask, set] = random.pick([
    ['SYN,ACK,FIN,RST', 'SYN'],
    ['ALL', 'NONE'],
    ['ALL', 'FIN,PSH,URG'],
    ['SYN,FIN', 'SYN,FIN'],
    ['ACK', 'ACK'],
    ['SYN,ACK', 'SYN,ACK'],
    ['RST', 'RST'],
    ['SYN', 'ACK'],
  ] as const);
  return [...not(random), '--tcp-flags', mask, set];
}

function icmpWords(random: Random, family: Family): string[] {
  if (random.percent(25)) return [];
  const [match, option] = family === 'ipv4' ? ['icmp', '--icmp-type'] : ['icmp6', '--icmpv6-type'];
  const types = family === 'ipv4' ? ['8', '0', '3', '3/3', '3/4', 'any', '11'] : ['128', '129', '1', '1/4', '2', '135', '136'];
  return ['-m', match, ...not(random), option, random.pick(types)];
}

import type { Family } from '../catalogue/schema';
import type { BoundExtension, BoundOption, BoundRule } from '../model/bound';
import type { HostMask } from '../values/index';
import {
  ConnectionState,
  parseAddressList,
  parseAddressRange,
  parseMultiport,
  parsePortRange,
  parseStates,
  protocolNumber,
} from '../values/index';
import type { InterfaceSet } from './interfaces';
import { relateInterfaces } from './interfaces';
import type { Ranges } from './ranges';
import { complement, contains, intersect, union } from './ranges';

/**
 * The packets that a rule's conditions let through, as one box: a packet is in it when each of its fields is in the
 * field's set. `exact` tells whether every packet of the box matches; without it the rule has conditions that are not
 * modelled, and the box is only a bound from above.
 */
export interface Conditions {
  readonly input: InterfaceSet;
  readonly output: InterfaceSet;
  readonly source: Ranges<bigint>;
  readonly destination: Ranges<bigint>;
  readonly protocol: Ranges;
  readonly sourcePort: Ranges;
  readonly destinationPort: Ranges;
  /** Connection tracking states, as bits of `ConnectionState`. */
  readonly states: number;
  readonly exact: boolean;
}

/** Every state that a packet can have. */
export const allStates =
  ConnectionState.NEW | ConnectionState.ESTABLISHED | ConnectionState.RELATED | ConnectionState.INVALID | ConnectionState.UNTRACKED;

const anyPort: Ranges = [[0, 0xffff]];
const anyProtocol: Ranges = [[0, 0xff]];

/** All addresses of a family. */
function anyAddress(family: Family): Ranges<bigint> {
  return [[0n, mostAddress(family)]];
}

/** All packets of a family. */
export function everything(family: Family): Conditions {
  return {
    input: undefined,
    output: undefined,
    source: anyAddress(family),
    destination: anyAddress(family),
    protocol: anyProtocol,
    sourcePort: anyPort,
    destinationPort: anyPort,
    states: allStates,
    exact: true,
  };
}

/** The conditions of a rule. */
export function conditionsOf(rule: BoundRule, family: Family): Conditions {
  const state: { -readonly [K in keyof Conditions]: Conditions[K] } = { ...everything(family) };
  for (const option of rule.options) {
    if (option.owner === undefined) readGeneral(state, option, family);
    else if (option.owner.spec.kind === 'match') readMatchOption(state, option, option.owner, rule, family);
  }
  // A match that stands there without options asks something too, but for those that carry only words or a protocol.
  for (const match of rule.matches) if (match.options.length === 0 && !harmless.has(match.spec.name)) state.exact = false;
  if (rule.faults.some((fault) => fault.code === 'unknown-option' || fault.code === 'unknown-match' || fault.code === 'invalid-value'))
    state.exact = false;
  return state;
}

/** How a set of packets stands to a rule's conditions: none of them matches, all do, or some may. */
export function relate(packets: Conditions, rule: Conditions): 'none' | 'all' | 'some' {
  const input = relateInterfaces(packets.input, rule.input);
  const output = relateInterfaces(packets.output, rule.output);
  if (input === 'disjoint' || output === 'disjoint' || isEmpty(meet(packets, rule))) return 'none';
  const inside =
    rule.exact &&
    input === 'inside' &&
    output === 'inside' &&
    contains(rule.source, packets.source) &&
    contains(rule.destination, packets.destination) &&
    contains(rule.protocol, packets.protocol) &&
    contains(rule.sourcePort, packets.sourcePort) &&
    contains(rule.destinationPort, packets.destinationPort) &&
    (packets.states & ~rule.states) === 0;
  return inside ? 'all' : 'some';
}

/** The packets that are in both boxes. The narrower interface is kept; where neither is narrower, the first one's. */
export function meet(a: Conditions, b: Conditions): Conditions {
  return {
    input: relateInterfaces(b.input, a.input) === 'inside' ? b.input : a.input,
    output: relateInterfaces(b.output, a.output) === 'inside' ? b.output : a.output,
    source: intersect(a.source, b.source),
    destination: intersect(a.destination, b.destination),
    protocol: intersect(a.protocol, b.protocol),
    sourcePort: intersect(a.sourcePort, b.sourcePort),
    destinationPort: intersect(a.destinationPort, b.destinationPort),
    states: a.states & b.states,
    exact: a.exact && b.exact,
  };
}

/** No packet is in the box. */
export function isEmpty(packets: Conditions): boolean {
  return (
    packets.states === 0 ||
    packets.source.length === 0 ||
    packets.destination.length === 0 ||
    packets.protocol.length === 0 ||
    packets.sourcePort.length === 0 ||
    packets.destinationPort.length === 0
  );
}

/** Matches that ask nothing of a packet by themselves, or only its protocol, which `-p` has asked already. */
const harmless: ReadonlySet<string> = new Set(['comment', 'tcp', 'udp', 'udplite', 'sctp', 'dccp', 'multiport', 'state', 'conntrack']);

type Draft = { -readonly [K in keyof Conditions]: Conditions[K] };

function readGeneral(state: Draft, option: BoundOption, family: Family): void {
  const text = option.values[0]?.text;
  const inverted = option.negation !== undefined;
  switch (option.spec.name) {
    case 'protocol': {
      const number = numberOfProtocol(text);
      if (number === undefined) state.exact = false;
      else if (number !== 0) state.protocol = inverted ? complement([[number, number]], 0, 0xff) : [[number, number]];
      return;
    }
    case 'source':
      state.source = addresses(state, text, family, inverted);
      return;
    case 'destination':
      state.destination = addresses(state, text, family, inverted);
      return;
    case 'in-interface':
      if (text !== undefined) state.input = { name: text, inverted };
      return;
    case 'out-interface':
      if (text !== undefined) state.output = { name: text, inverted };
      return;
    case 'fragment':
    case 'fragments':
      state.exact = false;
  }
}

function readMatchOption(state: Draft, option: BoundOption, owner: BoundExtension, rule: BoundRule, family: Family): void {
  const text = option.values[0]?.text ?? '';
  const inverted = option.negation !== undefined;
  switch (`${owner.spec.name} ${option.spec.name}`) {
    case 'comment comment':
      return;
    case 'tcp source-port':
    case 'udp source-port':
    case 'udplite source-port':
      state.sourcePort = intersect(state.sourcePort, ports(state, text, rule.protocol, inverted));
      return;
    case 'tcp destination-port':
    case 'udp destination-port':
    case 'udplite destination-port':
      state.destinationPort = intersect(state.destinationPort, ports(state, text, rule.protocol, inverted));
      return;
    case 'multiport source-ports':
      state.sourcePort = intersect(state.sourcePort, portList(state, text, rule.protocol, inverted));
      return;
    case 'multiport destination-ports':
      state.destinationPort = intersect(state.destinationPort, portList(state, text, rule.protocol, inverted));
      return;
    case 'iprange src-range':
      state.source = intersect(state.source, addressRange(state, text, family, inverted));
      return;
    case 'iprange dst-range':
      state.destination = intersect(state.destination, addressRange(state, text, family, inverted));
      return;
    case 'state state':
    case 'conntrack ctstate': {
      const states = parseStates(text);
      if (states === undefined || (states & ~allStates) !== 0) state.exact = false;
      if (states !== undefined && (states & ~allStates) === 0) state.states &= inverted ? ~states : states;
      return;
    }
    default:
      state.exact = false;
  }
}

function numberOfProtocol(text: string | undefined): number | undefined {
  return text === undefined ? undefined : protocolNumber(text);
}

function addresses(state: Draft, text: string | undefined, family: Family, inverted: boolean): Ranges<bigint> {
  const list = text === undefined ? undefined : parseAddressList(text, family);
  const ranges: (readonly [bigint, bigint])[] = [];
  for (const entry of list ?? []) {
    const range = addressInterval(entry, family);
    if (range !== undefined) ranges.push(range);
  }
  if (list === undefined || ranges.length < list.length) {
    state.exact = false;
    return anyAddress(family);
  }
  const set = union(ranges);
  return inverted ? complement(set, 0n, mostAddress(family)) : set;
}

/** The range of a prefix; `undefined` for a host name and for a mask with gaps. */
function addressInterval(entry: HostMask, family: Family): readonly [bigint, bigint] | undefined {
  if (entry.kind !== 'prefix') return undefined;
  const low = toBigInt(entry.words);
  return [low, low | (mostAddress(family) ^ toBigInt(entry.mask))];
}

function addressRange(state: Draft, text: string, family: Family, inverted: boolean): Ranges<bigint> {
  const range = parseAddressRange(text, family);
  if (range === undefined) {
    state.exact = false;
    return anyAddress(family);
  }
  const from = toBigInt(range.from);
  const to = toBigInt(range.to);
  const set: Ranges<bigint> = from <= to ? [[from, to]] : [];
  return inverted ? complement(set, 0n, mostAddress(family)) : set;
}

function ports(state: Draft, text: string, protocol: number | undefined, inverted: boolean): Ranges {
  const range = parsePortRange(text, protocol);
  return portRanges(state, range && [range], inverted);
}

function portList(state: Draft, text: string, protocol: number | undefined, inverted: boolean): Ranges {
  return portRanges(state, parseMultiport(text, protocol), inverted);
}

function portRanges(state: Draft, list: readonly { readonly from: number; readonly to: number }[] | undefined, inverted: boolean): Ranges {
  if (list === undefined) {
    state.exact = false;
    return anyPort;
  }
  const set = union(list.filter(({ from, to }) => from <= to).map(({ from, to }): [number, number] => [from, to]));
  return inverted ? complement(set, 0, 0xffff) : set;
}

function mostAddress(family: Family): bigint {
  return family === 'ipv4' ? 0xffffffffn : (1n << 128n) - 1n;
}

function toBigInt(words: readonly number[]): bigint {
  let value = 0n;
  for (const word of words) value = (value << 32n) | BigInt(word >>> 0);
  return value;
}

import { reads } from '../catalogue/reads';
import { remembersIn } from '../catalogue/remembers';
import type { ExtensionSpec, Family, MatchSpec } from '../catalogue/schema';
import type { BoundExtension, BoundOption, BoundRule } from '../model/bound';
import {
  ConnectionState,
  packetType,
  parseAddressList,
  parseAddressRange,
  parseAddressTypes,
  parseIcmpType,
  parseInterface,
  parseMac,
  parseMark,
  parseMultiport,
  parsePortRange,
  parseStates,
  parseTcpFlags,
  protocolNumber,
  TcpFlag,
} from '../values/index';

/** A value of a field: IPv4 addresses and other numbers as numbers, IPv6 addresses as big integers, interfaces as their names. */
export type Coordinate = number | bigint | string;

/** The fields of a packet whose values have an order, so that a rule asks for ranges of them. */
export type RangeField =
  | 'state'
  | 'rawState'
  | 'input'
  | 'output'
  | 'protocol'
  | 'destination'
  | 'source'
  | 'destinationPort'
  | 'sourcePort'
  | 'icmpType'
  | 'icmpCode'
  | 'mac'
  | 'packetType'
  | 'sourceType'
  | 'destinationType'
  | SwitchField;

/** Fields that are 0 or 1. `exempt`: taken out of tracking by raw. `ethernet`: the packet has an Ethernet header. */
export type SwitchField = 'exempt' | 'sourceNat' | 'destinationNat' | 'fragment' | 'ethernet';

/** The fields whose bits are asked for one by one. */
export type BitField = 'mark' | 'tcpFlags';

/** What is asked of a packet. */
export type Predicate =
  | { readonly kind: 'in'; readonly field: RangeField; readonly ranges: readonly (readonly [Coordinate, Coordinate])[] }
  | { readonly kind: 'bits'; readonly field: BitField; readonly mask: number; readonly value: number }
  /** Something that is not looked into, but is the same wherever the same words ask for it. */
  | { readonly kind: 'words'; readonly words: string }
  | { readonly kind: 'not'; readonly of: Predicate }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Predicate[] };

/** What a rule asks: a packet matches when all of `asks` hold and, where `more` is set, some condition that is not modelled does. */
export interface Asks {
  readonly asks: readonly Predicate[];
  readonly more: boolean;
}

/** The values of the field `state`, in this order. */
export const stateOrder = [
  ConnectionState.NEW,
  ConnectionState.ESTABLISHED,
  ConnectionState.RELATED,
  ConnectionState.INVALID,
  ConnectionState.UNTRACKED,
] as const;

/** The name of an interface where there is none: what `-i` sees of a packet that this host sends. */
export const noInterface = '';

/** Reads rules' conditions; what the same words say of the same protocol is read once. */
export class PredicateReader {
  private readonly known = new Map<string, Predicate | 'unknown'>();

  constructor(readonly family: Family) {}

  /** What a rule asks of a packet (`ip_packet_match` in the kernel's ip_tables.c, and each match's own function). */
  asksOf(rule: BoundRule): Asks {
    const asks: Predicate[] = [];
    let more = rule.faults.some(({ code }) => unreadable.has(code));
    const keep = (predicate: Predicate | 'unknown'): void => {
      if (predicate === 'unknown') more = true;
      else if (predicate !== everyPacket) asks.push(predicate);
    };
    for (const option of rule.options) if (option.owner === undefined) keep(this.general(option));
    for (const match of rule.matches) {
      const { name } = match.spec;
      // Comments ask for nothing, and there are as many as rules.
      if (name === 'comment') continue;
      if (isMatch(match.spec) && match.spec.readsHeader === true) asks.push(unfragmented);
      if (name === 'mac') asks.push(ethernet);
      if (isMatch(match.spec) && match.spec.needsConnection === true && !asksState(match)) asks.push(tracked);
      const rest: BoundOption[] = [];
      const whole = changedByOthers.has(name) && match.options.length > 1;
      for (const option of match.options) {
        const predicate = whole ? undefined : this.ofMatch(option, match, rule.protocol);
        if (predicate === undefined) rest.push(option);
        else keep(predicate);
      }
      if (rest.length > 0 || (match.options.length === 0 && !mayStandAlone(match))) keep(unmodelled(match, rest));
    }
    // A list that was grown keeps room for more, and each rule has one.
    return { asks: asks.slice(), more };
  }

  private general(option: BoundOption): Predicate | 'unknown' {
    const text = option.values[0]?.text ?? '';
    const inverted = option.negation !== undefined;
    switch (option.spec.name) {
      case 'protocol':
      case 'source':
      case 'destination':
      case 'in-interface':
      case 'out-interface':
      case 'fragment':
      case 'fragments':
        return this.once(option.spec.name, text, inverted, () => readGeneral(option.spec.name, text, this.family));
      default:
        return everyPacket;
    }
  }

  private ofMatch(option: BoundOption, match: BoundExtension, protocol: number | undefined): Predicate | 'unknown' | undefined {
    const name = `${match.spec.name} ${option.spec.name}`;
    const read = readers[name];
    if (read === undefined) return undefined;
    const texts = option.values.map((value) => value.text);
    return this.once(`${name} ${protocol ?? ''}`, texts.join(' '), option.negation !== undefined, () => {
      const predicate = read(texts, this.family, protocol);
      return predicate?.kind === 'words' ? told(match.spec, [option], predicate.words) : predicate;
    });
  }

  /** Reads a text, or gives what it was read as before. The same predicate is always the same object. */
  private once(name: string, text: string, inverted: boolean, read: () => Predicate | undefined): Predicate | 'unknown' {
    const key = `${name}${inverted ? ' ! ' : ' '}${text}`;
    let predicate = this.known.get(key);
    if (predicate === undefined) {
      const plain = read();
      predicate = plain === undefined ? 'unknown' : inverted ? { kind: 'not', of: plain } : plain;
      this.known.set(key, predicate);
    }
    return predicate;
  }
}

/** The predicate that holds for every packet. */
export const everyPacket: Predicate = { kind: 'all', of: [] };
const noPacket: Predicate = { kind: 'any', of: [] };
const unfragmented: Predicate = { kind: 'in', field: 'fragment', ranges: [[0, 0]] };

/** Faults after which a line's conditions are not what they seem. */
const unreadable: ReadonlySet<string> = new Set([
  'unknown-option',
  'unknown-match',
  'invalid-value',
  'unexpected-word',
  'missing-value',
  'unclosed-quote',
]);

function isMatch(spec: ExtensionSpec): spec is MatchSpec {
  return spec.kind === 'match';
}

/** Whether a match may stand without an option and then asks nothing more. */
function mayStandAlone({ spec }: BoundExtension): boolean {
  return spec.name === 'all' || (isMatch(spec) && spec.readsHeader === true);
}

/** Matches whose options change what their other options mean. */
const changedByOthers: ReadonlySet<string> = new Set(['set', 'addrtype']);

/** The packets that have an entry in the connection table. */
const tracked: Predicate = { kind: 'in', field: 'state', ranges: [[0, 2]] };

function asksState(match: BoundExtension): boolean {
  return match.options.some((option) => option.spec.name === 'ctstate');
}

function unmodelled(match: BoundExtension, options: readonly BoundOption[]): Predicate | 'unknown' {
  const { spec } = match;
  // With more options a set counts what it matches, and is then no longer the same when it is asked again.
  const counts = isMatch(spec) && spec.remembersNothingWith !== undefined && remembersIn(spec, options) !== undefined;
  if (!isMatch(spec) || spec.steady !== true || counts) return 'unknown';
  const words = options.map(
    (option) => `${option.negation === undefined ? '' : '! '}${option.spec.name} ${option.values.map((value) => value.text).join(' ')}`,
  );
  return told(spec, options, `${spec.name} ${words.join(' ')}`);
}

/** Words begin with this where what they ask for may depend on the packet's mark. */
const byMark = 'by mark: ';

function told(spec: ExtensionSpec, options: readonly BoundOption[], words: string): Predicate {
  return { kind: 'words', words: reads(spec, options, 'mark') ? byMark + words : words };
}

/** Whether the answer to words of a predicate may be another when the packet's mark is. */
export function readsMark(words: string): boolean {
  return words.startsWith(byMark);
}

function readGeneral(name: string, text: string, family: Family): Predicate | undefined {
  switch (name) {
    case 'protocol': {
      const number = protocolNumber(text);
      return number === undefined ? undefined : number === 0 ? everyPacket : one('protocol', number);
    }
    case 'source':
    case 'destination':
      return readAddresses(name, text, family);
    case 'in-interface':
      return readInterface('input', text);
    case 'out-interface':
      return readInterface('output', text);
    default:
      return one('fragment', 1);
  }
}

function readInterface(field: 'input' | 'output', text: string): Predicate {
  const { name, wildcard } = parseInterface(text);
  if (wildcard && name === '') return everyPacket;
  return { kind: 'in', field, ranges: [[name, wildcard ? `${name}\uffff` : name]] };
}

type Reader = (texts: readonly string[], family: Family, protocol: number | undefined) => Predicate | undefined;

const destinationPort: Reader = ([text = ''], _family, protocol) => ports('destinationPort', parsePortRange(text, protocol));
const sourcePort: Reader = ([text = ''], _family, protocol) => ports('sourcePort', parsePortRange(text, protocol));

/** What an option of a match asks, not inverted. */
const readers: Readonly<Record<string, Reader>> = {
  'tcp source-port': sourcePort,
  'tcp destination-port': destinationPort,
  'udp source-port': sourcePort,
  'udp destination-port': destinationPort,
  'udplite source-port': sourcePort,
  'udplite destination-port': destinationPort,
  'sctp source-port': sourcePort,
  'sctp destination-port': destinationPort,
  'dccp source-port': sourcePort,
  'dccp destination-port': destinationPort,
  'tcp syn': () => ({ kind: 'bits', field: 'tcpFlags', mask: TcpFlag.SYN | TcpFlag.RST | TcpFlag.ACK | TcpFlag.FIN, value: TcpFlag.SYN }),
  'tcp tcp-flags': ([mask = '', value = '']) => bits('tcpFlags', parseTcpFlags(mask), parseTcpFlags(value)),
  'multiport source-ports': ([text = ''], _family, protocol) => portList(['sourcePort'], text, protocol),
  'multiport destination-ports': ([text = ''], _family, protocol) => portList(['destinationPort'], text, protocol),
  'multiport ports': ([text = ''], _family, protocol) => portList(['sourcePort', 'destinationPort'], text, protocol),
  'icmp icmp-type': ([text = '']) => icmp(text, 'ipv4'),
  'icmp6 icmpv6-type': ([text = '']) => icmp(text, 'ipv6'),
  'iprange src-range': ([text = ''], family) => addressRange('source', text, family),
  'iprange dst-range': ([text = ''], family) => addressRange('destination', text, family),
  'mark mark': ([text = '']) => {
    const mark = parseMark(text);
    return bits('mark', mark?.mask, mark?.value);
  },
  'mac mac-source': ([text = '']) => {
    const octets = parseMac(text);
    return (
      octets &&
      one(
        'mac',
        octets.reduce((sum, octet) => sum * 256 + octet, 0),
      )
    );
  },
  'pkttype pkt-type': ([text = '']) => {
    const type = ['unicast', 'broadcast', 'multicast', 'otherhost'].indexOf(
      packetType.canonical?.(text, { family: 'ipv4', protocol: undefined, inverted: false }) ?? '',
    );
    return type < 0 ? undefined : one('packetType', type);
  },
  'addrtype src-type': ([text = ''], family) => addressTypes('sourceType', text, family),
  'addrtype dst-type': ([text = ''], family) => addressTypes('destinationType', text, family),
  'state state': ([text = '']) => states(text),
  'conntrack ctstate': ([text = '']) => states(text),
  'set match-set': ([name = '', flags = '']) => ({ kind: 'words', words: `set ${name} ${flags}` }),
};

/** `-m mac` never matches a packet without an Ethernet header, not even inverted (`mac_mt` in xt_mac.c). */
export const ethernet: Predicate = { kind: 'in', field: 'ethernet', ranges: [[1, 1]] };

function one(field: RangeField, value: Coordinate): Predicate {
  return { kind: 'in', field, ranges: [[value, value]] };
}

function bits(field: BitField, mask: number | undefined, value: number | undefined): Predicate | undefined {
  if (mask === undefined || value === undefined) return undefined;
  // A bit that the mask leaves out is 0 after it was laid on, so a value that has it set never compares equal.
  return (value & ~mask) !== 0 ? noPacket : { kind: 'bits', field, mask: mask >>> 0, value: value >>> 0 };
}

function ports(field: RangeField, range: { readonly from: number; readonly to: number } | undefined): Predicate | undefined {
  return range && (range.from > range.to ? noPacket : { kind: 'in', field, ranges: [[range.from, range.to]] });
}

function portList(fields: readonly RangeField[], text: string, protocol: number | undefined): Predicate | undefined {
  const list = parseMultiport(text, protocol);
  if (list === undefined) return undefined;
  const ranges = list.filter(({ from, to }) => from <= to).map(({ from, to }): [number, number] => [from, to]);
  const asked = fields.map((field): Predicate => ({ kind: 'in', field, ranges }));
  return asked.length === 1 ? asked[0] : { kind: 'any', of: asked };
}

function icmp(text: string, family: Family): Predicate | undefined {
  const messages = parseIcmpType(text, family);
  if (messages === undefined) return undefined;
  const { type, codes } = messages;
  if (type === undefined) return everyPacket;
  if (codes.from > codes.to) return noPacket;
  const typed = one('icmpType', type);
  if (codes.from === 0 && codes.to === 255) return typed;
  return { kind: 'all', of: [typed, { kind: 'in', field: 'icmpCode', ranges: [[codes.from, codes.to]] }] };
}

/** In IPv6 an address can have several types, and all that a list names must fit (`match_type6` in xt_addrtype.c). */
function addressTypes(field: RangeField, text: string, family: Family): Predicate | undefined {
  const types = parseAddressTypes(text);
  if (family === 'ipv6') return types && { kind: 'words', words: `${field} ${[...types].sort((a, b) => a - b).join(' ')}` };
  return types && { kind: 'in', field, ranges: types.map((type): [number, number] => [type, type]) };
}

function states(text: string): Predicate | undefined {
  const asked = parseStates(text);
  if (asked === undefined) return undefined;
  const ranges = stateOrder.flatMap((state, index): [number, number][] => ((asked & state) === 0 ? [] : [[index, index]]));
  const inState: Predicate = { kind: 'in', field: 'state', ranges };
  const changed: Predicate[] = [];
  // Only a packet with an entry in the connection table can have its addresses changed.
  if ((asked & ConnectionState.SNAT) !== 0) changed.push({ kind: 'all', of: [tracked, one('sourceNat', 1)] });
  if ((asked & ConnectionState.DNAT) !== 0) changed.push({ kind: 'all', of: [tracked, one('destinationNat', 1)] });
  return changed.length === 0 ? inState : { kind: 'any', of: [inState, ...changed] };
}

function readAddresses(field: 'source' | 'destination', text: string, family: Family): Predicate | undefined {
  const list = parseAddressList(text, family);
  if (list === undefined) return undefined;
  const ranges: [Coordinate, Coordinate][] = [];
  const other: Predicate[] = [];
  for (const entry of list) {
    if (entry.kind === 'name') return undefined;
    if (entry.kind === 'wildcard') other.push({ kind: 'words', words: `${field} ${entry.words.join(' ')} / ${entry.mask.join(' ')}` });
    else if (entry.length === 0) return everyPacket;
    else ranges.push([coordinateOf(entry.words), coordinateOf(entry.words.map((word, index) => (word | ~(entry.mask[index] ?? 0)) >>> 0))]);
  }
  const asked: Predicate = { kind: 'in', field, ranges };
  return other.length === 0 ? asked : { kind: 'any', of: [asked, ...other] };
}

function addressRange(field: 'source' | 'destination', text: string, family: Family): Predicate | undefined {
  const range = parseAddressRange(text, family);
  if (range === undefined) return undefined;
  const from = coordinateOf(range.from);
  const to = coordinateOf(range.to);
  return from > to ? noPacket : { kind: 'in', field, ranges: [[from, to]] };
}

/** An address as one number. */
export function coordinateOf(words: readonly number[]): Coordinate {
  if (words.length === 1) return (words[0] ?? 0) >>> 0;
  let value = 0n;
  for (const word of words) value = (value << 32n) | BigInt(word >>> 0);
  return value;
}

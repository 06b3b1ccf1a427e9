import type { BitChange, PacketSet } from './diagram';
import { allPackets, Diagram, nothing } from './diagram';
import type { BitField, Coordinate, Predicate, RangeField } from './predicates';

/**
 * The fields in the order their bits are asked for. What splits a ruleset coarsely comes first, what few rules ask for last.
 * A field's values are cut into the intervals that some rule tells apart, and numbered: a ruleset that names a hundred
 * addresses needs seven bits for them, in IPv4 and IPv6 alike.
 */
const rangeFields: readonly RangeField[] = [
  'state',
  'rawState',
  'exempt',
  'sourceNat',
  'destinationNat',
  'fragment',
  'input',
  'output',
  'protocol',
  'destination',
  'source',
  'destinationPort',
  'sourcePort',
  'icmpType',
  'icmpCode',
  'packetType',
  'sourceType',
  'destinationType',
  'ethernet',
  'mac',
];

/** Where a field's bits stand, and what its numbers mean. */
export interface Field {
  readonly first: number;
  readonly width: number;
  /** The first value of each interval, in ascending order; the last interval goes on to the field's end. */
  readonly starts: readonly Coordinate[];
}

/** How many different questions of other words are told apart; the rest are taken for unknown. */
const mostWords = 96;

/** The packets that some rules tell apart, and the sets of them. */
export class Space {
  readonly diagram: Diagram;
  /** The diagram has grown beyond its limit once. */
  full = false;
  private readonly fields = new Map<RangeField, Field>();
  private readonly bitFields: Readonly<Record<BitField, number>>;
  private readonly words: ReadonlyMap<string, number>;
  private readonly sets = new Map<Predicate, PacketSet>();
  private readonly rawSets = new Map<Predicate, PacketSet>();

  /**
   * @param limit How many nodes the diagram may have.
   * @param cuts Made for everything that will be asked: other values can not be told apart later.
   * @param expected About how many nodes there will be.
   */
  constructor(limit: number, cuts: Cuts, expected?: number) {
    this.diagram = new Diagram(limit, expected);
    let bit = 0;
    for (const name of rangeFields) {
      const starts = cuts.starts(name);
      const width = starts.length <= 1 ? 0 : 32 - Math.clz32(starts.length - 1);
      this.fields.set(name, { first: bit, width, starts });
      bit += width;
    }
    this.bitFields = { tcpFlags: bit, mark: bit + 8 };
    this.words = new Map(cuts.toldWords().map((words, index) => [words, bit + 40 + index]));
  }

  /**
   * The packets that a predicate holds for; `undefined` when it asks for words that are not told apart here.
   * @param raw In the raw table, where the connection table has not been asked yet.
   */
  setOf(predicate: Predicate, raw = false): PacketSet | undefined {
    const known = raw ? this.rawSets : this.sets;
    let set = known.get(predicate);
    if (set === undefined) {
      set = this.build(predicate, raw) ?? -1;
      known.set(predicate, set);
    }
    return set < 0 ? undefined : set;
  }

  /** Whether everything is told apart here that cuts are made for. */
  tells(cuts: Cuts): boolean {
    for (const name of rangeFields) {
      const { starts } = this.field(name);
      for (const start of cuts.starts(name)) if ((starts[intervalOf(starts, start)] as Coordinate) < start) return false;
    }
    return cuts.toldWords().every((words) => this.words.has(words));
  }

  /** The fields that have an order, in that of their bits. */
  fieldNames(): readonly RangeField[] {
    return rangeFields;
  }

  /** A field's bits and intervals. */
  field(name: RangeField): Field {
    const field = this.fields.get(name);
    if (field === undefined) throw new Error(`no field ${name}`);
    return field;
  }

  /** The first bit of a field that is asked for bit by bit; its lowest bit comes first. */
  bitField(name: BitField): number {
    return this.bitFields[name];
  }

  /** The words that are told apart, and the bit of each. */
  toldWords(): ReadonlyMap<string, number> {
    return this.words;
  }

  /** Whether a bit belongs to a field. */
  isOf(name: RangeField, bit: number): boolean {
    const { first, width } = this.field(name);
    return bit >= first && bit < first + width;
  }

  /** Whether a bit is one of the mark's. */
  isMark(bit: number): boolean {
    return bit >= this.bitFields.mark && bit < this.bitFields.mark + 32;
  }

  /** The bits of a field as they are for a value; left open where the value lies in no single interval of the field. */
  changesTo(name: RangeField, from: Coordinate, to: Coordinate = from): Map<number, BitChange> {
    const { first, width, starts } = this.field(name);
    const changes = new Map<number, BitChange>();
    const low = intervalOf(starts, from);
    const high = intervalOf(starts, to);
    for (let at = 0; at < width; at++) {
      const shift = width - 1 - at;
      const same = low >> shift === high >> shift;
      changes.set(first + at, same ? (((low >> shift) & 1) === 1 ? 'set' : 'clear') : 'unknown');
    }
    return changes;
  }

  /** The packets whose field lies in one of some ranges. */
  inRanges(name: RangeField, ranges: readonly (readonly [Coordinate, Coordinate])[]): PacketSet {
    const { first, width, starts } = this.field(name);
    let set: PacketSet = nothing;
    for (const [from, to] of ranges) {
      if (from > to) continue;
      const low = intervalOf(starts, from);
      const high = intervalOf(starts, to);
      // Numbers beyond the last interval belong to it.
      const end = high === starts.length - 1 ? (1 << width) - 1 : high;
      set = this.diagram.unite(set, this.between(first, width, low, end));
    }
    return set;
  }

  private between(bit: number, width: number, low: number, high: number): PacketSet {
    if (low === 0 && high === (1 << width) - 1) return allPackets;
    const half = 1 << (width - 1);
    if (high < half) return this.diagram.node(bit, this.between(bit + 1, width - 1, low, high), nothing);
    if (low >= half) return this.diagram.node(bit, nothing, this.between(bit + 1, width - 1, low - half, high - half));
    return this.diagram.node(bit, this.between(bit + 1, width - 1, low, half - 1), this.between(bit + 1, width - 1, 0, high - half));
  }

  private build(predicate: Predicate, raw: boolean): PacketSet | undefined {
    const { diagram } = this;
    switch (predicate.kind) {
      case 'in':
        return this.inRanges(raw && predicate.field === 'state' ? 'rawState' : predicate.field, predicate.ranges);
      case 'bits': {
        const first = this.bitFields[predicate.field];
        let set: PacketSet = allPackets;
        for (let bit = 31; bit >= 0; bit--) {
          if (((predicate.mask >>> bit) & 1) === 0) continue;
          set = ((predicate.value >>> bit) & 1) === 1 ? diagram.node(first + bit, nothing, set) : diagram.node(first + bit, set, nothing);
        }
        return set;
      }
      case 'words': {
        const bit = this.words.get(predicate.words);
        return bit === undefined ? undefined : diagram.node(bit, nothing, allPackets);
      }
      case 'not': {
        const of = this.setOf(predicate.of, raw);
        return of === undefined ? undefined : diagram.complement(of);
      }
      case 'all':
      case 'any': {
        let set: PacketSet = predicate.kind === 'all' ? allPackets : nothing;
        for (const part of predicate.of) {
          const one = this.setOf(part, raw);
          if (one === undefined) return undefined;
          set = predicate.kind === 'all' ? diagram.intersect(set, one) : diagram.unite(set, one);
        }
        return set;
      }
    }
  }
}

/** Where the fields are to be cut so that predicates can tell packets apart. */
export class Cuts {
  /** Not sets: V8 finds large integers by their last 64 bits, which are zero in all IPv6 networks. */
  private readonly at = new Map<RangeField, Coordinate[]>();
  private readonly seen = new Set<Predicate>();
  private readonly wordCounts = new Map<string, number>();

  constructor() {
    for (const name of rangeFields) this.at.set(name, []);
    for (const [name, first, last] of always) for (let value = first; value <= last; value++) this.at.get(name)?.push(value);
    for (const name of ['input', 'output'] as const) for (const start of ['', '\0', 'lo', 'lo\0']) this.at.get(name)?.push(start);
  }

  /** Makes the cuts that a predicate needs. */
  add(predicate: Predicate): void {
    if (predicate.kind !== 'in' && predicate.kind !== 'bits') this.count(predicate);
    if (this.seen.has(predicate)) return;
    this.seen.add(predicate);
    this.read(predicate);
  }

  starts(name: RangeField): readonly Coordinate[] {
    const all = this.at.get(name) ?? [];
    const sorted = [...all].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    // Zero is there as a number and, in IPv6, as a big integer.
    const starts = sorted.filter((start, index) => index === 0 || (sorted[index - 1] as Coordinate) < start);
    this.at.set(name, [...starts]);
    return starts;
  }

  /** The words that are told apart: where there are many, those that stand in two places at least. What is asked once can be held against nothing. */
  toldWords(): readonly string[] {
    const all = [...this.wordCounts];
    const told = all.length <= mostWords ? all : all.filter(([, count]) => count > 1);
    return told.map(([words]) => words).slice(0, mostWords);
  }

  private read(predicate: Predicate): void {
    if (predicate.kind === 'not') this.read(predicate.of);
    else if (predicate.kind === 'all' || predicate.kind === 'any') {
      for (const part of predicate.of) this.read(part);
    } else if (predicate.kind === 'in') {
      this.cut(predicate.field, predicate.ranges);
      if (predicate.field === 'state') this.cut('rawState', predicate.ranges);
    }
  }

  private count(predicate: Predicate): void {
    if (predicate.kind === 'words') this.wordCounts.set(predicate.words, (this.wordCounts.get(predicate.words) ?? 0) + 1);
    else if (predicate.kind === 'not') this.count(predicate.of);
    else if (predicate.kind === 'all' || predicate.kind === 'any') for (const part of predicate.of) this.count(part);
  }

  private cut(field: RangeField, ranges: readonly (readonly [Coordinate, Coordinate])[]): void {
    const starts = this.at.get(field);
    for (const [from, to] of ranges) {
      if (from > to) continue;
      starts?.push(from);
      if (to < (most[field] ?? (typeof to === 'bigint' ? mostIpv6 : mostIpv4))) starts?.push(behind(to));
    }
  }
}

/** Values that are told apart in every space: the states, switches, and the lowest value of each field. */
const always: readonly (readonly [RangeField, number, number])[] = [
  ['state', 0, 4],
  ['rawState', 0, 4],
  ['exempt', 0, 1],
  ['fragment', 0, 1],
  ['ethernet', 0, 1],
  ['sourceNat', 0, 1],
  ['destinationNat', 0, 1],
  ['protocol', 0, 0],
  ['destination', 0, 0],
  ['source', 0, 0],
  ['destinationPort', 0, 0],
  ['sourcePort', 0, 0],
  ['icmpType', 0, 0],
  ['icmpCode', 0, 0],
  ['packetType', 0, 0],
  ['sourceType', 0, 0],
  ['destinationType', 0, 0],
  ['mac', 0, 0],
];

/** The highest value of each field; that of the addresses depends on the family. */
const most: Readonly<Partial<Record<RangeField, Coordinate>>> = {
  state: 4,
  rawState: 4,
  exempt: 1,
  fragment: 1,
  ethernet: 1,
  sourceNat: 1,
  destinationNat: 1,
  input: '\uffff\uffff',
  output: '\uffff\uffff',
  protocol: 0xff,
  destinationPort: 0xffff,
  sourcePort: 0xffff,
  icmpType: 0xff,
  icmpCode: 0xff,
  mac: 0xffffffffffff,
  packetType: 7,
  sourceType: 15,
  destinationType: 15,
};
const mostIpv4 = 0xffffffff;
const mostIpv6 = (1n << 128n) - 1n;

/** The interval that a value lies in. */
export function intervalOf(starts: readonly Coordinate[], value: Coordinate): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as Coordinate) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

function behind(value: Coordinate): Coordinate {
  if (typeof value === 'string') return `${value}\0`;
  return typeof value === 'bigint' ? value + 1n : value + 1;
}

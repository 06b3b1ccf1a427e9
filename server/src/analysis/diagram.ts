/**
 * A set of packets: the number of a node in a `Diagram`. Equal sets have equal numbers, so `===` compares them.
 */
export type PacketSet = number;

/** The set without a packet. */
export const nothing: PacketSet = 0;
/** The set of all packets. */
export const allPackets: PacketSet = 1;

/** What is done with one bit of a packet: nothing, set to 0 or 1, flipped, or set to something that is not known. */
export type BitChange = 'clear' | 'set' | 'flip' | 'unknown';

/** Thrown inside the analysis when a diagram grows beyond its limit; it never leaves the analysis. */
export class OverBudget extends Error {}

/**
 * Sets of packets as a reduced ordered binary decision diagram (Bryant 1986): a packet is a row of bits, a node asks for one
 * bit and points at the set of what remains for 0 and for 1. Union, intersection and difference are exact, whatever the
 * sets look like, and cost about as much as the nodes that both have to walk through.
 *
 * The nodes are rows of number arrays, not objects: a ruleset of 100,000 rules makes some millions of them.
 */
export class Diagram {
  /**
   * Four numbers for each node, side by side so that one is fetched from memory at once: the bit it asks for, the sets for 0 and
   * 1, and the next node in the same bucket of the table below.
   */
  private nodes: Int32Array<ArrayBuffer>;
  /** The newest node of each; 0, which is no node of a table, where there is none. */
  private buckets: Int32Array<ArrayBuffer>;
  private used = 2;
  /** Grows whenever nodes are forgotten: results from before may name them. Never 0, which is what an empty slot of the cache has. */
  private epoch = 1;
  /** Results of operations, the newest one of each slot: operation and first set, second set, result, and epoch. */
  private cache: Int32Array<ArrayBuffer>;

  /**
   * @param limit The number of nodes beyond which an operation throws `OverBudget`.
   * @param expected About how many nodes there will be: growing to that size costs more than having it from the beginning.
   */
  constructor(
    readonly limit: number,
    expected = fewNodes,
  ) {
    const size = 1 << (32 - Math.clz32(Math.min(Math.max(expected, fewNodes), mostExpected) - 1));
    this.nodes = new Int32Array(size * 4);
    this.buckets = new Int32Array(size);
    this.cache = new Int32Array(Math.min(size * 4, mostKept));
    this.nodes[0] = lastBit;
    this.nodes.set([lastBit, 1, 1], 4);
  }

  /** How many nodes there are. */
  get size(): number {
    return this.used;
  }

  /** The packets of `low` that have the bit 0 and those of `high` that have it 1. Both may only ask for later bits. */
  node(bit: number, low: PacketSet, high: PacketSet): PacketSet {
    if (low === high) return low;
    const { nodes } = this;
    const bucket = hash(bit, low, high) & (this.buckets.length - 1);
    for (let at = this.buckets[bucket] as number; at > 0; at = nodes[at * 4 + 3] as number) {
      if (nodes[at * 4 + 1] === low && nodes[at * 4 + 2] === high && nodes[at * 4] === bit) return at;
    }
    return this.add(bit, low, high, bucket);
  }

  /** The bit that a set asks for first; beyond every bit for `nothing` and `allPackets`. */
  firstBit(set: PacketSet): number {
    return this.nodes[set * 4] as number;
  }

  /** The packets of a set, apart from the bit it asks for first, that have this bit 0. */
  low(set: PacketSet): PacketSet {
    return this.nodes[set * 4 + 1] as number;
  }

  /** The packets of a set, apart from the bit it asks for first, that have this bit 1. */
  high(set: PacketSet): PacketSet {
    return this.nodes[set * 4 + 2] as number;
  }

  // The five operations are written out and not one function of the other four: this is where the analysis spends its time, and a
  // call by a variable at each node would be one more for the machine to guess.

  /** The packets that are in both sets. */
  intersect(a: PacketSet, b: PacketSet): PacketSet {
    if (a === b || b === allPackets) return a;
    if (a === allPackets) return b;
    if (a === nothing || b === nothing) return nothing;
    if (a > b) return this.intersect(b, a);
    const known = this.kept(intersection, a, b);
    if (known >= 0) return known;
    const { nodes } = this;
    const aBit = nodes[a * 4] as number;
    const bBit = nodes[b * 4] as number;
    const bit = aBit < bBit ? aBit : bBit;
    const aLow = aBit === bit ? (nodes[a * 4 + 1] as number) : a;
    const aHigh = aBit === bit ? (nodes[a * 4 + 2] as number) : a;
    const bLow = bBit === bit ? (nodes[b * 4 + 1] as number) : b;
    const bHigh = bBit === bit ? (nodes[b * 4 + 2] as number) : b;
    return this.store(intersection, a, b, this.node(bit, this.intersect(aLow, bLow), this.intersect(aHigh, bHigh)));
  }

  /** The packets that are in one of the sets at least. */
  unite(a: PacketSet, b: PacketSet): PacketSet {
    if (a === b || b === nothing) return a;
    if (a === nothing) return b;
    if (a === allPackets || b === allPackets) return allPackets;
    if (a > b) return this.unite(b, a);
    const known = this.kept(union, a, b);
    if (known >= 0) return known;
    const { nodes } = this;
    const aBit = nodes[a * 4] as number;
    const bBit = nodes[b * 4] as number;
    const bit = aBit < bBit ? aBit : bBit;
    const aLow = aBit === bit ? (nodes[a * 4 + 1] as number) : a;
    const aHigh = aBit === bit ? (nodes[a * 4 + 2] as number) : a;
    const bLow = bBit === bit ? (nodes[b * 4 + 1] as number) : b;
    const bHigh = bBit === bit ? (nodes[b * 4 + 2] as number) : b;
    return this.store(union, a, b, this.node(bit, this.unite(aLow, bLow), this.unite(aHigh, bHigh)));
  }

  /** The packets of `a` that are not in `b`. */
  subtract(a: PacketSet, b: PacketSet): PacketSet {
    if (a === nothing || b === allPackets || a === b) return nothing;
    if (b === nothing) return a;
    const known = this.kept(difference, a, b);
    if (known >= 0) return known;
    const { nodes } = this;
    const aBit = nodes[a * 4] as number;
    const bBit = nodes[b * 4] as number;
    const bit = aBit < bBit ? aBit : bBit;
    const aLow = aBit === bit ? (nodes[a * 4 + 1] as number) : a;
    const aHigh = aBit === bit ? (nodes[a * 4 + 2] as number) : a;
    const bLow = bBit === bit ? (nodes[b * 4 + 1] as number) : b;
    const bHigh = bBit === bit ? (nodes[b * 4 + 2] as number) : b;
    return this.store(difference, a, b, this.node(bit, this.subtract(aLow, bLow), this.subtract(aHigh, bHigh)));
  }

  /** All packets that are not in a set. */
  complement(set: PacketSet): PacketSet {
    return this.subtract(allPackets, set);
  }

  /** Whether some packet is in both sets. Makes no nodes. */
  meets(a: PacketSet, b: PacketSet): boolean {
    if (a === nothing || b === nothing) return false;
    if (a === b || a === allPackets || b === allPackets) return true;
    if (a > b) return this.meets(b, a);
    const known = this.kept(meeting, a, b);
    if (known >= 0) return known === 1;
    const { nodes } = this;
    const aBit = nodes[a * 4] as number;
    const bBit = nodes[b * 4] as number;
    const bit = aBit < bBit ? aBit : bBit;
    const aLow = aBit === bit ? (nodes[a * 4 + 1] as number) : a;
    const aHigh = aBit === bit ? (nodes[a * 4 + 2] as number) : a;
    const bLow = bBit === bit ? (nodes[b * 4 + 1] as number) : b;
    const bHigh = bBit === bit ? (nodes[b * 4 + 2] as number) : b;
    return this.store(meeting, a, b, this.meets(aLow, bLow) || this.meets(aHigh, bHigh) ? 1 : 0) === 1;
  }

  /** Whether every packet of `a` is in `b`. Makes no nodes. */
  within(a: PacketSet, b: PacketSet): boolean {
    if (a === nothing || b === allPackets || a === b) return true;
    if (b === nothing) return false;
    const known = this.kept(inclusion, a, b);
    if (known >= 0) return known === 1;
    const { nodes } = this;
    const aBit = nodes[a * 4] as number;
    const bBit = nodes[b * 4] as number;
    const bit = aBit < bBit ? aBit : bBit;
    const aLow = aBit === bit ? (nodes[a * 4 + 1] as number) : a;
    const aHigh = aBit === bit ? (nodes[a * 4 + 2] as number) : a;
    const bLow = bBit === bit ? (nodes[b * 4 + 1] as number) : b;
    const bHigh = bBit === bit ? (nodes[b * 4 + 2] as number) : b;
    return this.store(inclusion, a, b, this.within(aLow, bLow) && this.within(aHigh, bHigh) ? 1 : 0) === 1;
  }

  /** The packets that some choice of the given bits makes a member of the set: what is left when those bits are forgotten. */
  forget(set: PacketSet, bits: (bit: number) => boolean): PacketSet {
    return this.rewrite(set, (bit, low, high) => (bits(bit) ? this.unite(low, high) : this.node(bit, low, high)));
  }

  /**
   * The packets that come to lie in `set` when their bits are changed so: those that surely do, or those that may.
   * Unknown bits make the difference between the two.
   * @param known What is known of the same change and bound, and is added to.
   */
  before(
    set: PacketSet,
    change: (bit: number) => BitChange | undefined,
    bound: 'surely' | 'maybe',
    known = new Map<PacketSet, PacketSet>(),
  ): PacketSet {
    const make = (bit: number, low: PacketSet, high: PacketSet): PacketSet => {
      switch (change(bit)) {
        case undefined:
          return this.node(bit, low, high);
        case 'clear':
          return low;
        case 'set':
          return high;
        case 'flip':
          return this.node(bit, high, low);
        case 'unknown':
          return bound === 'surely' ? this.intersect(low, high) : this.unite(low, high);
      }
    };
    return this.rewrite(set, make, known);
  }

  /** What packets of a set can be once their bits are changed so. */
  after(set: PacketSet, changes: ReadonlyMap<number, BitChange>): PacketSet {
    let result = this.rewrite(set, (bit, low, high) => {
      const change = changes.get(bit);
      return change === undefined ? this.node(bit, low, high) : change === 'flip' ? this.node(bit, high, low) : this.unite(low, high);
    });
    for (const [bit, change] of changes) {
      if (change === 'clear') result = this.intersect(result, this.node(bit, allPackets, nothing));
      if (change === 'set') result = this.intersect(result, this.node(bit, nothing, allPackets));
    }
    return result;
  }

  /**
   * One packet of a set, by the bits it fixes; `undefined` for the empty set. Where both would do, 0 is taken, but for the
   * bits that `prefer` wants to be 1.
   */
  member(set: PacketSet, prefer: (bit: number) => boolean = () => false): ReadonlyMap<number, boolean> | undefined {
    if (set === nothing) return undefined;
    const fixed = new Map<number, boolean>();
    for (let at = set; at !== allPackets; ) {
      const bit = this.firstBit(at);
      const low = this.low(at);
      const high = this.high(at);
      const one = low === nothing || (high !== nothing && prefer(bit));
      fixed.set(bit, one);
      at = one ? high : low;
    }
    return fixed;
  }

  /** Whether a packet, given by its bits, is in a set. */
  has(set: PacketSet, bit: (bit: number) => boolean): boolean {
    let at = set;
    while (at > 1) at = bit(this.firstBit(at)) ? this.high(at) : this.low(at);
    return at === allPackets;
  }

  /**
   * Forgets all nodes made since there were `size` of them, but for those that some sets are made of. Gives these sets anew: their
   * old numbers, and those of all other sets made since, must not be used any more.
   */
  keep(size: number, sets: readonly PacketSet[]): PacketSet[] {
    const needed = new Set<PacketSet>();
    const stack = sets.filter((set) => set >= size);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (at < size || needed.has(at)) continue;
      needed.add(at);
      stack.push(this.low(at), this.high(at));
    }
    // A node is always made after those it points at.
    const order = [...needed].sort((a, b) => a - b);
    const kept = order.map((at) => [this.firstBit(at), this.low(at), this.high(at)] as const);
    this.truncate(size);
    const numbers = new Map<PacketSet, PacketSet>();
    const now = (set: PacketSet): PacketSet => numbers.get(set) ?? set;
    for (const [index, [bit, low, high]] of kept.entries()) numbers.set(order[index] ?? 0, this.node(bit, now(low), now(high)));
    return sets.map(now);
  }

  /** Forgets all nodes made since there were `size` of them. Sets made since must not be used any more. */
  truncate(size: number): void {
    const { nodes, buckets } = this;
    // The newest node of a bucket is always the first in it.
    for (let at = this.used - 1; at >= size; at--) {
      const bucket = hash(nodes[at * 4] as number, nodes[at * 4 + 1] as number, nodes[at * 4 + 2] as number) & (buckets.length - 1);
      buckets[bucket] = nodes[at * 4 + 3] as number;
    }
    this.used = Math.min(this.used, size);
    this.epoch++;
  }

  /** Gives back the room that was kept for more nodes and for results of operations: nothing more is asked for now, or little. */
  settle(): void {
    if (this.used > manyNodes) this.nodes = this.nodes.slice(0, this.used * 4);
    this.cache = new Int32Array(fewNodes * 4);
  }

  private rewrite(
    set: PacketSet,
    make: (bit: number, low: PacketSet, high: PacketSet) => PacketSet,
    done = new Map<PacketSet, PacketSet>(),
  ): PacketSet {
    const walk = (at: PacketSet): PacketSet => {
      if (at <= 1) return at;
      let result = done.get(at);
      if (result === undefined) {
        result = make(this.firstBit(at), walk(this.low(at)), walk(this.high(at)));
        done.set(at, result);
      }
      return result;
    };
    return walk(set);
  }

  /** The result of an operation, where it is still kept; -1 otherwise. */
  private kept(operation: number, a: number, b: number): number {
    const { cache } = this;
    const at = hash(operation, a, b) & (cache.length - 4);
    const known = cache[at] === a * operations + operation && cache[at + 1] === b && cache[at + 3] === this.epoch;
    return known ? (cache[at + 2] as number) : -1;
  }

  private store(operation: number, a: number, b: number, result: number): number {
    const { cache } = this;
    const at = hash(operation, a, b) & (cache.length - 4);
    cache[at] = a * operations + operation;
    cache[at + 1] = b;
    cache[at + 2] = result;
    cache[at + 3] = this.epoch;
    return result;
  }

  private add(bit: number, low: PacketSet, high: PacketSet, bucket: number): PacketSet {
    if (this.used >= this.limit) throw new OverBudget();
    const made = this.used++;
    if (made * 4 >= this.nodes.length) {
      const larger = new Int32Array(4 * Math.ceil(made * (made > manyNodes ? 1.3 : 2)));
      larger.set(this.nodes);
      this.nodes = larger;
    }
    const { nodes } = this;
    nodes[made * 4] = bit;
    nodes[made * 4 + 1] = low;
    nodes[made * 4 + 2] = high;
    nodes[made * 4 + 3] = this.buckets[bucket] as number;
    this.buckets[bucket] = made;
    if (this.used > this.buckets.length) {
      this.rehash(this.buckets.length * 2);
      if (this.cache.length < mostKept) this.cache = new Int32Array(Math.min(mostKept, this.buckets.length * 4));
    }
    return made;
  }

  private rehash(size: number): void {
    this.buckets = new Int32Array(size);
    const { nodes } = this;
    for (let at = 2; at < this.used; at++) {
      const bucket = hash(nodes[at * 4] as number, nodes[at * 4 + 1] as number, nodes[at * 4 + 2] as number) & (size - 1);
      nodes[at * 4 + 3] = this.buckets[bucket] as number;
      this.buckets[bucket] = at;
    }
  }
}

/**
 * The union of many sets. They are put together in pairs of like size: putting each into a set that grows would make its
 * path through the large set anew every time.
 */
export class Union {
  private readonly parts: { readonly rank: number; readonly set: PacketSet }[] = [];

  constructor(private readonly diagram: Diagram) {}

  add(set: PacketSet): void {
    if (set === nothing) return;
    let part = { rank: 0, set };
    for (let last = this.parts.at(-1); last !== undefined && last.rank <= part.rank; last = this.parts.at(-1)) {
      this.parts.pop();
      part = { rank: part.rank + 1, set: this.diagram.unite(last.set, part.set) };
    }
    this.parts.push(part);
  }

  get(): PacketSet {
    return this.parts.reduceRight((all, { set }) => this.diagram.unite(all, set), nothing);
  }
}

/** However many are expected, there is room for no more from the beginning. */
const mostExpected = 1 << 22;
/** As many there is room for in any diagram. */
const fewNodes = 1 << 10;
/** With fewer nodes it is not worth while to give back what is left of their room. */
const manyNodes = 100_000;

/** How long the cache of results may get: four numbers for each. */
const mostKept = 1 << 20;
const operations = 8;
const intersection = 0;
const union = 1;
const difference = 2;
const meeting = 3;
const inclusion = 4;

/** Behind every bit that a packet has. */
const lastBit = 0x7fffffff;

function hash(a: number, b: number, c: number): number {
  let mixed = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

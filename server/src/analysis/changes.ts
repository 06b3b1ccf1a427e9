import type { BitChange, PacketSet } from './diagram';
import type { Space } from './space';

/** The number of a change that packets have gone through; 0: they are as they were. */
export type ChangeNumber = number;

/** Packets that have gone through the same change: as they were before it. */
export interface Stream {
  readonly change: ChangeNumber;
  readonly set: PacketSet;
}

/** The changes that packets go through on their way, each kept once. */
export class Changes {
  private readonly list: ReadonlyMap<number, BitChange>[] = [new Map()];
  private readonly numbers = new Map<string, ChangeNumber>([['', 0]]);
  /** What lay in a set before a change, for each change and bound, by the set and all that it is made of. */
  private readonly results = new Map<number, Map<PacketSet, PacketSet>>();
  /** What was joined before, by the second change and the number of the first. */
  private readonly joined = new WeakMap<ReadonlyMap<number, BitChange>, Map<ChangeNumber, ChangeNumber>>();
  private readonly lost = new Map<ChangeNumber, ChangeNumber>();

  constructor(private readonly space: Space) {}

  /** One change after another, which is given by its number or by what it does with each bit. */
  followedBy(first: ChangeNumber, second: ChangeNumber | ReadonlyMap<number, BitChange>): ChangeNumber {
    const bits = typeof second === 'number' ? this.bits(second) : second;
    if (bits.size === 0) return first;
    let results = this.joined.get(bits);
    if (results === undefined) {
      results = new Map();
      this.joined.set(bits, results);
    }
    let number = results.get(first);
    if (number === undefined) {
      number = this.join(first, bits);
      results.set(first, number);
    }
    return number;
  }

  private join(first: ChangeNumber, bits: ReadonlyMap<number, BitChange>): ChangeNumber {
    const joined = new Map(this.bits(first));
    for (const [bit, change] of bits) {
      const both = change === 'flip' ? flipped[joined.get(bit) ?? 'none'] : change;
      if (both === undefined) joined.delete(bit);
      else joined.set(bit, both);
    }
    return this.number(joined);
  }

  /** What a change does with each bit. */
  bits(change: ChangeNumber): ReadonlyMap<number, BitChange> {
    return this.list[change] ?? unchanged;
  }

  /** A change of the same bits of which nothing more is known. */
  unknown(change: ChangeNumber): ChangeNumber {
    let number = this.lost.get(change);
    if (number === undefined) {
      number = this.number(new Map([...this.bits(change).keys()].map((bit) => [bit, 'unknown'])));
      this.lost.set(change, number);
    }
    return number;
  }

  /** The packets that surely, or maybe, come to lie in a set by a change. */
  before(set: PacketSet, change: ChangeNumber, bound: 'surely' | 'maybe'): PacketSet {
    if (change === 0 || set <= 1) return set;
    const key = change * 2 + (bound === 'surely' ? 1 : 0);
    let known = this.results.get(key);
    if (known === undefined) {
      known = new Map();
      this.results.set(key, known);
    }
    const result = known.get(set);
    if (result !== undefined) return result;
    const bits = this.bits(change);
    return this.space.diagram.before(set, (bit) => bits.get(bit), bound, known);
  }

  /** What the packets of a stream are after its change. */
  after({ set, change }: Stream): PacketSet {
    return change === 0 ? set : this.space.diagram.after(set, this.bits(change));
  }

  /** Forgets what was worked out, after nodes of the diagram were forgotten. */
  forget(): void {
    this.results.clear();
  }

  private number(bits: ReadonlyMap<number, BitChange>): ChangeNumber {
    const key = [...bits]
      .sort(([a], [b]) => a - b)
      .map(([bit, change]) => `${bit}${change[0]}`)
      .join(' ');
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.list.length;
      this.list.push(bits);
      this.numbers.set(key, number);
    }
    return number;
  }
}

const unchanged: ReadonlyMap<number, BitChange> = new Map();

/** What flipping a bit makes of what was done with it before. */
const flipped: Readonly<Record<BitChange | 'none', BitChange | undefined>> = {
  none: 'flip',
  flip: undefined,
  set: 'clear',
  clear: 'set',
  unknown: 'unknown',
};

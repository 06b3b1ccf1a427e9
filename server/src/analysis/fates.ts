import type { ChangeNumber, Changes, Stream } from './changes';
import type { BitChange, Diagram, PacketSet } from './diagram';
import { allPackets, nothing, Union } from './diagram';
import type { Effect, Verdict } from './effects';

/** One rule as the walks see it. */
export interface RuleSets {
  /** The packets that may match. */
  readonly upper: PacketSet;
  /** The packets that surely match. */
  readonly lower: PacketSet;
  readonly effect: Effect;
  /** What the effect does with each bit of the packet; `undefined`: nothing. */
  readonly change: ReadonlyMap<number, BitChange> | undefined;
  /** The packets that the change is made to, of those that match; `undefined`: all of them. */
  readonly changeable?: PacketSet;
}

/** Packets that may end with a verdict, as they came in, and the change they went through. */
export interface Ending extends Stream {
  readonly verdict: Verdict;
}

/**
 * What may become of the packets that enter a chain, each as it came in. Every packet has one of these fates; one that is in
 * only one of the sets has it for certain.
 */
export interface Fates {
  readonly ends: readonly Ending[];
  /** Those that come out at the chain's end, or by RETURN. */
  readonly through: readonly Stream[];
}

/** Of a chain about which nothing is known. */
export const unknownFates: Fates = {
  ends: [{ verdict: 'unknown', change: 0, set: allPackets }],
  through: [{ change: 0, set: allPackets }],
};

/** More streams than these are not told apart: rulesets that set marks in a hundred ways are walked one packet set at a time. */
const mostStreams = 48;

/**
 * A walk of packets along the rules of one chain. It keeps the packets that may still be there, each as it came into the
 * chain, with the change it has gone through; what has ended is collected.
 */
export class ChainWalk {
  /** The packets that may still be in the chain. */
  streams: readonly Stream[];
  /** Those that may have matched the last rule, as far as that was worked out: `undefined` where only the ones that came to it are known. */
  matching: readonly Stream[] | undefined;
  private readonly ends = new Map<string, { readonly verdict: Verdict; readonly change: ChangeNumber; readonly union: Union }>();
  private through: Stream[] = [];
  /** Several rules of one verdict in a row take what is there before the first and not behind the last. */
  private run: { readonly verdict: Verdict; readonly from: PacketSet } | undefined;

  constructor(
    private readonly diagram: Diagram,
    private readonly changes: Changes,
    private readonly fatesOf: (chain: number) => Fates,
    start: readonly Stream[],
    /** What NAT writes is not told apart. */
    private readonly natAsOne = false,
  ) {
    this.streams = [...start];
  }

  /** Whether no packet is left. */
  get empty(): boolean {
    return this.streams.every(({ set }) => set === nothing);
  }

  /** Lets the packets pass a rule; gives whether some of them may match it. */
  pass(rule: RuleSets): boolean {
    const { effect } = rule;
    this.matching = undefined;
    const only = this.streams[0];
    if (only === undefined) return false;
    const plain = this.streams.length === 1 && only.change === 0;
    if (effect.kind === 'verdict' && rule.change === undefined && plain) return this.end(only, rule, effect.verdict);
    if (plain && effect.kind === 'continue' && rule.change === undefined) return this.diagram.meets(only.set, rule.upper);
    const matching: Stream[] = [];
    this.matching = matching;
    if (plain && !this.diagram.meets(only.set, rule.upper)) return false;
    this.finishRun();
    const next: Stream[] = [];
    for (const stream of this.streams) this.passStream(stream, rule, next, matching);
    this.streams = next;
    return matching.length > 0;
  }

  /** What has become of the packets, those that are left included. */
  finish(): Fates {
    this.finishRun();
    for (const stream of this.streams) add(this.diagram, this.changes, this.through, stream);
    this.streams = [];
    return {
      ends: [...this.ends.values()].map(({ verdict, change, union }) => ({ verdict, change, set: union.get() })),
      through: this.through.filter(({ set }) => set !== nothing).slice(),
    };
  }

  private end(stream: Stream, rule: RuleSets, verdict: Verdict): boolean {
    if (rule.lower !== rule.upper) {
      const matching = this.diagram.intersect(stream.set, rule.upper);
      if (matching === nothing) return false;
      this.finishRun();
      this.addEnd(verdict, 0, matching);
      if (rule.lower !== nothing) this.streams = [{ change: 0, set: this.diagram.subtract(stream.set, rule.lower) }];
      return true;
    }
    const rest = this.diagram.subtract(stream.set, rule.upper);
    if (rest === stream.set) return false;
    if (this.run?.verdict !== verdict) {
      this.finishRun();
      this.run = { verdict, from: stream.set };
    }
    this.streams = [{ change: 0, set: rest }];
    return true;
  }

  private finishRun(): void {
    const { run } = this;
    if (run === undefined) return;
    this.run = undefined;
    this.addEnd(run.verdict, 0, this.diagram.subtract(run.from, this.streams[0]?.set ?? nothing));
  }

  private passStream(stream: Stream, rule: RuleSets, next: Stream[], all: Stream[]): void {
    const { diagram, changes } = this;
    const upper = changes.before(rule.upper, stream.change, 'maybe');
    const matching = diagram.intersect(stream.set, upper);
    if (matching === nothing) {
      add(diagram, changes, next, stream);
      return;
    }
    all.push({ change: stream.change, set: matching });
    const lower = changes.before(rule.lower, stream.change, 'surely');
    const changeable = rule.changeable === undefined ? allPackets : changes.before(rule.changeable, stream.change, 'maybe');
    const stay: Stream = { change: stream.change, set: diagram.subtract(stream.set, diagram.intersect(lower, changeable)) };
    const { effect } = rule;
    const change = rule.change === undefined ? stream.change : changes.followedBy(stream.change, rule.change);
    switch (effect.kind) {
      case 'continue':
        if (change === stream.change) add(diagram, changes, next, stream);
        else {
          add(diagram, changes, next, stay);
          add(diagram, changes, next, { change, set: diagram.intersect(matching, changeable) });
        }
        return;
      case 'return':
        add(diagram, changes, next, stay);
        add(diagram, changes, this.through, { change, set: matching });
        return;
      case 'verdict':
        add(diagram, changes, next, stay);
        this.addEnd(effect.verdict, change, matching);
        return;
      case 'jump':
        this.jump(stream, matching, stay, this.fatesOf(effect.chain), effect.goto ? this.through : next, next);
    }
  }

  private jump(stream: Stream, matching: PacketSet, stay: Stream, fates: Fates, out: Stream[], next: Stream[]): void {
    const { diagram, changes } = this;
    for (const { verdict, change, set } of fates.ends) {
      const ended = diagram.intersect(matching, changes.before(set, stream.change, 'maybe'));
      if (ended !== nothing) this.addEnd(verdict, changes.followedBy(stream.change, change), ended);
    }
    add(diagram, changes, next, stay);
    for (const { change, set } of fates.through) {
      const back = diagram.intersect(matching, changes.before(set, stream.change, 'maybe'));
      add(diagram, changes, out, { change: changes.followedBy(stream.change, change), set: back });
    }
  }

  private addEnd(verdict: Verdict, change: ChangeNumber, set: PacketSet): void {
    if (set === nothing) return;
    // What NAT writes differs from rule to rule; beyond some number only is kept that something is written.
    const isNat = verdict.startsWith('nat ');
    const many = this.ends.size > mostStreams && isNat;
    const kept =
      isNat && (many || this.natAsOne)
        ? { verdict: 'nat …' as const, change: many ? this.changes.unknown(change) : change }
        : { verdict, change };
    const key = `${kept.change} ${kept.verdict}`;
    let end = this.ends.get(key);
    if (end === undefined) {
      end = { ...kept, union: new Union(this.diagram) };
      this.ends.set(key, end);
    }
    end.union.add(set);
  }
}

/** Adds a stream to a list, where one of the same change takes it in. */
function add(diagram: Diagram, changes: Changes, list: Stream[], stream: Stream): void {
  if (stream.set === nothing) return;
  const at = list.findIndex(({ change }) => change === stream.change);
  const same = list[at];
  if (same !== undefined) list[at] = { change: stream.change, set: diagram.unite(same.set, stream.set) };
  else if (list.length < mostStreams) list.push(stream);
  else {
    // Too many to tell apart: one stream of which every bit that any of them changes is unknown.
    const number = [...list, stream].reduce((all, { change }) => changes.followedBy(all, changes.unknown(change)), 0);
    const set = [...list, stream].reduce((all, one) => diagram.unite(all, one.set), nothing);
    list.length = 0;
    list.push({ change: number, set });
  }
}

import type { JumpGraph } from './jump-graph';
import { hookOrder } from './jump-graph';
import type { Chain, Jump, Resolver, Section } from './resolve-types';

/** What has changed between two states of a section. */
export interface JumpChange {
  /** The section as it is now. */
  readonly section: Section;
  /** The jumps that are no more, and those that are new. */
  readonly removed: readonly Jump[];
  readonly added: readonly Jump[];
  /** The chains that are new, are no more, or have other rules than before. */
  readonly chains: Iterable<number>;
  /** Finds the jumps to some chains, as they are now. */
  jumpsTo(chains: ReadonlySet<number>): Iterable<Jump>;
}

/** With more chains to look at it is quicker to follow all jumps anew. */
const mostFollowed = 5000;

/**
 * For each chain of a section which hooks lead to it, and a level: each jump leads to a higher one, so that there is no loop, and
 * none is deeper than the highest. Kept up from one edit to the next: a file of 140,000 lines has 80,000 jumps, and an edit changes
 * a handful.
 */
export class Reach {
  /** By the number of a chain's name: its level, and below that a bit for "known" and one for each hook. */
  private rows: Int32Array;

  /**
   * @param reach For each chain of the graph the hooks that lead to it.
   * @param levels For each its level.
   */
  constructor(
    { chains }: JumpGraph,
    reach: Uint8Array,
    levels: Int32Array,
    private readonly highest: number,
  ) {
    const last = chains.reduce((most, { id }) => Math.max(most, id), 0);
    this.rows = new Int32Array(last + spare);
    chains.forEach(({ id }, place) => {
      this.set(id, levels[place] ?? 0, reach[place] ?? 0);
    });
  }

  /** The hooks that lead to a chain, as a mask over `hookOrder`. */
  maskOf(chain: number): number {
    return this.rowOf(chain) & anyHook;
  }

  /**
   * Follows a change. Gives the chains whose hooks may be others now; `undefined` where the change is not simple, and this is no
   * good any more.
   */
  follow(resolver: Resolver, { section, removed, added, chains, jumpsTo }: JumpChange): ReadonlySet<number> | undefined {
    const look = new Set<number>();
    const made: Chain[] = [];
    for (const id of chains) {
      const chain = section.chains.get(id);
      if (chain === undefined) this.set(id, -1, 0);
      else if (this.rowOf(id) === 0) made.push(chain);
      if (chain !== undefined) look.add(id);
    }
    if (!this.place(made, added)) return undefined;
    // By level the chains whose hooks may be others, and which callers may have brought some. Those of lower levels are known by then.
    const pending = Array.from({ length: this.highest + 1 }, () => new Map<number, number[]>());
    const ask = (id: number, caller?: number): void => {
      const row = this.rowOf(id);
      const level = pending[row >> levelShift];
      if (row === 0 || level === undefined) return;
      const callers = level.get(id) ?? [];
      if (caller !== undefined) callers.push(caller);
      level.set(id, callers);
    };
    for (const { to } of removed) ask(to);
    for (const { from, to } of added) ask(to, from);
    for (const { id } of made) ask(id);
    for (const level of pending) {
      if (level.size === 0) continue;
      if (look.size + level.size > mostFollowed) return undefined;
      for (const [id, mask] of this.masksFor(section, level, jumpsTo(new Set(level.keys())))) {
        look.add(id);
        const row = this.rowOf(id);
        if ((row & anyHook) === mask) continue;
        this.set(id, row >> levelShift, mask);
        for (const line of section.chains.get(id)?.rules ?? []) ask(resolver.records[line]?.jump ?? -1, id);
      }
    }
    return look;
  }

  /** Gives new chains their levels; whether each new jump leads to a higher one then. */
  private place(made: readonly Chain[], added: readonly Jump[]): boolean {
    for (const { id } of made) this.set(id, 0, 0);
    const anew = new Set(made.map(({ id }) => id));
    // New chains may jump to each other, which takes one pass for each.
    for (let pass = 0; pass <= made.length; pass++) {
      let moved = false;
      for (const { from, to } of added) {
        if (!anew.has(to) || this.levelOf(to) > this.levelOf(from)) continue;
        this.set(to, this.levelOf(from) + 1, 0);
        moved = true;
      }
      if (!moved) break;
    }
    return added.every(({ from, to }) => this.levelOf(from) < this.levelOf(to) && this.levelOf(to) <= this.highest);
  }

  /** The hooks that lead to some chains, from all jumps to them: those that did, and those of the callers that may have brought some. */
  private masksFor(section: Section, chains: ReadonlyMap<number, readonly number[]>, jumps: Iterable<Jump>): ReadonlyMap<number, number> {
    const masks = new Map<number, number>();
    const missing = new Map<number, number>();
    for (const [id, callers] of chains) {
      const chain = section.chains.get(id);
      if (chain === undefined) continue;
      const own = chain.builtin ? 1 << hookOrder.findIndex((hook) => hook === chain.name) : 0;
      const most = callers.reduce((sum, caller) => sum | this.maskOf(caller), this.maskOf(id));
      masks.set(id, own);
      if ((most & ~own) !== 0) missing.set(id, most & ~own);
    }
    // A chain that many jump to has all of its hooks after the first few.
    if (missing.size === 0) return masks;
    for (const { from, to } of jumps) {
      const left = missing.get(to);
      if (left === undefined) continue;
      const mask = this.maskOf(from);
      masks.set(to, (masks.get(to) ?? 0) | mask);
      if ((left & ~mask) !== 0) missing.set(to, left & ~mask);
      else if (missing.delete(to) && missing.size === 0) break;
    }
    return masks;
  }

  private levelOf(id: number): number {
    return this.rowOf(id) >> levelShift;
  }

  /** @param level -1: there is no such chain. */
  private set(id: number, level: number, mask: number): void {
    if (id >= this.rows.length) {
      const larger = new Int32Array(id + spare);
      larger.set(this.rows);
      this.rows = larger;
    }
    this.rows[id] = level < 0 ? 0 : (level << levelShift) | isKnown | mask;
  }

  /** 0 for what is no chain. */
  private rowOf(id: number): number {
    return this.rows[id] ?? 0;
  }
}

/** For each chain the length of the longest way of jumps to it; `undefined` where there is a loop, or some way is longer than `deepest`. */
export function levelsOf({ chains, first, to }: JumpGraph, deepest: number): Int32Array | undefined {
  const callers = new Int32Array(chains.length);
  for (const callee of to) callers[callee] = (callers[callee] ?? 0) + 1;
  const levels = new Int32Array(chains.length);
  const ready: number[] = [];
  for (let chain = 0; chain < chains.length; chain++) if (callers[chain] === 0) ready.push(chain);
  for (let at = 0; at < ready.length; at++) {
    const chain = ready[at] ?? 0;
    const below = (levels[chain] ?? 0) + 1;
    const end = first[chain + 1] ?? 0;
    for (let jump = first[chain] ?? 0; jump < end; jump++) {
      if (below > deepest) return undefined;
      const callee = to[jump] ?? 0;
      if ((levels[callee] ?? 0) < below) levels[callee] = below;
      const waiting = (callers[callee] ?? 0) - 1;
      callers[callee] = waiting;
      if (waiting === 0) ready.push(callee);
    }
  }
  return ready.length === chains.length ? levels : undefined;
}

/** Names that come with the next edits find room. */
const spare = 256;
const isKnown = 1 << 7;
const anyHook = (1 << 5) - 1;
const levelShift = 8;

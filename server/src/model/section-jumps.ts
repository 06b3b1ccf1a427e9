import type { Jump } from './resolve-types';

/** A chain that jumps begin or end at: it may be renamed a thousand times, and they follow. */
interface End {
  id: number;
  /** The jumps to it, as places in the section's list. */
  readonly jumps: number[];
  /** All before this one are gone. */
  firstLeft: number;
}

/** The chains that a section's jumps begin and end at, while lines rename chains and ask whether one is in use. */
export class JumpEnds {
  private readonly ends = new Map<number, End>();
  private readonly from: End[] = [];
  private readonly to: End[] = [];

  constructor(jumps: readonly Jump[]) {
    for (const jump of jumps) this.add(jump);
  }

  /** Notes the jump that the section has got as its last one. */
  add({ from, to }: Jump): void {
    this.from.push(this.endOf(from));
    const end = this.endOf(to);
    end.jumps.push(this.to.length);
    this.to.push(end);
  }

  rename(old: number, id: number): void {
    const end = this.ends.get(old);
    if (end === undefined) return;
    this.ends.delete(old);
    end.id = id;
    this.ends.set(id, end);
  }

  /** The first jump to a chain whose line is not gone; `undefined` without one. */
  firstTo(id: number, jumps: readonly Jump[], gone: ReadonlySet<number>): Jump | undefined {
    const end = this.ends.get(id);
    if (end === undefined) return undefined;
    for (; end.firstLeft < end.jumps.length; end.firstLeft++) {
      const jump = jumps[end.jumps[end.firstLeft] ?? -1];
      if (jump !== undefined && !gone.has(jump.line)) return jump;
    }
    return undefined;
  }

  /** Writes what the chains are called now into the jumps. */
  write(jumps: Jump[]): void {
    for (const [index, jump] of jumps.entries()) {
      const from = this.from[index]?.id ?? jump.from;
      const to = this.to[index]?.id ?? jump.to;
      if (from !== jump.from || to !== jump.to) jumps[index] = { ...jump, from, to };
    }
  }

  private endOf(id: number): End {
    let end = this.ends.get(id);
    if (end === undefined) {
      end = { id, jumps: [], firstLeft: 0 };
      this.ends.set(id, end);
    }
    return end;
  }
}

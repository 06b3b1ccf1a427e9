import type { Hook } from '../catalogue/schema';
import type { Chain, Section } from './resolve-types';

/** The hooks as bits, in the order of the kernel's `enum nf_inet_hooks`. */
export const hookOrder: readonly Hook[] = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'];

/**
 * A section's chains and the jumps between them as rows of numbers: a file may have a hundred thousand of each, and they are
 * followed anew after each edit. A chain is named by its place in `chains`.
 */
export interface JumpGraph {
  readonly chains: readonly Chain[];
  /** Where the jumps of each chain begin in `jumps`; one entry more than there are chains. */
  readonly first: Int32Array;
  /** The jumps, those of a chain side by side and in the order of the file, as places in the section's list. */
  readonly jumps: Int32Array;
  /** The chain that each of `jumps` leads to. */
  readonly to: Int32Array;
}

/** The jumps of a section, without those of the given lines. */
export function jumpGraph(section: Section, without?: ReadonlySet<number>): JumpGraph {
  const chains = [...section.chains.values()];
  const places = placesById(chains);
  const place = (id: number): number => (id < places.length ? (places[id] ?? -1) : -1);
  const first = new Int32Array(chains.length + 1);
  const from = new Int32Array(section.jumps.length);
  const target = new Int32Array(section.jumps.length);
  section.jumps.forEach((jump, index) => {
    const start = without?.has(jump.line) === true ? -1 : place(jump.from);
    const end = place(jump.to);
    from[index] = end < 0 ? -1 : start;
    target[index] = end;
    if (start >= 0 && end >= 0) first[start + 1] = (first[start + 1] ?? 0) + 1;
  });
  for (let chain = 0; chain < chains.length; chain++) first[chain + 1] = (first[chain + 1] ?? 0) + (first[chain] ?? 0);
  const next = first.slice();
  const count = first[chains.length] ?? 0;
  const jumps = new Int32Array(count);
  const to = new Int32Array(count);
  for (let index = 0; index < from.length; index++) {
    const start = from[index] ?? -1;
    if (start < 0) continue;
    const at = next[start] ?? 0;
    next[start] = at + 1;
    jumps[at] = index;
    to[at] = target[index] ?? 0;
  }
  return { chains, first, jumps, to };
}

/** For each chain the hooks that lead to it, as a mask over `hookOrder`; 0 for chains that none leads to. */
export function reachOf({ chains, first, to }: JumpGraph): Uint8Array {
  const reach = new Uint8Array(chains.length);
  const queue: number[] = [];
  chains.forEach((chain, place) => {
    const bit = chain.builtin ? hookOrder.findIndex((hook) => hook === chain.name) : -1;
    if (bit < 0) return;
    reach[place] = 1 << bit;
    queue.push(place);
  });
  for (let at = 0; at < queue.length; at++) {
    const chain = queue[at] ?? 0;
    const mask = reach[chain] ?? 0;
    const end = first[chain + 1] ?? 0;
    for (let jump = first[chain] ?? 0; jump < end; jump++) {
      const callee = to[jump] ?? 0;
      const old = reach[callee] ?? 0;
      if ((old | mask) === old) continue;
      reach[callee] = old | mask;
      queue.push(callee);
    }
  }
  return reach;
}

/** Whether no way from a hook leads in a circle or through more jumps than `deepest`: nearly every ruleset, and told in one pass. */
export function isShallow({ chains, first, to }: JumpGraph, reach: Uint8Array, deepest: number): boolean {
  const callers = new Int32Array(chains.length);
  let left = 0;
  for (let chain = 0; chain < chains.length; chain++) {
    if (reach[chain] === 0) continue;
    left++;
    const end = first[chain + 1] ?? 0;
    for (let jump = first[chain] ?? 0; jump < end; jump++) callers[to[jump] ?? 0] = (callers[to[jump] ?? 0] ?? 0) + 1;
  }
  const depth = new Int32Array(chains.length);
  const ready: number[] = [];
  for (let chain = 0; chain < chains.length; chain++) if (reach[chain] !== 0 && callers[chain] === 0) ready.push(chain);
  for (let at = 0; at < ready.length; at++) {
    const chain = ready[at] ?? 0;
    const below = (depth[chain] ?? 0) + 1;
    left--;
    const end = first[chain + 1] ?? 0;
    for (let jump = first[chain] ?? 0; jump < end; jump++) {
      if (below > deepest) return false;
      const callee = to[jump] ?? 0;
      if ((depth[callee] ?? 0) < below) depth[callee] = below;
      const waiting = (callers[callee] ?? 0) - 1;
      callers[callee] = waiting;
      if (waiting === 0) ready.push(callee);
    }
  }
  return left === 0;
}

/** The place of the chain of each name's number; -1 for names that are no chain's. */
function placesById(chains: readonly Chain[]): Int32Array {
  let highest = -1;
  for (const { id } of chains) if (id > highest) highest = id;
  const places = new Int32Array(highest + 1).fill(-1);
  chains.forEach(({ id }, place) => {
    places[id] = place;
  });
  return places;
}

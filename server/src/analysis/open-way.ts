import type { Hook } from '../catalogue/schema';
import type { Jump, Section } from '../model/resolve-types';

/**
 * For the chains of a section the jumps by which packets of some hooks come into them, the one in the built-in chain first, all
 * of them open; none for a built-in chain itself. `undefined`: every way there has a jump that is not open, or no hook leads there.
 * @param isOpen Whether a jump stands open to whatever the question is about; asked only of jumps on the way, once each.
 */
export function openWays(
  section: Section,
  hooks: readonly Hook[],
  isOpen: (jump: Jump) => boolean,
): (chain: number) => readonly Jump[] | undefined {
  const jumpsTo = new Map<number, Jump[]>();
  for (const jump of section.jumps) {
    const list = jumpsTo.get(jump.to);
    if (list === undefined) jumpsTo.set(jump.to, [jump]);
    else list.push(jump);
  }
  const known = new Map<Jump, boolean>();
  const open = (jump: Jump): boolean => {
    const answer = known.get(jump) ?? isOpen(jump);
    known.set(jump, answer);
    return answer;
  };
  const isHook = (id: number): boolean => {
    const chain = section.chains.get(id);
    return chain?.builtin === true && hooks.some((hook) => hook === chain.name);
  };
  return (chain) => {
    if (isHook(chain)) return [];
    // From the chain back to the hooks; of each chain on the way the jump by which it is left.
    const onward = new Map<number, Jump | undefined>([[chain, undefined]]);
    const queue = [chain];
    for (let at = 0; at < queue.length; at++) {
      for (const jump of jumpsTo.get(queue[at] ?? -1) ?? []) {
        if (onward.has(jump.from) || !open(jump)) continue;
        onward.set(jump.from, jump);
        if (isHook(jump.from)) return wayFrom(jump.from, onward);
        queue.push(jump.from);
      }
    }
    return undefined;
  };
}

function wayFrom(hook: number, onward: ReadonlyMap<number, Jump | undefined>): readonly Jump[] {
  const way: Jump[] = [];
  for (let jump = onward.get(hook); jump !== undefined; jump = onward.get(jump.to)) way.push(jump);
  return way;
}

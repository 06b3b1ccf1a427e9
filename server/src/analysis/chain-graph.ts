import type { Chain, Section } from '../model/resolve-types';

/**
 * The chains of a section, each behind all that jump to it. Chains that jump in a circle, and those that only a circle leads
 * to, are not in it: what they do is not worked out.
 */
export function callersFirst(section: Section): readonly Chain[] {
  const callees = new Map<number, Set<number>>();
  const callers = new Map<number, number>();
  for (const { from, to } of section.jumps) {
    let list = callees.get(from);
    if (list === undefined) {
      list = new Set();
      callees.set(from, list);
    }
    if (list.has(to)) continue;
    list.add(to);
    callers.set(to, (callers.get(to) ?? 0) + 1);
  }
  const order: Chain[] = [];
  for (const chain of section.chains.values()) if ((callers.get(chain.id) ?? 0) === 0) order.push(chain);
  for (let at = 0; at < order.length; at++) {
    for (const to of callees.get(order[at]?.id ?? -1) ?? []) {
      const left = (callers.get(to) ?? 0) - 1;
      callers.set(to, left);
      const chain = section.chains.get(to);
      if (left === 0 && chain !== undefined) order.push(chain);
    }
  }
  return order;
}

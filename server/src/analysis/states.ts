/** The states of connection tracking as bits. SNAT and DNAT are no states of their own: a packet has them beside its state. */
export const connectionStates = { INVALID: 1, NEW: 2, ESTABLISHED: 4, RELATED: 8, UNTRACKED: 16, SNAT: 32, DNAT: 64 } as const;

const names = Object.keys(connectionStates) as (keyof typeof connectionStates)[];

/**
 * The bits of a state list. Each name may be cut short and in any case; of several that it could be, the first in the order
 * of `connectionStates` counts (`conntrack_ps_state` in libxt_conntrack.c).
 * @returns `undefined` for a list that is refused.
 */
export function parseStates(list: string): number | undefined {
  let bits = 0;
  for (const part of list.split(',')) {
    const upper = part.toUpperCase();
    const name = upper === '' ? undefined : names.find((candidate) => candidate.startsWith(upper));
    if (name === undefined) return undefined;
    bits |= connectionStates[name];
  }
  return bits;
}

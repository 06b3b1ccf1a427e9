import type { BackEnd, Hook } from '../catalogue/schema';
import { forBackEnd } from '../catalogue/schema';
import type { Placement } from './bound';
import { hookOrder } from './jump-graph';

/** The hooks in which both back ends take something, as a mask over `hookOrder`. */
export function allowedHooks({ hooks }: Placement): number {
  let mask = known.get(hooks);
  if (mask === undefined) {
    mask = hookOrder.reduce((sum, hook, bit) => (isAllowed(hooks, hook) ? sum | (1 << bit) : sum), 0);
    known.set(hooks, mask);
  }
  return mask;
}

/** Every hook, as a mask over `hookOrder`. */
export const allHooks = (1 << hookOrder.length) - 1;

/** Most placements share the lists of the catalogue. */
const known = new WeakMap<Placement['hooks'], number>();
const backEnds: readonly BackEnd[] = ['legacy', 'nft'];

function isAllowed(hooks: Placement['hooks'], hook: Hook): boolean {
  return backEnds.every((backEnd) => forBackEnd(hooks, backEnd)?.includes(hook) === true);
}

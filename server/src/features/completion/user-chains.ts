import type { Chain } from '../../model/resolve-types';
import { callersOf } from '../support/sections';
import type { RuleSpot } from './spot';

/** The user chains that `-j` and `-g` can name at the cursor: declared above it, and not leading back to it. */
export function userChains(spot: RuleSpot): readonly Chain[] {
  const { section, chain } = spot.place;
  if (section === undefined) return [];
  const callers = chain === undefined ? new Set<number>() : callersOf(section, chain);
  return [...section.chains.values()].filter((one) => !one.builtin && one.declared < spot.request.line && !callers.has(one.id));
}

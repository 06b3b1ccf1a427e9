import type { Chain, Section } from '../../model/resolve-types';
import { callersOf } from '../support/sections';
import type { RuleSpot } from './spot';

/**
 * The user chains that `-j` and `-g` can name at the cursor: declared above it, and not leading back to it. Where there are very
 * many, some of those that hold what is typed: a list has no room for more, and the client asks again.
 */
export function userChains(spot: RuleSpot): readonly Chain[] {
  const { section, chain } = spot.place;
  if (section === undefined) return [];
  const callers = chain === undefined ? new Set<number>() : callersOf(section, chain);
  const typed = spot.request.typed.startsWith('-') || !hasManyChains(section) ? '' : spot.request.typed.toLowerCase();
  const chains: Chain[] = [];
  for (const one of section.chains.values()) {
    if (!isDeclaredAbove(spot, one) || callers.has(one.id) || (typed !== '' && !one.name.toLowerCase().includes(typed))) continue;
    chains.push(one);
    if (chains.length > many) break;
  }
  return chains;
}

/** Whether there is a user chain that `-g` could name. */
export function hasUserChains(spot: RuleSpot): boolean {
  const { section } = spot.place;
  if (section !== undefined) for (const one of section.chains.values()) if (isDeclaredAbove(spot, one)) return userChains(spot).length > 0;
  return false;
}

/** Whether a section has more chains than a completion list takes, so that it is cut by what is typed. */
export function hasManyChains(section: Section | undefined): boolean {
  return section !== undefined && section.chains.size > many;
}

/** More chains than a completion list takes. */
const many = 1500;

function isDeclaredAbove(spot: RuleSpot, chain: Chain): boolean {
  return !chain.builtin && chain.declared < spot.request.line;
}

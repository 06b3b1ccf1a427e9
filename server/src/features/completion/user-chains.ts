import type { Chain, Section } from '../../model/resolve-types';
import { callersOf } from '../support/sections';
import type { RuleSpot } from './spot';

/** More chains than a completion list takes. */
const many = 1500;
/** The most chains of one answer where there are so many that it is cut anyway. */
export const mostOfMany = 250;

/**
 * The user chains that `-j` and `-g` can name at the cursor: declared above it, and not leading back to it. Where there are very
 * many, some of those that hold what is typed: a list has no room for more, and the client asks again.
 */
export function userChains(spot: RuleSpot): readonly Chain[] {
  const { chain } = spot.place;
  const { section } = spot.place;
  if (section === undefined) return [];
  const callers = chain === undefined ? none : callersOf(section, chain);
  return declaredChains(spot, section, (one) => !callers.has(one.id));
}

/**
 * The user chains declared above the cursor. Where there are very many, the first of those that hold what is typed.
 * @param isWanted Which of them.
 */
export function declaredChains(spot: RuleSpot, section: Section, isWanted: (chain: Chain) => boolean = () => true): readonly Chain[] {
  if (!hasManyChains(section)) return chainsWith(spot, section, '', isWanted, Number.POSITIVE_INFINITY);
  const typed = spot.request.typed.startsWith('-') ? '' : spot.request.typed;
  // As it is typed, or as chains are named: lower case of 40,000 names would take longer than all the rest.
  for (const spelling of new Set([typed, typed.toUpperCase(), typed.toLowerCase()])) {
    const chains = chainsWith(spot, section, spelling, isWanted, mostOfMany + 1);
    if (chains.length > 0) return chains;
  }
  return [];
}

/** The first so many user chains declared above the cursor whose names hold something. */
function chainsWith(spot: RuleSpot, section: Section, part: string, isWanted: (chain: Chain) => boolean, most: number): readonly Chain[] {
  const chains: Chain[] = [];
  for (const one of section.chains.values()) {
    if (!isDeclaredAbove(spot, one) || !one.name.includes(part) || !isWanted(one)) continue;
    chains.push(one);
    if (chains.length >= most) break;
  }
  return chains;
}

/** Whether there is a user chain that `-g` could name. */
export function hasUserChains(spot: RuleSpot): boolean {
  const { section, chain } = spot.place;
  if (section === undefined) return false;
  let callers: ReadonlySet<number> | undefined;
  for (const one of section.chains.values()) {
    if (!isDeclaredAbove(spot, one)) continue;
    callers ??= chain === undefined ? none : callersOf(section, chain);
    if (!callers.has(one.id)) return true;
  }
  return false;
}

/** Whether a section has more chains than a completion list takes, so that it is cut by what is typed. */
export function hasManyChains(section: Section | undefined): boolean {
  return section !== undefined && section.chains.size > many;
}

const none: ReadonlySet<number> = new Set();

function isDeclaredAbove(spot: RuleSpot, chain: Chain): boolean {
  return !chain.builtin && chain.declared < spot.request.line;
}

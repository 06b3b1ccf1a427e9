import { allMatches, allTargets } from '../../catalogue/index';
import type { ExtensionSpec, OptionSpec } from '../../catalogue/schema';
import { words } from '../../l10n/words';
import type { Chain } from '../../model/resolve-types';
import type { Span } from '../../text/position';
import { optionSpelling, optionsFor } from '../support/describe';
import { callersOf } from '../support/sections';
import type { Entry } from './item';
import { kinds } from './item';
import { byLikelihood, matchLikelihood, targetLikelihood } from './likelihood';
import { isBroughtByProtocol, protocolsToAdd } from './protocols';
import { isOffered, valueStops } from './rule-options';
import type { RuleSpot } from './spot';

const rank = { fitting: 10, common: 20, chains: 30, others: 40, loaded: 60, deprecated: 90 };
/** As many targets are likelier than a user chain. */
const commonTargets = 4;

/**
 * The matches that can stand behind `-m`.
 * @param option The `-m`; a missing `-p` goes in before it.
 */
export function matchEntries(spot: RuleSpot, option: Span): Entry[] {
  const { rule, request } = spot;
  const loaded = new Set(rule.matches.filter((match) => !match.implicit).map((match) => match.spec.name));
  return byLikelihood(allMatches, matchLikelihood)
    .filter((spec) => isOffered(spot, spec))
    .flatMap((spec) => {
      const group = loaded.has(spec.name)
        ? rank.loaded
        : spec.deprecated !== undefined
          ? rank.deprecated
          : isBroughtByProtocol(spot, spec)
            ? rank.fitting
            : rank.common;
      const detail = loaded.has(spec.name) ? words.alreadyLoaded[request.language] : undefined;
      return entriesOf(spot, spec, option, group, detail);
    });
}

/** What can stand behind `-j`: targets and user chains. */
export function jumpEntries(spot: RuleSpot, option: Span): Entry[] {
  const { place } = spot;
  const chains = new Set(userChains(spot).map((chain) => chain.name));
  const targets = byLikelihood(allTargets, (name) => targetLikelihood(name, place))
    .filter((spec) => isOffered(spot, spec) && !chains.has(spec.name))
    .flatMap((spec, index) => {
      const group = spec.deprecated !== undefined ? rank.deprecated : index < commonTargets ? rank.common : rank.others;
      return entriesOf(spot, spec, option, group, undefined);
    });
  return [...targets, ...chainEntries(spot)];
}

/** The user chains that `-j` and `-g` can name at the cursor: declared above it, and not leading back to it. */
export function chainEntries(spot: RuleSpot): Entry[] {
  return userChains(spot).map((chain) => ({
    label: chain.name,
    kind: kinds.userChain,
    rank: rank.chains,
    detail: words.userChain[spot.request.language],
  }));
}

function userChains(spot: RuleSpot): readonly Chain[] {
  const { section, chain } = spot.place;
  if (section === undefined) return [];
  const callers = chain === undefined ? new Set<number>() : callersOf(section, chain);
  return [...section.chains.values()].filter((one) => !one.builtin && one.declared < spot.request.line && !callers.has(one.id));
}

/** The entries of one extension: one, or one for each protocol that could be put in for it. */
function entriesOf(spot: RuleSpot, spec: ExtensionSpec, option: Span, group: number, detail: string | undefined): Entry[] {
  const { place, request } = spot;
  return protocolsToAdd(spot, spec).map((protocol) => ({
    label: spec.name,
    kind: kinds[spec.kind],
    rank: group,
    insert: `${spec.name}${neededOptions(spot, spec)}`,
    note: protocol === '' ? undefined : `+ -p ${protocol}`,
    detail: detail ?? words[spec.kind][request.language],
    also: protocol === '' ? undefined : { at: option.start, text: `-p ${protocol} ` },
    deprecated: spec.deprecated !== undefined,
    subject: [spec.kind, spec.name, place.family, place.table ?? ''],
  }));
}

/** The options that an extension cannot do without, with tab stops; nothing where the line goes on with options already. */
function neededOptions(spot: RuleSpot, spec: ExtensionSpec): string {
  const options = optionsFor(spec, spot.place.family);
  if (spot.request.following?.startsWith('--') === true) return '';
  const needed: OptionSpec[] = options.filter((option) => option.required === true);
  for (const group of spec.groups ?? []) {
    if (group.count === 'at-most-one' || group.options.some((name) => needed.some((option) => option.name === name))) continue;
    const members = options.filter((option) => group.options.includes(option.name));
    const first = members.find((option) => preferred.has(option.name)) ?? members[0];
    if (first !== undefined) needed.push(first);
  }
  let stop = 1;
  return needed
    .map((option) => {
      const values = valueStops(option, stop);
      stop += option.values.length;
      return ` ${optionSpelling(option)}${values === '' ? '' : ` ${values}`}`;
    })
    .join('');
}

/** Of several options that would do, those that people want most. */
const preferred = new Set(['destination-ports', 'dst-range', 'clamp-mss-to-pmtu', 'uid-owner', 'set-xmark', 'set-mark']);

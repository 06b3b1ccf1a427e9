import { allMatches, allTargets } from '../../catalogue/index';
import type { ExtensionSpec } from '../../catalogue/schema';
import { words } from '../../l10n/words';
import type { Span } from '../../text/position';
import { optionSpelling, optionsFor } from '../support/describe';
import type { Entry } from './item';
import { kinds } from './item';
import { byLikelihood, companions, matchLikelihood, targetLikelihood } from './likelihood';
import { couldMean } from './request';
import { isBroughtByProtocol } from './rule-options';
import { valueStops } from './samples';
import type { RuleSpot } from './spot';
import { isTakenAt } from './spot';
import type { Also, Trial } from './trial';
import { preludesFor, trialOf } from './trial';
import { userChains } from './user-chains';

const rank = { fitting: 10, common: 20, chains: 30, others: 40, loaded: 60, deprecated: 90 };
/** As many targets are likelier than a user chain. */
const commonTargets = 4;

/**
 * The matches that can stand behind `-m`.
 * @param option The `-m`; a missing `-p` goes in before it.
 */
export function matchEntries(spot: RuleSpot, option: Span): Entry[] {
  const { rule, request, place } = spot;
  const trial = trialOf(spot);
  const loaded = new Set(rule.matches.filter((match) => !match.implicit).map((match) => match.spec.name));
  return byLikelihood(allMatches, matchLikelihood)
    .filter((spec) => isTakenAt(place, spec) && couldMean(request, spec.name))
    .flatMap((spec) => {
      const group = loaded.has(spec.name)
        ? rank.loaded
        : spec.deprecated !== undefined
          ? rank.deprecated
          : isBroughtByProtocol(spot, spec)
            ? rank.fitting
            : rank.common;
      const detail = loaded.has(spec.name) ? words.alreadyLoaded[request.language] : undefined;
      return entriesOf(spot, trial, spec, option, group, detail);
    });
}

/** What can stand behind `-j`: targets and user chains. */
export function jumpEntries(spot: RuleSpot, option: Span): Entry[] {
  const { place } = spot;
  const trial = trialOf(spot);
  const chains = new Set(userChains(spot).map((chain) => chain.name));
  const targets = byLikelihood(allTargets, (name) => targetLikelihood(name, place))
    .filter((spec) => isTakenAt(place, spec) && couldMean(spot.request, spec.name) && !chains.has(spec.name))
    .flatMap((spec, index) => {
      const group = spec.deprecated !== undefined ? rank.deprecated : index < commonTargets ? rank.common : rank.others;
      return entriesOf(spot, trial, spec, option, group, undefined);
    });
  return [...targets, ...chainEntries(spot)];
}

/** What can stand behind `-g`. */
export function chainEntries(spot: RuleSpot): Entry[] {
  return userChains(spot).map((chain) => ({
    label: chain.name,
    kind: kinds.userChain,
    rank: rank.chains,
    detail: words.userChain[spot.request.language],
  }));
}

/** The entries of one extension that the checker lets pass: one, or one for each protocol that could be put in for it. */
function entriesOf(spot: RuleSpot, trial: Trial, spec: ExtensionSpec, option: Span, group: number, detail: string | undefined): Entry[] {
  const { place, request } = spot;
  const also = (prelude: string): Also | undefined => (prelude === '' ? undefined : { at: option.start, text: prelude });
  const withOptions = `${spec.name}${neededOptions(spot, spec)}`;
  const found = preludesFor(
    spot,
    spec,
    (prelude) => trial.passes(withOptions, also(prelude)),
    () => trial.isHopeless(withOptions),
  );
  const insert = found.length > 0 || trial.passes(withOptions, undefined, 'lenient') ? withOptions : spec.name;
  // What is going out of use may be refused by one back end; it is still there to be found, at the end of the list.
  const lenient = spec.deprecated !== undefined || trial.passes(insert, undefined, insert === withOptions ? 'lenient' : 'unfinished');
  const preludes = found.length > 0 || !lenient ? found : [''];
  return preludes.map((prelude) => ({
    label: spec.name,
    kind: kinds[spec.kind],
    rank: group,
    insert,
    note: prelude === '' ? undefined : `+ ${prelude.trim()}`,
    detail: detail ?? words[spec.kind][request.language],
    also: also(prelude),
    deprecated: spec.deprecated !== undefined,
    subject: [spec.kind, spec.name, place.family, place.table ?? ''],
  }));
}

/** The options that come along with an extension, with tab stops; nothing where the line goes on with options already. */
function neededOptions(spot: RuleSpot, spec: ExtensionSpec): string {
  if (spot.request.following?.startsWith('--') === true) return '';
  const { family } = spot.place;
  const options = optionsFor(spec, family).filter((option) => isTakenAt(spot.place, option));
  let stop = 1;
  return companions(spec, options)
    .map((option) => {
      const values = valueStops(option, family, stop);
      stop += option.values.length;
      return ` ${optionSpelling(option)}${values === '' ? '' : ` ${values}`}`;
    })
    .join('');
}

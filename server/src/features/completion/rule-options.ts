import { generalOptionCommands, refusedInRestore } from '../../catalogue/general-options';
import { allMatches, allTargets, generalOptions } from '../../catalogue/index';
import type { ExtensionSpec, OptionSpec } from '../../catalogue/schema';
import { words } from '../../l10n/words';
import type { BoundExtension } from '../../model/bound';
import { generalOption } from '../../model/bound';
import { protocolNumber } from '../../values/index';
import { optionSpelling, optionSpellings, optionsFor } from '../support/describe';
import { expandStops } from '../support/tab-stops';
import type { Entry } from './item';
import { kinds } from './item';
import { byLikelihood, companions, isWanted, matchLikelihood, optionLikelihood, targetLikelihood } from './likelihood';
import { couldMean } from './request';
import { fewSuggestions, stopOf, valueStops } from './samples';
import type { RuleSpot, Spot } from './spot';
import { isBefore, isTakenAt } from './spot';
import type { Also, Leniency, Trial } from './trial';
import { isRuledOut, preludesFor, trialOf } from './trial';
import { hasUserChains } from './user-chains';

/** Ranks of the groups, the likeliest first. */
const rank = { last: 10, loaded: 12, general: 20, wanted: 30, negation: 40, unloaded: 50, rare: 60, deprecated: 90 };

/** An option to offer, and what comes along with it. */
interface Candidate {
  readonly option: OptionSpec;
  readonly owner?: ExtensionSpec;
  readonly group: number;
  /** What loads its extension: `-m conntrack `, `-p tcp `; empty where that is loaded. */
  readonly bring: string;
}

/** Every option that can stand at the cursor: of what the rule has loaded, general ones, and those that bring their extension along. */
export function optionEntries(spot: RuleSpot, at: Extract<Spot, { kind: 'option' }>): Entry[] {
  const { rule } = spot;
  if (rule.skipped || rule.command?.spec.takesRule === false) return [];
  const trial = trialOf(spot);
  const { negation } = at;
  const entries: Entry[] = [];
  for (const candidate of candidates(spot)) {
    if (negation !== undefined && candidate.option.invertible !== true) continue;
    if (!isMeant(spot, candidate)) continue;
    entries.push(...entriesOf(spot, candidate, negation?.start, trial));
  }
  if (negation === undefined && trial.passes('! ')) {
    entries.push({ label: '!', kind: kinds.parameter, rank: rank.negation, insert: '! ', doc: words.inversion });
  }
  return entries;
}

/** Whether what is typed could be one of an option's spellings, or the name of its extension. */
function isMeant({ request }: RuleSpot, { option, owner }: Candidate): boolean {
  const words = optionSpellings(option);
  if (words.some((word) => couldMean(request, word))) return true;
  return owner !== undefined && couldMean(request, `--${owner.name}`);
}

function* candidates(spot: RuleSpot): Iterable<Candidate> {
  const { rule, place } = spot;
  const loaded = [...rule.matches, ...(rule.target === undefined ? [] : [rule.target])].filter((one) => isBefore(spot, one.name));
  const last = loaded[loaded.length - 1];
  for (const extension of loaded) {
    const group = extension === last ? rank.last : rank.loaded;
    for (const option of inOrder(freeOptions(spot, extension))) yield { option, owner: extension.spec, group, bring: '' };
  }
  for (const option of generalCandidates(spot)) yield { option, group: isRare(option) ? rank.rare : rank.general, bring: '' };
  const matches = byLikelihood(allMatches, matchLikelihood).filter((spec) => !rule.matches.some((match) => match.spec === spec));
  const targets = rule.jump === undefined ? byLikelihood(allTargets, (name) => targetLikelihood(name, place)) : [];
  for (const spec of [...matches, ...targets]) {
    if (!isTakenAt(place, spec) || isRuledOut(spot, spec)) continue;
    for (const bring of bringersOf(spot, spec)) {
      for (const option of inOrder(optionsFor(spec, place.family))) {
        if (!isTakenAt(place, option)) continue;
        const group = bring === '' ? rank.last : isWanted(bare(option)) ? rank.wanted : rank.unloaded;
        yield { option, owner: spec, group: spec.deprecated === undefined ? group : rank.deprecated, bring };
      }
    }
  }
}

/** What one writes to load an extension; `''` for a match that the rule's `-p` brings by itself. */
function bringersOf(spot: RuleSpot, spec: ExtensionSpec): readonly string[] {
  if (spec.kind === 'target') return [`-j ${spec.name} `];
  if (spec.implicitFor === undefined) return [`-m ${spec.name} `];
  const given = generalOption(spot.rule, 'protocol');
  if (given === undefined) return spec.implicitFor.map((protocol) => `-p ${protocol} `);
  return isBroughtByProtocol(spot, spec) && isBefore(spot, given.name) ? [''] : [`-m ${spec.name} `];
}

/** Whether the rule's `-p` names a protocol whose match comes with it: `-p tcp` for tcp. */
export function isBroughtByProtocol(spot: RuleSpot, spec: ExtensionSpec): boolean {
  const { rule } = spot;
  if (spec.kind !== 'match' || rule.protocol === undefined || rule.protocolInverted) return false;
  return spec.implicitFor?.some((name) => protocolNumber(name) === rule.protocol) ?? false;
}

/** The options of a loaded extension that may still be given. */
function freeOptions(spot: RuleSpot, extension: BoundExtension): readonly OptionSpec[] {
  const given = new Set(extension.options.map((option) => option.spec.name));
  return optionsFor(extension.spec, spot.place.family)
    .filter((option) => isTakenAt(spot.place, option))
    .filter((option) => option.repeatable === true || !given.has(option.name));
}

/** The order in which general parameters are written. */
const order = ['protocol', 'source', 'destination', 'in-interface', 'out-interface', 'match', 'jump', 'goto', 'fragments', 'set-counters'];

function generalCandidates(spot: RuleSpot): readonly OptionSpec[] {
  const { rule, place } = spot;
  const given = new Set(rule.options.filter((option) => option.owner === undefined).map((option) => option.spec.name));
  if (given.has('jump') || given.has('goto') || !hasUserChains(spot)) given.add('goto');
  if (given.has('goto') && rule.jump !== undefined) given.add('jump');
  const command = rule.command?.spec.short;
  return generalOptions
    .filter((option) => !(option.name in refusedInRestore) && isTakenAt(place, option, true))
    .filter((option) => option.repeatable === true || !given.has(option.name))
    .filter((option) => command === undefined || (generalOptionCommands[option.name]?.includes(command) ?? true))
    .sort((a, b) => orderOf(a) - orderOf(b));
}

function orderOf(option: OptionSpec): number {
  const index = order.indexOf(option.name);
  return index < 0 ? order.length : index;
}

function isRare(option: OptionSpec): boolean {
  return orderOf(option) >= order.indexOf('fragments');
}

/** The entries of a candidate that the checker lets pass: one, or one for each protocol that could be put in for it. */
function entriesOf(spot: RuleSpot, candidate: Candidate, negation: number | undefined, trial: Trial): Entry[] {
  const { option, owner } = candidate;
  const { request, place } = spot;
  const long = `--${option.name}`;
  // Who has begun with two dashes wants the long spelling, where that is another one.
  const spelling = owner === undefined && request.typed.startsWith('--') ? long : optionSpelling(option);
  const placed = (head: string, insert: string): { insert: string; also: Also | undefined } =>
    negation === undefined || head === '' ? { insert: head + insert, also: undefined } : { insert, also: { at: negation, text: head } };
  for (const insert of insertsOf(spot, candidate, spelling)) {
    const judge: Judge = {
      passes(head, leniency) {
        const { insert: text, also } = placed(head, insert);
        return trial.passes(text, also, leniency);
      },
      isHopeless(head) {
        const { insert: text, also } = placed(head, insert);
        return trial.isHopeless(text, also);
      },
    };
    const heads = headsOf(spot, candidate, judge, owner !== undefined && trial.unfinished.has(owner.name));
    if (heads.length === 0) continue;
    return heads.map((head) => ({
      label: expandStops(head) + spelling,
      kind: owner === undefined ? kinds.parameter : kinds.option,
      rank: option.deprecated === undefined ? candidate.group : rank.deprecated,
      ...placed(head, insert),
      suggest: insert.endsWith(' '),
      filter: [...new Set([spelling, ...optionSpellings(option), expandStops(head).trim()])].filter((word) => word !== '').join(' '),
      detail: owner?.name ?? (spelling === long ? undefined : long),
      deprecated: (option.deprecated ?? owner?.deprecated) !== undefined,
      subject:
        owner === undefined
          ? ['parameter', option.name, place.family, place.table ?? '']
          : [owner.kind === 'match' ? 'match-option' : 'target-option', option.name, place.family, place.table ?? '', owner.name],
    }));
  }
  return [];
}

/** Tells of what goes in before an option whether the checker lets the line pass with it. */
interface Judge {
  passes(head: string, leniency?: Leniency): boolean;
  isHopeless(head: string): boolean;
}

/** What goes in before an option so that the line is taken; several where there is a choice, none where nothing helps. */
function headsOf(spot: RuleSpot, candidate: Candidate, { passes, isHopeless }: Judge, unfinished: boolean): readonly string[] {
  const { option, owner, bring } = candidate;
  if (owner === undefined) return passes('') ? [''] : [];
  if (bring === '') {
    const leniency = unfinished ? 'unfinished' : option.required === true || option.deprecated !== undefined ? 'lenient' : 'strict';
    return passes('', leniency) ? [''] : preludesFor(spot, owner, passes, () => isHopeless(''));
  }
  if (isHopeless(bring)) return [];
  const whole = passes(bring, 'lenient') ? bring : bring + neededBeside(option, owner, spot);
  const found = preludesFor(
    spot,
    owner,
    (prelude) => passes(prelude + whole),
    () => isHopeless(whole),
  ).map((prelude) => prelude + whole);
  return found.length === 0 && whole === bring && passes(bring, 'lenient') ? [bring] : found;
}

/** Other options that the extension cannot do without, with their samples as plain text. */
function neededBeside(option: OptionSpec, owner: ExtensionSpec, spot: RuleSpot): string {
  const { family } = spot.place;
  const options = optionsFor(owner, family).filter((one) => isTakenAt(spot.place, one));
  const needed = new Set(option.needs);
  const others = options.filter((one) => one !== option && (needed.has(one.name) || companions(owner, options).includes(one)));
  let stop = option.values.length + 1;
  return others
    .map((one) => {
      const values = valueStops(one, family, stop);
      stop += one.values.length;
      return values === '' ? `${optionSpelling(one)} ` : `${optionSpelling(one)} ${values} `;
    })
    .join('');
}

/** General parameters whose values are names that completion knows. */
const listed = new Set(['protocol', 'match', 'jump', 'goto']);

/** An option with tab stops for its values, without them where a value stands behind it already; then with other values, where its sample may not do here. */
function insertsOf(spot: RuleSpot, candidate: Candidate, spelling: string): readonly string[] {
  const { option, bring } = candidate;
  const { following, options } = spot.request;
  const { family } = spot.place;
  const hasValue = following !== undefined && !following.startsWith('-') && following !== '!';
  if (option.values.length === 0 || option.valueOptional === true || hasValue) return [spelling];
  // What can stand behind these is a list of its own, from which nothing should be chosen unasked.
  if (listed.has(option.name) && options.suggestCommand !== undefined) return [`${spelling} `];
  const [slot] = option.values;
  const others = bring === '' && option.values.length === 1 && slot !== undefined ? fewSuggestions(slot, family) : [];
  return [`${spelling} ${valueStops(option, family)}`, ...others.map((value) => `${spelling} ${stopOf(1, value)}`)];
}

function inOrder(options: readonly OptionSpec[]): readonly OptionSpec[] {
  const required = (option: OptionSpec): number => (option.required === true ? 0 : 1);
  return [...options].sort((a, b) => required(a) - required(b) || optionLikelihood(bare(a)) - optionLikelihood(bare(b)));
}

/** The spelling that `iptables-save` prints, without its dashes. */
function bare(option: OptionSpec): string {
  return optionSpelling(option).replace(/^--/, '');
}

import { generalOptionCommands, refusedInRestore } from '../../catalogue/builtins';
import { allMatches, allTargets, generalOptions } from '../../catalogue/index';
import type { ExtensionSpec, OptionSpec } from '../../catalogue/schema';
import { words } from '../../l10n/words';
import type { BoundExtension } from '../../model/bound';
import { optionSpelling, optionSpellings, optionsFor } from '../support/describe';
import type { Entry } from './item';
import { escapeForSnippet, kinds } from './item';
import { byLikelihood, isWanted, matchLikelihood, targetLikelihood } from './likelihood';
import { isBroughtByProtocol, protocolsToAdd } from './protocols';
import type { RuleSpot, Spot } from './spot';
import { isBefore, isTakenAt } from './spot';

/** Ranks of the groups, the likeliest first. */
const rank = { last: 10, loaded: 12, general: 20, wanted: 30, negation: 40, unloaded: 50, rare: 60, deprecated: 90 };

/** Every option that can stand at the cursor: of what the rule has loaded, general ones, and those that bring their extension along. */
export function optionEntries(spot: RuleSpot, at: Extract<Spot, { kind: 'option' }>): Entry[] {
  const { rule } = spot;
  if (rule.skipped || rule.command?.spec.takesRule === false) return [];
  const loaded = [...rule.matches, ...(rule.target === undefined ? [] : [rule.target])].filter((one) => isBefore(spot, one.name));
  const entries: Entry[] = [];
  const add = (option: OptionSpec, owner: ExtensionSpec | undefined, group: number, bring = ''): void => {
    if (at.negation === undefined || option.invertible === true) entries.push(entryOf(spot, at, option, owner, group, bring));
  };
  loaded.forEach((extension, index) => {
    for (const option of freeOptions(spot, extension)) add(option, extension.spec, index === loaded.length - 1 ? rank.last : rank.loaded);
  });
  for (const option of freeGeneralOptions(spot)) add(option, undefined, isRare(option) ? rank.rare : rank.general);
  for (const spec of byLikelihood(allMatches, matchLikelihood)) {
    if (!isOffered(spot, spec) || rule.matches.some((match) => match.spec === spec)) continue;
    const implicit = isBroughtByProtocol(spot, spec);
    for (const option of optionsFor(spec, spot.place.family)) {
      if (!isTakenAt(spot.place, option)) continue;
      for (const bring of bringersOf(spot, spec)) {
        const group = implicit ? rank.last : isWanted(optionSpelling(option)) ? rank.wanted : rank.unloaded;
        add(option, spec, spec.deprecated === undefined ? group : rank.deprecated, bring);
      }
    }
  }
  if (rule.jump === undefined) addTargetOptions(spot, add);
  if (at.negation === undefined) {
    entries.push({ label: '!', kind: kinds.parameter, rank: rank.negation, insert: '! ', doc: words.inversion });
  }
  return entries;
}

function addTargetOptions(spot: RuleSpot, add: (option: OptionSpec, owner: ExtensionSpec, group: number, bring: string) => void): void {
  for (const spec of byLikelihood(allTargets, (name) => targetLikelihood(name, spot.place))) {
    if (!isOffered(spot, spec)) continue;
    for (const protocol of protocolsToAdd(spot, spec)) {
      const bring = `${protocol === '' ? '' : `-p ${protocol} `}-j ${spec.name} `;
      for (const option of optionsFor(spec, spot.place.family)) {
        if (isTakenAt(spot.place, option)) add(option, spec, isWanted(optionSpelling(option)) ? rank.wanted : rank.unloaded, bring);
      }
    }
  }
}

/** Whether an extension can be loaded at the rule's place. */
export function isOffered(spot: RuleSpot, spec: ExtensionSpec): boolean {
  return isTakenAt(spot.place, spec) && protocolsToAdd(spot, spec).length > 0;
}

/** The words that bring a match: `-m conntrack `, `-p tcp `; none for one that `-p` has brought, and several to choose from where `-p` is missing. */
function bringersOf(spot: RuleSpot, spec: ExtensionSpec): readonly string[] {
  const { rule } = spot;
  if (spec.kind !== 'match') return [];
  if (spec.implicitFor === undefined) {
    return protocolsToAdd(spot, spec).map((protocol) => `${protocol === '' ? '' : `-p ${protocol} `}-m ${spec.name} `);
  }
  const given = rule.options.find((option) => option.owner === undefined && option.spec.name === 'protocol');
  if (given === undefined) return protocolsToAdd(spot, spec).map((protocol) => `-p ${protocol === '' ? spec.name : protocol} `);
  return isBroughtByProtocol(spot, spec) ? [isBefore(spot, given.name) ? '' : `-m ${spec.name} `] : [];
}

/** The options of a loaded extension that may still be given. */
function freeOptions(spot: RuleSpot, extension: BoundExtension): readonly OptionSpec[] {
  const given = new Set(extension.options.map((option) => option.spec.name));
  const { spec } = extension;
  const excluded = new Set(extension.options.flatMap((option) => option.spec.excludes ?? []));
  for (const group of spec.groups ?? []) {
    if (group.count !== 'at-least-one' && group.options.some((name) => given.has(name)))
      for (const name of group.options) excluded.add(name);
  }
  return optionsFor(spec, spot.place.family)
    .filter((option) => isTakenAt(spot.place, option))
    .filter((option) => !excluded.has(option.name) && !(option.excludes?.some((name) => given.has(name)) ?? false))
    .filter((option) => option.repeatable === true || !given.has(option.name))
    .sort((a, b) => Number(b.required ?? false) - Number(a.required ?? false));
}

/** The order in which general parameters are written. */
const order = ['protocol', 'source', 'destination', 'in-interface', 'out-interface', 'match', 'jump', 'goto', 'fragments', 'set-counters'];

function freeGeneralOptions(spot: RuleSpot): readonly OptionSpec[] {
  const { rule, place } = spot;
  const given = new Set(rule.options.filter((option) => option.owner === undefined).map((option) => option.spec.name));
  if (given.has('jump') || given.has('goto')) given.add('jump').add('goto');
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

function entryOf(
  spot: RuleSpot,
  at: Extract<Spot, { kind: 'option' }>,
  option: OptionSpec,
  owner: ExtensionSpec | undefined,
  group: number,
  bring: string,
): Entry {
  const { request, place } = spot;
  const long = `--${option.name}`;
  // Who has begun with two dashes wants the long spelling, where that is another one.
  const spelling = owner === undefined && request.typed.startsWith('--') ? long : optionSpelling(option);
  const insert = insertOf(spot, option, spelling);
  const negation = at.negation;
  return {
    label: bring + spelling,
    kind: owner === undefined ? kinds.parameter : kinds.option,
    rank: option.deprecated === undefined ? group : rank.deprecated,
    insert: negation === undefined ? bring + insert : insert,
    filter: [...new Set([spelling, ...optionSpellings(option), bring.trim()])].filter((word) => word !== '').join(' '),
    detail: owner?.name ?? (spelling === long ? undefined : long),
    deprecated: (option.deprecated ?? owner?.deprecated) !== undefined,
    also: negation === undefined || bring === '' ? undefined : { at: negation.start, text: bring },
    subject:
      owner === undefined
        ? ['parameter', option.name, place.family, place.table ?? '']
        : [owner.kind === 'match' ? 'match-option' : 'target-option', option.name, place.family, place.table ?? '', owner.name],
  };
}

/** An option with tab stops for its values; without them where a value stands behind it already. */
function insertOf(spot: RuleSpot, option: OptionSpec, spelling: string): string {
  const { following } = spot.request;
  const hasValue = following !== undefined && !following.startsWith('-') && following !== '!';
  if (option.values.length === 0 || hasValue) return spelling;
  if (option.valueOptional === true) return spelling;
  return `${spelling} ${valueStops(option)}`;
}

/** Tab stops for the values of an option, their samples as defaults; a sample's quotes stay outside. */
export function valueStops(option: OptionSpec, first = 1): string {
  return option.values
    .map(({ sample }, index) => {
      const quoted = /^"(.*)"$/.exec(sample);
      const stop = `\${${first + index}:${escapeForSnippet(quoted?.[1] ?? sample)}}`;
      return quoted === null ? stop : `"${stop}"`;
    })
    .join(' ');
}

import { allMatches, allTargets, matchNamed, targetNamed } from '../catalogue/index';
import type { ExtensionSpec, Family, OptionSpec } from '../catalogue/schema';
import type { Word } from '../syntax/words';
import { mostSimilar, similarAmong } from '../text/similar';
import { protocolNumber } from '../values/index';
import type { Part } from './bound';
import type { FaultData } from './faults';
import { bringer, everyOptionName, extensionsWithOption, generalLong, optionsOf } from './option-table';
import { report } from './report';
import type { Walk } from './walk';

/** A line with more faults is no rule of iptables: what its options might have been is not looked for any more. */
const mostSuggested = 30;

/**
 * Notes an unknown option and says why it is unknown.
 * @param written The name without dashes.
 * @param ambiguous The meanings of an abbreviation that has several.
 * @returns the option that was probably meant, so that its values can be read; `undefined` when there is none.
 */
export function reportUnknownOption(walk: Walk, part: Part, written: string, ambiguous: readonly string[]): OptionSpec | undefined {
  const { family } = walk.context;
  const owners = extensionsWithOption(written, family);
  const inReach = namesInReach(walk);
  const other =
    walk.loaded.some(({ spec }) => spec.name === 'conntrack') && written === 'state'
      ? 'ctstate'
      : walk.loaded.some(({ spec }) => spec.name === 'state') && written === 'ctstate'
        ? 'state'
        : undefined;
  const glued = /^([a-z-]+?)(\d.*)$/.exec(written);
  if (glued?.[1] !== undefined && glued[2] !== undefined && inReach.has(glued[1]) && ambiguous.length === 0) {
    report(walk, {
      code: 'unknown-option',
      start: part.start,
      end: part.end,
      option: part.text,
      suggestion: `--${glued[1]} ${glued[2]}`,
      broughtBy: [],
      behind: false,
      ambiguous,
    });
    return undefined;
  }
  const suggestion =
    other ??
    (walk.rule.faults.length > mostSuggested || (owners.length > 0 && part.text.startsWith('--'))
      ? undefined
      : (mostSimilar(written, inReach) ?? similarOption[family](written)));
  const meant = suggestion ?? written;
  const meantOwners = extensionsWithOption(meant, family);
  const behind = meantOwners.some((spec) => broughtLater(walk, spec));
  const known = inReach.has(meant);
  const general = generalLong[family].get(meant)?.option;
  const option = general ?? firstOption(walk, meantOwners, meant);
  if (isExplained(walk, meantOwners)) return option;
  if (walk.unknownExtension && owners.length === 0 && (suggestion === undefined || !known)) return undefined;
  report(walk, {
    code: 'unknown-option',
    start: part.start,
    end: part.end,
    option: part.text,
    suggestion: suggestion && `--${suggestion}`,
    broughtBy: known ? [] : unique(likeliest(walk, meantOwners).map(bringer)),
    behind,
    ambiguous,
  });
  return option;
}

/**
 * The option that a name means wherever it may belong, whole or abbreviated; `undefined` for a name that no option of iptables
 * begins with. For rules of templates, where a placeholder may bring the match or target.
 */
export function optionAnywhere(walk: Walk, written: string): OptionSpec | undefined {
  const { family } = walk.context;
  const owners = extensionsWithOption(written, family);
  if (owners.length > 0) return firstOption(walk, owners, written);
  for (const name of everyOptionName(family)) {
    if (written.length > 0 && name.startsWith(written)) return firstOption(walk, extensionsWithOption(name, family), name);
  }
  return undefined;
}

const namesOf = (all: readonly ExtensionSpec[], family: Family): string[] =>
  all.filter((spec) => spec.families.includes(family)).map((spec) => spec.name);
const perFamily = (candidates: (family: Family) => Iterable<string>) => ({
  ipv4: similarAmong(() => candidates('ipv4')),
  ipv6: similarAmong(() => candidates('ipv6')),
});
const similarOption = perFamily(everyOptionName);
const similarMatch = perFamily((family) => namesOf(allMatches, family));
const similarTarget = perFamily((family) => namesOf(allTargets, family));

/** The option is unknown only because of a misspelt name before it, which is noted already. */
function isExplained(walk: Walk, owners: readonly ExtensionSpec[]): boolean {
  const { rule, protocolPart } = walk;
  if (
    protocolPart !== undefined &&
    !protocolPart.maybe &&
    rule.protocol === undefined &&
    owners.some((spec) => spec.kind === 'match' && spec.implicitFor !== undefined)
  )
    return true;
  return rule.faults.some((fault) => fault.code === 'unknown-match' && owners.some((spec) => spec.name === fault.suggestion));
}

/** Notes an unknown match. */
export function reportUnknownMatch(walk: Walk, name: Part): void {
  walk.unknownExtension = true;
  const { family } = walk.context;
  report(walk, {
    code: 'unknown-match',
    start: name.start,
    end: name.end,
    name: name.text,
    suggestion: similarMatch[family](name.text),
    otherFamily: matchNamed(name.text, family === 'ipv4' ? 'ipv6' : 'ipv4') !== undefined,
  });
}

/** Other firewalls' words for targets. */
const otherWords: Readonly<Record<string, string>> = {
  DENY: 'DROP',
  BLOCK: 'DROP',
  DISCARD: 'DROP',
  BLACKHOLE: 'DROP',
  ALLOW: 'ACCEPT',
  PERMIT: 'ACCEPT',
  PASS: 'ACCEPT',
};

/** The target that another firewall's word, or full-width letters, plainly mean. */
function meantTarget(name: string, family: Family): string | undefined {
  const plain = name.normalize('NFKC').toUpperCase();
  const target = otherWords[plain] ?? plain;
  return target !== name && targetNamed(target, family) !== undefined ? target : undefined;
}

/** What is known of a target's name that is neither a target's nor a chain's. */
export function unknownTarget(name: string, chains: Iterable<string>, family: Family): FaultData['unknown-target'] {
  const asTarget = meantTarget(name, family) ?? similarTarget[family](name);
  const asChain = asTarget === undefined ? mostSimilar(name, chains) : undefined;
  return {
    name,
    suggestion: asTarget ?? asChain,
    suggestionIsChain: asTarget === undefined && asChain !== undefined,
    otherFamily: targetNamed(name, family === 'ipv4' ? 'ipv6' : 'ipv4') !== undefined,
  };
}

/** Notes a word that is neither an option nor a value (`Bad argument`). */
export function reportUnexpectedWord(walk: Walk, word: Word): void {
  // The first of several stray words says it all.
  const earlier = walk.rule.faults[walk.rule.faults.length - 1];
  const lastOption = walk.rule.options[walk.rule.options.length - 1];
  const inRow =
    earlier?.code === 'unexpected-word' &&
    earlier.reason === 'plain' &&
    (lastOption === undefined || lastOption.name.start < earlier.start);
  if (inRow && !word.value.startsWith('#') && walk.negation === undefined) return;
  const { value } = word;
  const text = walk.rule.tree.text;
  const negation = walk.negation;
  walk.negation = undefined;
  if (value.startsWith('#') && !word.quoted) {
    const indented = walk.next === 1;
    report(walk, { code: indented ? 'indented-comment' : 'trailing-comment', start: word.start, end: text.length });
    walk.next = walk.words.length;
    return;
  }
  const previous = walk.words[walk.next - 2];
  if (isTemplate(text, word)) {
    report(walk, { code: 'unexpected-word', start: word.start, end: word.end, word: value, reason: 'template' });
    return;
  }
  if (walk.next === 1 || (walk.next === 2 && previous?.value === 'sudo')) {
    if (/^(sudo|(\/\S*\/)?ip6?tables(-legacy|-nft)?)$/.test(value)) {
      report(walk, { code: 'unexpected-word', start: word.start, end: word.end, word: value, reason: 'shell' });
      return;
    }
    if (value.startsWith('*') || value.startsWith(':') || /^commit$/i.test(value)) {
      walk.next = walk.words.length;
      if (/^commit$/i.test(value)) report(walk, { code: 'text-after-commit', start: 0, end: text.length, commit: value === 'COMMIT' });
      else
        report(walk, {
          code: 'unexpected-word',
          start: word.start,
          end: word.end,
          word: value,
          reason: 'table',
        });
      return;
    }
    const commit = walk.words.length === 1 ? mostSimilar(value.toUpperCase(), ['COMMIT']) : undefined;
    if (commit !== undefined) {
      report(walk, { code: 'unexpected-word', start: word.start, end: word.end, word: value, reason: 'commit', suggestion: commit });
      return;
    }
  }
  if (value === '\\' && walk.next === walk.words.length) {
    report(walk, { code: 'unexpected-word', start: word.start, end: word.end, word: value, reason: 'continuation' });
    return;
  }
  const opened = previous?.value.startsWith("'") === true && !previous.value.endsWith("'") ? previous : undefined;
  const singleQuoted = opened !== undefined;
  if (singleQuoted) while (walk.next < walk.words.length && !walk.words[walk.next - 1]?.value.endsWith("'")) walk.next++;
  const last = walk.words[walk.next - 1] ?? word;
  const suggestion = singleQuoted ? undefined : missingDashes(walk, value);
  if (suggestion !== undefined) skipValues(walk, value);
  report(walk, {
    code: 'unexpected-word',
    start: singleQuoted ? opened.start : word.start,
    end: singleQuoted ? last.end : word.end,
    word: value,
    reason: singleQuoted ? 'single-quote' : negation !== undefined ? 'after-negation' : 'plain',
    suggestion,
  });
}

/** `-dport`, `dport`: an option that lacks dashes. */
function missingDashes(walk: Walk, value: string): string | undefined {
  return namesInReach(walk).has(value) ? `--${value}` : undefined;
}

/** Passes over the values of an option that lacks its dashes, so that they are not taken for stray words. */
function skipValues(walk: Walk, name: string): void {
  const { family } = walk.context;
  const option = generalLong[family].get(name)?.option ?? firstOption(walk, extensionsWithOption(name, family), name);
  for (let left = option?.values.length ?? 0; left > 0; left--) {
    const next = walk.words[walk.next]?.value.charCodeAt(0);
    if (next === undefined || next === 45 || next === 33) return;
    walk.next++;
  }
}

/** A word of a template or a shell script that was never filled in: `{{ lan }}`, `$IPT`, `<% if %>`. */
function isTemplate(text: string, word: Word): boolean {
  if (/\{\{|\}\}|\{%|%\}|<%|%>|\$[A-Za-z_{(]/.test(word.value)) return true;
  const before = text.slice(0, word.start);
  return before.lastIndexOf('{{') > before.lastIndexOf('}}') || before.lastIndexOf('{%') > before.lastIndexOf('%}');
}

/** Every long spelling that could stand at this place. */
function namesInReach(walk: Walk): Set<string> {
  const { family } = walk.context;
  const names = new Set<string>(generalLong[family].keys());
  for (const { spec } of walk.loaded) for (const name of optionsOf(spec, family).keys()) names.add(name);
  const proto = walk.protocolPart && matchNamed(walk.protocolPart.text.toLowerCase(), family);
  if (proto !== undefined) for (const name of optionsOf(proto, family).keys()) names.add(name);
  return names;
}

/** The words behind this place load an extension. */
function broughtLater(walk: Walk, spec: ExtensionSpec): boolean {
  const names = [spec.name, ...(spec.aliases ?? [])];
  for (let index = walk.next; index + 1 < walk.words.length; index++) {
    const word = walk.words[index]?.value;
    const value = walk.words[index + 1]?.value ?? '';
    if (spec.kind === 'target' ? word === '-j' || word === '--jump' : word === '-m' || word === '--match') {
      if (names.includes(value)) return true;
    }
    if (spec.kind === 'match' && (word === '-p' || word === '--protocol') && spec.implicitFor?.includes(value.toLowerCase())) return true;
  }
  return false;
}

/** Of the extensions that have an option those that fit the line: the ones its `-p`, or its place behind `-j`, allows; the common ones first. */
function likeliest(walk: Walk, owners: readonly ExtensionSpec[]): readonly ExtensionSpec[] {
  const { rule } = walk;
  const fitting = owners.filter(
    (spec) =>
      spec.kind === 'target' ||
      spec.implicitFor === undefined ||
      rule.protocol === undefined ||
      spec.implicitFor.some((name) => protocolNumber(name) === rule.protocol),
  );
  const common = ['tcp', 'udp', 'conntrack', 'state', 'limit', 'multiport', 'LOG', 'REJECT', 'CT'];
  const rank = (spec: ExtensionSpec): number => (common.indexOf(spec.name) + common.length + 1) % (common.length + 1);
  return [...(fitting.length > 0 ? fitting : owners)]
    .filter((spec) => spec.deprecated === undefined || spec.name === 'state')
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, 4);
}

function firstOption(walk: Walk, owners: readonly ExtensionSpec[], name: string): OptionSpec | undefined {
  for (const owner of [...walk.loaded.map(({ spec }) => spec), ...likeliest(walk, owners)]) {
    const option = optionsOf(owner, walk.context.family).get(name);
    if (option !== undefined) return option;
  }
  return undefined;
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

import { generalOptionCommands, generalOptions } from '../../catalogue/general-options';
import type { Example, Extension, ExtensionSpec, Family, OptionSpec } from '../../catalogue/schema';
import { forBackEnd } from '../../catalogue/schema';
import type { Language, Text } from '../../l10n/text';
import { words } from '../../l10n/words';
import { code, codes, firstSentence, heading, paragraphs, rulesBlock } from './markdown';
import { whereValid } from './where';

/** What a description is for; it chooses the options and the example. */
export interface DescribeContext {
  readonly family: Family;
  /** The table of the line; an example of that table is preferred. */
  readonly table?: string | undefined;
}

/** The most options that are listed with a sentence each; of more only the spellings are shown. */
const fewOptions = 6;
/** The most rules of an example that a hover shows. */
const fewRules = 4;
/** Longer rules of an example are left out where there are shorter ones: a hover is narrow. */
const longestRule = 150;

/** A match or target: what it does, where it is valid, what to mind, its options and an example. Markdown. */
export function describeExtension(spec: ExtensionSpec, language: Language, context: DescribeContext): string {
  return paragraphs(
    heading(spec.name, words[spec.kind][language], whereValid(spec, language), since(spec, language)),
    spec.summary[language],
    deprecation(spec.deprecated, language),
    spec.doc[language],
    describeOptions(spec, language, context.family),
    describeExample(chooseExample(spec, context), language),
  );
}

/** An option of an extension, or a general parameter where `owner` is left out. Markdown. */
export function describeOption(option: OptionSpec, owner: ExtensionSpec | undefined, language: Language, context: DescribeContext): string {
  const kind = owner === undefined ? words.parameter[language] : `${words[owner.kind][language]} ${code(owner.name)}`;
  return paragraphs(
    heading(optionSignature(option), kind, whereValid(placeOf(option, owner), language), since(option, language)),
    deprecation(option.deprecated, language),
    option.doc[language],
    optionNotes(option, language),
    owner === undefined ? generalExample(option) : optionExample(option, owner, context),
  );
}

/** Where an option is valid. Two entries of one name share the families between them: such an option is no matter of one family. */
function placeOf(option: OptionSpec, owner: ExtensionSpec | undefined): OptionSpec {
  const all: readonly OptionSpec[] = owner?.options ?? generalOptions;
  if (option.families === undefined || all.filter(({ name }) => name === option.name).length < 2) return option;
  const { families: _, ...everywhere } = option;
  return everywhere;
}

/** How an option is written, with the placeholders of its values: `--dport port[:port]`. */
export function optionSignature(option: OptionSpec): string {
  const spelling = optionSpelling(option);
  if (option.values.length === 0) return spelling;
  const labels = option.values.map((slot) => slot.label).join(' ');
  return option.valueOptional === true ? `${spelling}[=${labels}]` : `${spelling} ${labels}`;
}

/** The spelling that `iptables-save` prints: `--dport`, `-p`. */
export function optionSpelling(option: OptionSpec): string {
  return option.canonical ?? `--${option.name}`;
}

/** Every spelling of an option, the one that `iptables-save` prints first. */
export function optionSpellings(option: OptionSpec): readonly string[] {
  const short = option.short === undefined ? [] : [`-${option.short}`];
  return [...new Set([optionSpelling(option), ...short, `--${option.name}`, ...(option.aliases ?? []).map((name) => `--${name}`)])];
}

/** The options of an extension that a family has. */
export function optionsFor(spec: Extension, family: Family): readonly OptionSpec[] {
  return spec.options.filter((option) => option.families === undefined || option.families.includes(family));
}

/** An example as Markdown: what it achieves, then its rules under the line of their table. */
export function describeExample(example: Example | undefined, language: Language): string | undefined {
  if (example === undefined) return undefined;
  const short = example.rules.filter((rule) => rule.length <= longestRule).slice(0, fewRules);
  const shown = short.length > 0 ? short : example.rules.slice(0, 1);
  return paragraphs(`${words.example[language]}: ${example.title[language]}`, rulesBlock([`*${example.table}`, ...shown]));
}

function describeOptions(spec: ExtensionSpec, language: Language, family: Family): string | undefined {
  const options = optionsFor(spec, family);
  if (options.length === 0) return undefined;
  if (options.length > fewOptions) return `${words.options[language]}: ${codes(options.map(optionSpelling))}`;
  return options.map((option) => `- ${code(optionSignature(option))}: ${firstSentence(option.doc, language)}`).join('\n');
}

/** The example that fits best: of the family, of the table, the one that shows an option. */
function chooseExample(spec: ExtensionSpec, context: DescribeContext): Example | undefined {
  const fitting = spec.examples.filter((example) => example.family === undefined || example.family === context.family);
  return fitting.find((example) => example.table === context.table) ?? fitting[0];
}

function optionExample(option: OptionSpec, owner: ExtensionSpec, context: DescribeContext): string | undefined {
  const spellings = new Set(optionSpellings(option));
  for (const example of owner.examples) {
    if (example.family !== undefined && example.family !== context.family) continue;
    const rule = example.rules.find((line) => line.split(/[\s=]/).some((word) => spellings.has(word)));
    if (rule !== undefined) return rulesBlock([rule]);
  }
  return undefined;
}

/** A rule with a general parameter; `undefined` for one that rules do not take. */
function generalExample(option: OptionSpec): string | undefined {
  if (generalOptionCommands[option.name]?.includes('A') !== true && option.name !== 'match') return undefined;
  const values = option.name === 'match' ? ['conntrack --ctstate NEW'] : option.values.map((slot) => slot.sample);
  const chain = option.chains === undefined || forBackEnd(option.chains, 'nft')?.includes('INPUT') === true ? 'INPUT' : 'OUTPUT';
  const jump = option.name === 'jump' || option.name === 'goto' ? [] : ['-j ACCEPT'];
  return rulesBlock([['-A', chain, optionSpelling(option), ...values, ...jump].join(' ')]);
}

function optionNotes(option: OptionSpec, language: Language): string | undefined {
  const others = optionSpellings(option).slice(1);
  const list = (names: readonly string[]): string => codes(names.map((name) => `--${name}`));
  const notes = [
    others.length > 0 ? `${words.alsoWritten[language]}${language === 'ja' ? ': ' : ' '}${codes(others)}` : '',
    option.required === true ? words.required[language] : '',
    option.invertible === true ? words.invertible[language] : '',
    option.excludes !== undefined && option.excludes.length > 0
      ? language === 'ja'
        ? `${list(option.excludes)} とは併用不可`
        : `not together with ${list(option.excludes)}`
      : '',
    option.needs !== undefined && option.needs.length > 0
      ? language === 'ja'
        ? `${list(option.needs)} が必要`
        : `needs ${list(option.needs)}`
      : '',
  ].filter((note) => note !== '');
  return notes.length === 0 ? undefined : notes.join(' · ');
}

function deprecation(text: Text | undefined, language: Language): string | undefined {
  return text && `**${words.deprecated[language]}** ${text[language]}`;
}

function since(spec: Pick<OptionSpec, 'since'>, language: Language): string | undefined {
  if (spec.since === undefined) return undefined;
  const release = /^\d/.test(spec.since) ? `iptables ${spec.since}` : spec.since;
  return language === 'ja' ? `${release} 以降` : `since ${release}`;
}

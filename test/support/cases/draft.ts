// Rules as structures, so that one thing at a time can be changed in a rule that is right otherwise.

import { allMatches, allTargets, tables } from '../../../server/src/catalogue';
import type { ExtensionSpec, Family, Hook, OptionSpec, TableName, ValueSlot } from '../../../server/src/catalogue/schema';
import { forBackEnd } from '../../../server/src/catalogue/schema';
import type { BoundOption } from '../../../server/src/model/bound';
import { RulesFile } from '../../../server/src/model/rules-file';
import { errorsFor, errorsOf } from './judge';
import { quoted } from './words';

/** One option as it is written. */
export interface OptionDraft {
  readonly spec: OptionSpec;
  /** With its dashes; `--name` where it is left out. */
  readonly spelling?: string;
  readonly inverted?: boolean;
  /** The value words as iptables shall read them. */
  readonly values: readonly string[];
}

/** One extension of a rule with its options. */
export interface UseDraft {
  readonly spec: ExtensionSpec;
  readonly options: readonly OptionDraft[];
  /** The name behind `-m` or `-j`, where it is an alias. */
  readonly name?: string;
  /** Options of a match that `-p` brings: no `-m` is written. */
  readonly implicit?: boolean;
}

/** A rule in a table and chain. */
export interface Draft {
  readonly family: Family;
  readonly table: TableName;
  readonly chain: Hook;
  /** Words before all others: `-p tcp`. */
  readonly general: readonly string[];
  readonly uses: readonly UseDraft[];
}

/** Every extension of the catalogue. */
export const allExtensions: readonly ExtensionSpec[] = [...allMatches, ...allTargets];

/** The options of an extension that a family has. */
export function optionsIn(spec: ExtensionSpec, family: Family): readonly OptionSpec[] {
  return spec.options.filter((option) => option.families === undefined || option.families.includes(family));
}

/** The rule as a line of a file. */
export function lineOf(draft: Draft): string {
  return ['-A', draft.chain, ...draft.general, ...draft.uses.flatMap(useWords)].join(' ');
}

/** A file with nothing but this rule, and what that cannot do without. */
export function textOf(draft: Draft): string {
  return fileWith(draft.table, [...preludeOf(draft), lineOf(draft)]);
}

/** The lines that must stand before a rule: the estimators that the rateest match looks at, in the chain that is loaded first. */
export function preludeOf(draft: Draft): readonly string[] {
  if (!draft.uses.some(({ spec }) => spec.kind === 'match' && spec.name === 'rateest')) return [];
  const first = tables.find(({ name }) => name === draft.table)?.chains[0] ?? draft.chain;
  return ['eth0', 'ppp0'].map((name) => `-A ${first} -j RATEEST --rateest-name ${name} --rateest-interval 250ms --rateest-ewmalog 500ms`);
}

/** A file of one table. */
export function fileWith(table: string, lines: readonly string[]): string {
  return `*${table}\n${lines.map((line) => `${line}\n`).join('')}COMMIT\n`;
}

/** The words of an extension's use, quoted where need be. */
export function useWords(use: UseDraft): string[] {
  const name = use.implicit ? [] : [use.spec.kind === 'match' ? '-m' : '-j', use.name ?? use.spec.name];
  return [...name, ...use.options.flatMap(optionWords)];
}

/** The words of an option. */
export function optionWords(option: OptionDraft): string[] {
  return [...(option.inverted ? ['!'] : []), option.spelling ?? `--${option.spec.name}`, ...option.values.map(quoted)];
}

/** An option with the samples of its values. */
export function sampleOf(spec: OptionSpec, family: Family): OptionDraft {
  return { spec, values: spec.valueOptional ? [] : spec.values.map((slot) => sampleFor(slot, family)) };
}

/** A value's sample for a family: IPv4 addresses become IPv6 ones. */
export function sampleFor(slot: ValueSlot, family: Family): string {
  const sample = slot.sample.replace(/^"(.*)"$/, '$1');
  return family === 'ipv4' ? sample : withIpv6(sample);
}

function withIpv6(text: string): string {
  return text.replace(/\b(?:\d+\.){3}(\d+)\b/g, '2001:db8::$1').replace(/\/24\b/g, '/64');
}

/** The draft with its last use, the one it is made for, changed. */
export function withUse(draft: Draft, change: (use: UseDraft) => UseDraft): Draft {
  const last = draft.uses[draft.uses.length - 1];
  return last === undefined ? draft : { ...draft, uses: [...draft.uses.slice(0, -1), change(last)] };
}

/** The use a draft is made for: its last one. */
export function madeFor(draft: Draft): UseDraft {
  const last = draft.uses[draft.uses.length - 1];
  if (last === undefined) throw new Error('A draft without a use.');
  return last;
}

const known = new Map<string, Draft | undefined>();

/**
 * A rule with an extension, and an option of it where one is given, that the checker has nothing against: with what is
 * required, where it may stand, with a protocol that it takes. `undefined` when none is found.
 */
export function baseFor(spec: ExtensionSpec, family: Family, option?: OptionSpec): Draft | undefined {
  const key = `${spec.kind} ${spec.name} ${family} ${option?.name ?? ''}`;
  if (!known.has(key)) known.set(key, search(spec, family, option));
  return known.get(key);
}

function search(spec: ExtensionSpec, family: Family, option: OptionSpec | undefined): Draft | undefined {
  let tries = 0;
  let second: Draft | undefined;
  for (const options of optionChoices(spec, family, option)) {
    for (const place of placesOf(spec, options)) {
      for (const front of frontsOf(spec, family)) {
        if (++tries > 600) return second ?? fromExamples(spec, family, option);
        const use = { spec, options: options.map((one) => sampleOf(one, family)) };
        const draft: Draft = { family, ...place, ...front, uses: [...front.uses, use] };
        const errors = errorsOf(textOf(draft), family);
        if (errors.length === 0) return draft;
        // What one back end refuses whatever else stands there is a base for the other one.
        if (errorsFor(errors, 'legacy').length === 0 || errorsFor(errors, 'nft').length === 0) second ??= draft;
      }
    }
  }
  return second ?? fromExamples(spec, family, option);
}

/** A rule of the extension's examples with the option: some need more company than a search would find. */
function fromExamples(spec: ExtensionSpec, family: Family, option: OptionSpec | undefined): Draft | undefined {
  for (const example of spec.examples) {
    const rules = family === 'ipv4' ? example.rules : example.rules.map(withIpv6);
    const file = new RulesFile(fileWith(example.table, rules), { family });
    for (let line = 0; line < file.lineCount; line++) {
      const bound = file.bound(line);
      const chain = tables.find(({ name }) => name === example.table)?.chains.find((name) => name === bound?.command?.chain?.text);
      if (bound === undefined || chain === undefined) continue;
      const extensions = [...bound.matches, ...(bound.target === undefined ? [] : [bound.target])];
      const own = extensions.find(
        (extension) => extension.spec === spec && (option === undefined || extension.options.some((one) => one.spec === option)),
      );
      if (own === undefined) continue;
      const written = ({ spec: one, name, negation, values }: BoundOption): OptionDraft => ({
        spec: one,
        spelling: name.text,
        inverted: negation !== undefined,
        values: values.map(({ text }) => text),
      });
      const general = bound.options.filter(({ owner, spec: one }) => owner === undefined && one.name !== 'match' && one.name !== 'jump');
      const draft: Draft = {
        family,
        table: example.table,
        chain,
        general: general.flatMap((one) => optionWords(written(one))),
        uses: [...extensions.filter((one) => one !== own && one.spec.kind === 'match'), own].map((one) => ({
          spec: one.spec,
          options: one.options.map(written),
        })),
      };
      if (errorsOf(textOf(draft), family).length === 0) return draft;
    }
  }
  return undefined;
}

/** Sets of options that satisfy what is required, beginning with the given one. */
function optionChoices(spec: ExtensionSpec, family: Family, option: OptionSpec | undefined): OptionSpec[][] {
  const all = optionsIn(spec, family);
  const named = (name: string): OptionSpec | undefined => all.find((one) => one.name === name);
  let choices: OptionSpec[][] = [option === undefined ? [] : [option]];
  const required = all.filter((one) => one.required);
  choices = choices.map((chosen) => [...chosen, ...required.filter((one) => !chosen.includes(one))]);
  for (const group of spec.groups ?? []) {
    if (group.count === 'at-most-one') continue;
    choices = choices.flatMap((chosen) => {
      if (chosen.some((one) => group.options.includes(one.name))) return [chosen];
      return group.options.flatMap((name) => {
        const one = named(name);
        return one === undefined ? [] : [[...chosen, one]];
      });
    });
  }
  choices = choices.map((chosen) => {
    const whole = [...chosen];
    for (const one of whole) {
      for (const name of one.needs ?? []) {
        const other = named(name);
        if (other !== undefined && !whole.includes(other)) whole.push(other);
      }
    }
    return whole;
  });
  // One option more helps where an extension's own check wants it.
  const more = choices.flatMap((chosen) => all.filter((one) => !chosen.includes(one)).map((one) => [...chosen, one]));
  return [...choices, ...more.filter((chosen) => chosen.length <= 3)].slice(0, 120);
}

function placesOf(spec: ExtensionSpec, options: readonly OptionSpec[]): { table: TableName; chain: Hook }[] {
  const places: { table: TableName; chain: Hook; rank: number }[] = [];
  const inAll = <T>(allowed: Parameters<typeof forBackEnd<readonly T[]>>[0], value: T): boolean =>
    (['legacy', 'nft'] as const).every((backEnd) => forBackEnd(allowed, backEnd)?.includes(value) ?? true);
  for (const table of tables) {
    if (!inAll(spec.tables, table.name) || options.some((option) => !inAll(option.tables, table.name))) continue;
    for (const chain of table.chains) {
      if (!inAll(spec.chains, chain) || options.some((option) => !inAll(option.chains, chain))) continue;
      const rank = ['filter', 'mangle', 'nat', 'raw', 'security'].indexOf(table.name) * 10 + (chain === 'INPUT' ? 0 : 1);
      places.push({ table: table.name, chain, rank });
    }
  }
  return places
    .sort((a, b) => a.rank - b.rank)
    .slice(0, 3)
    .map(({ table, chain }) => ({ table, chain }));
}

/** What may have to stand before the extension: a protocol, a match that its kernel module looks for. */
function frontsOf(spec: ExtensionSpec, family: Family): { general: string[]; uses: UseDraft[] }[] {
  const protocols = spec.protocols ?? [];
  const fronts = protocols.length > 0 ? protocols.slice(0, 2).map((name) => ['-p', name]) : [[], ['-p', 'tcp'], ['-p', spec.name]];
  const tcp = allMatches.find((match) => match.name === 'tcp');
  const syn = tcp?.options.find((one) => one.name === 'syn');
  const plain = fronts.map((general) => ({ general, uses: [] as UseDraft[] }));
  if (spec.name === 'CLUSTERIP') return [{ general: ['-d', family === 'ipv4' ? '192.0.2.1' : '2001:db8::1'], uses: [] }];
  if (tcp === undefined || syn === undefined || spec.kind === 'match') return plain;
  return [...plain, { general: ['-p', 'tcp'], uses: [{ spec: tcp, options: [{ spec: syn, values: [] }] }] }];
}

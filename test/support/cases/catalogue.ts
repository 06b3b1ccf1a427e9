// Cases from the catalogue: for every extension, option and value what is right, what lies at a boundary and what is wrong.

import { generalOptions, tables } from '../../../server/src/catalogue';
import type { ExtensionSpec, Family, Hook, OptionSpec, TableName } from '../../../server/src/catalogue/schema';
import type { Draft, OptionDraft, UseDraft } from './draft';
import {
  allExtensions,
  baseFor,
  fileWith,
  lineOf,
  madeFor,
  optionsIn,
  optionWords,
  preludeOf,
  sampleFor,
  sampleOf,
  withUse,
} from './draft';
import { hashOf } from './random';
import { quoted, wordsFor } from './words';

/** A small file to be judged. */
export interface RuleCase {
  readonly family: Family;
  readonly text: string;
  /** What it is about: `match tcp --dport`. */
  readonly about: string;
  /** What is tried: `value`, `twice`, `place`. */
  readonly kind: string;
}

const families: readonly Family[] = ['ipv4', 'ipv6'];

/** All cases, each file once. */
export function catalogueCases(): readonly RuleCase[] {
  const seen = new Set<string>();
  const cases: RuleCase[] = [];
  const add = (made: Iterable<RuleCase>): void => {
    for (const each of made) {
      const key = each.family + each.text;
      if (seen.has(key)) continue;
      seen.add(key);
      cases.push(each);
    }
  };
  for (const family of families) {
    for (const spec of allExtensions) {
      add(useCases(spec, family));
      if (!spec.families.includes(family)) continue;
      add(placeCases(spec, family));
      add(protocolCases(spec, family));
      add(pairCases(spec, family));
      for (const option of optionsIn(spec, family)) {
        add(optionCases(spec, family, option));
        add(valueCases(spec, family, option));
      }
    }
    add(generalCases(family));
  }
  return cases;
}

/** A part of the cases, the same on every machine: what is plainly right or missing, and of the rest what a hash picks. */
export function someOf(cases: readonly RuleCase[]): readonly RuleCase[] {
  const always = ['plain', 'alias', 'implicit', 'dropped', 'right', 'all options', 'extension twice'];
  const many = ['value', 'inverted value', 'chain', 'command'];
  return cases.filter(({ family, text, kind }) => always.includes(kind) || hashOf(family + text) % (many.includes(kind) ? 89 : 13) === 0);
}

function caseOf(draft: Draft, kind: string, option?: OptionSpec): RuleCase {
  return caseOfLines(draft, [lineOf(draft)], kind, option);
}

function caseOfLines(draft: Draft, lines: readonly string[], kind: string, option?: OptionSpec): RuleCase {
  const { spec } = madeFor(draft);
  return {
    family: draft.family,
    text: fileWith(draft.table, [...preludeOf(draft), ...lines]),
    about: `${spec.kind} ${spec.name}${option === undefined ? '' : ` --${option.name}`}`,
    kind,
  };
}

/** The extension by itself, by its other names, and in the family that does not have it. */
function* useCases(spec: ExtensionSpec, family: Family): Generator<RuleCase> {
  const home = spec.families.includes(family) ? family : spec.families[0];
  const base = home && baseFor(spec, home);
  if (base === undefined) return;
  const here: Draft = { ...base, family };
  yield caseOf(here, 'plain');
  if (home !== family) return;
  for (const name of spec.aliases ?? [])
    yield caseOf(
      withUse(here, (use) => ({ ...use, name })),
      'alias',
    );
  yield caseOf(
    withUse(here, (use) => ({ ...use, options: [] })),
    'bare',
  );
  yield caseOf(
    withUse(here, (use) => ({ ...use, name: spec.name.toUpperCase() })),
    'name in capitals',
  );
  yield caseOf(
    withUse(here, (use) => ({ ...use, name: spec.name.toLowerCase() })),
    'name in small letters',
  );
  yield caseOf({ ...here, uses: [...here.uses, madeFor(here)] }, 'extension twice');
  for (const dropped of madeFor(here).options) {
    yield caseOf(
      withUse(here, (use) => ({ ...use, options: use.options.filter((one) => one !== dropped) })),
      'dropped',
      dropped.spec,
    );
  }
  if (spec.kind === 'match' && spec.implicitFor !== undefined) {
    for (const protocol of spec.implicitFor)
      yield caseOf({ ...withUse(here, (use) => ({ ...use, implicit: true })), general: ['-p', protocol] }, 'implicit');
  }
}

/** Every table, every built-in chain, and a user chain that each calls. */
function* placeCases(spec: ExtensionSpec, family: Family): Generator<RuleCase> {
  const bases = [baseFor(spec, family), ...placedOptions(spec, family).map((option) => baseFor(spec, family, option))];
  for (const base of bases) {
    if (base === undefined) continue;
    for (const table of tables) {
      for (const chain of table.chains) {
        const draft: Draft = { ...base, table: table.name, chain };
        yield caseOf(draft, 'place');
        const user = lineOf(draft).replace(/^-A \S+/, '-A MINE');
        yield caseOfLines(draft, [':MINE - [0:0]', user, `-A ${chain} -j MINE`], 'place in a user chain');
      }
      const alone = lineOf(base).replace(/^-A \S+/, '-A MINE');
      yield caseOfLines({ ...base, table: table.name }, [':MINE - [0:0]', alone], 'place in a chain that nothing calls');
    }
  }
}

function placedOptions(spec: ExtensionSpec, family: Family): readonly OptionSpec[] {
  return optionsIn(spec, family).filter((option) => option.tables !== undefined || option.chains !== undefined);
}

const protocolWords: readonly (readonly string[])[] = [
  [],
  ['-p', 'tcp'],
  ['-p', 'udp'],
  ['-p', '6'],
  ['-p', 'icmp'],
  ['-p', 'icmpv6'],
  ['-p', 'sctp'],
  ['-p', 'dccp'],
  ['-p', 'udplite'],
  ['-p', 'esp'],
  ['-p', 'ah'],
  ['-p', '135'],
  ['-p', 'all'],
  ['-p', '0'],
  ['-p', '41'],
  ['!', '-p', 'tcp'],
  ['!', '-p', 'udp'],
];

/** No `-p`, the right one, others, inverted ones; before and behind. */
function* protocolCases(spec: ExtensionSpec, family: Family): Generator<RuleCase> {
  const options = [undefined, ...optionsIn(spec, family).filter((_, index) => index < 6)];
  for (const option of options) {
    const base = baseFor(spec, family, option);
    if (base === undefined) continue;
    for (const general of protocolWords) {
      yield caseOf({ ...base, general }, 'protocol', option);
      if (spec.protocols === undefined && option !== undefined) continue;
      yield caseOfLines(base, [[lineOf({ ...base, general: [] }), ...general].join(' ')], 'protocol behind', option);
    }
    for (const name of spec.protocols ?? []) yield caseOf({ ...base, general: ['!', '-p', name] }, 'protocol', option);
  }
}

/** Every two options of an extension. */
function* pairCases(spec: ExtensionSpec, family: Family): Generator<RuleCase> {
  const options = optionsIn(spec, family);
  for (const first of options) {
    const base = baseFor(spec, family, first);
    if (base === undefined) continue;
    for (const second of options) {
      if (second === first) continue;
      const behind = sampleOf(second, family);
      yield caseOf(
        withUse(base, (use) => ({ ...use, options: [...use.options.filter((one) => one.spec !== second), behind] })),
        'pair',
        first,
      );
      if (second.invertible) {
        yield caseOf(
          withUse(base, (use) => ({
            ...use,
            options: [...use.options.filter((one) => one.spec !== second), { ...behind, inverted: true }],
          })),
          'inverted pair',
          first,
        );
      }
    }
    yield caseOf(
      withUse(base, (use) => ({ ...use, options: [sampleOf(first, family)] })),
      'alone',
      first,
    );
  }
  const first = baseFor(spec, family);
  if (first === undefined || options.length < 3) return;
  yield caseOf(
    withUse(first, (use) => ({ ...use, options: options.map((one) => sampleOf(one, family)) })),
    'all options',
  );
}

/** Its spellings, `!`, twice, without its value, with one too many. */
function* optionCases(spec: ExtensionSpec, family: Family, option: OptionSpec): Generator<RuleCase> {
  const base = baseFor(spec, family, option);
  if (base === undefined) return;
  const sample = madeFor(base).options.find((one) => one.spec === option) ?? sampleOf(option, family);
  const changed = (kind: string, change: (one: OptionDraft) => readonly OptionDraft[]): RuleCase =>
    caseOf(
      withUse(base, (use): UseDraft => ({ ...use, options: use.options.flatMap((one) => (one.spec === option ? change(one) : [one])) })),
      kind,
      option,
    );
  yield changed('right', (one) => [one]);
  yield changed('inverted', (one) => [{ ...one, inverted: true }]);
  yield changed('twice', (one) => [one, one]);
  yield changed('twice, inverted', (one) => [one, { ...one, inverted: true }]);
  yield changed('without values', (one) => [{ ...one, values: [] }]);
  yield changed('a value too many', (one) => [{ ...one, values: [...one.values, 'surplus'] }]);
  yield changed('one dash', (one) => [{ ...one, spelling: `-${option.name}` }]);
  yield changed('in capitals', (one) => [{ ...one, spelling: `--${option.name.toUpperCase()}` }]);
  for (const alias of option.aliases ?? []) yield changed('alias', (one) => [{ ...one, spelling: `--${alias}` }]);
  for (let length = 1; length < option.name.length; length++) {
    if (length > 3 && length < option.name.length - 3 && length % 3 !== 0) continue;
    yield changed('abbreviated', (one) => [{ ...one, spelling: `--${option.name.slice(0, length)}` }]);
  }
  const [first, ...rest] = sample.values;
  const attached = (value: string): string => quoted(`--${option.name}=${value}`);
  yield changed('with =', () => [{ ...sample, spelling: attached(first ?? 'x'), values: rest }]);
  yield changed('with = and nothing', () => [{ ...sample, spelling: attached(''), values: rest }]);
  yield changed('with = and ! before', () => [{ ...sample, inverted: true, spelling: attached(first ?? 'x'), values: rest }]);
  if (sample.values.length > 0) {
    yield changed('! behind', (one) => [{ ...one, values: ['!', ...one.values] }]);
    yield changed('option as value', (one) => [{ ...one, values: ['--nosuch'] }]);
  }
  yield changed('two !', (one) => [
    { spec: option, values: [], spelling: '!' },
    { ...one, inverted: true },
  ]);
  const words = optionWords(sample).join(' ');
  const name = madeFor(base).spec.kind === 'match' ? '-m' : '-j';
  const line = lineOf(base);
  const before = line.replace(` ${words}`, '').replace(new RegExp(` ${name} `), ` ${words}$&`);
  if (before !== line) yield caseOfLines(base, [before], 'option before its extension', option);
}

/** What stands as a value: right, at a boundary, wrong. */
function* valueCases(spec: ExtensionSpec, family: Family, option: OptionSpec): Generator<RuleCase> {
  const base = baseFor(spec, family, option);
  if (base === undefined) return;
  for (const [place, slot] of option.values.entries()) {
    const context = { family, protocol: undefined, inverted: false };
    for (const word of wordsFor({ ...slot, sample: sampleFor(slot, family) }, context)) {
      const values = (inverted: boolean): Draft =>
        withUse(base, (use) => ({
          ...use,
          options: use.options.map((one) => {
            if (one.spec !== option) return one;
            if (option.valueOptional) return { ...one, inverted, values: [], spelling: quoted(`--${option.name}=${word}`) };
            return { ...one, inverted, values: one.values.map((old, index) => (index === place ? word : old)) };
          }),
        }));
      yield caseOf(values(false), 'value', option);
      if (option.invertible && slot.type.check(word, context) === undefined) yield caseOf(values(true), 'inverted value', option);
    }
  }
}

/** The general parameters: values, `!`, twice, both spellings, in each command and chain. */
function* generalCases(family: Family): Generator<RuleCase> {
  const other: Family = family === 'ipv4' ? 'ipv6' : 'ipv4';
  for (const option of generalOptions) {
    if (option.families !== undefined && !option.families.includes(family) && option.families.includes(other)) {
      if (generalOptions.some((one) => one.name === option.name && one.families?.includes(family))) continue;
    }
    const about = `general --${option.name}`;
    const made = (kind: string, line: string, table: TableName = 'filter'): RuleCase => ({
      family,
      text: fileWith(table, [':MINE - [0:0]', line]),
      about,
      kind,
    });
    const samples = option.name === 'goto' ? ['MINE'] : option.values.map((slot) => sampleFor(slot, family));
    const value = samples.map(quoted).join(' ');
    const spellings = [
      `--${option.name}`,
      ...(option.aliases ?? []).map((alias) => `--${alias}`),
      ...(option.short ? [`-${option.short}`] : []),
    ];
    for (const spelling of spellings) {
      const words = `${spelling} ${option.valueOptional ? '' : value}`.trim();
      yield made('right', `-A FORWARD ${words}`);
      yield made('inverted', `-A FORWARD ! ${words}`);
      yield made('twice', `-A FORWARD ${words} ${words}`);
      yield made('before the command', `${words} -A FORWARD`);
      yield made('! behind', `-A FORWARD ${spelling} ! ${value}`);
      yield made('no value', `-A FORWARD ${spelling}`);
      yield made('attached', `-A FORWARD ${spelling}${value}`);
      yield made('with =', `-A FORWARD ${spelling}=${value}`);
      for (const [short, chain] of commandsWith) yield made('command', `-${short} ${chain} ${words}`);
      for (const table of tables) {
        for (const chain of table.chains) yield made('chain', `-A ${chain} ${words}`, table.name);
      }
    }
    for (let length = 1; length < option.name.length; length++)
      yield made('abbreviated', `-A FORWARD --${option.name.slice(0, length)} ${value}`);
    for (const [place, slot] of option.values.entries()) {
      const name = option.short === undefined ? `--${option.name}` : `-${option.short}`;
      for (const word of wordsFor({ ...slot, sample: samples[place] ?? slot.sample }, { family, protocol: undefined, inverted: false })) {
        const words = `${name} ${samples.map((old, index) => quoted(index === place ? word : old)).join(' ')}`;
        yield made('value', `-A FORWARD ${words}`);
        if (option.invertible) yield made('inverted value', `-A FORWARD ! ${words}`);
      }
    }
  }
}

const commandsWith: readonly (readonly [string, string | Hook])[] = [
  ['I', 'INPUT'],
  ['I', 'FORWARD 1'],
  ['D', 'FORWARD'],
  ['R', 'FORWARD 1'],
  ['N', 'OTHER'],
  ['X', 'MINE'],
  ['F', 'FORWARD'],
  ['Z', 'FORWARD'],
  ['P', 'FORWARD DROP'],
  ['E', 'MINE OTHER'],
  ['L', 'FORWARD'],
  ['S', 'FORWARD'],
  ['C', 'FORWARD'],
];

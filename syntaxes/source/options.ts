import type { CommandSpec, OptionSpec } from '../../server/src/catalogue';
import { anyOf, dashes, gap, spaces, typographicDashes, wordEnd, wordStart } from './fragments';
import type { Pattern } from './text-mate';
import { captures, include, scope } from './text-mate';
import type { ValueKind } from './value-kinds';
import { kindsOf } from './value-kinds';
import type { Vocabulary } from './vocabulary';

/** The rules for everything in a rule's line that begins with a dash, together with the values it takes. */
export function optionPatterns(vocabulary: Vocabulary): readonly Pattern[] {
  return [...groups(vocabulary).flatMap(groupPatterns), ...unknownOptions];
}

/** `!` in front of an option. */
export const negation: Pattern = { match: `${wordStart}!${wordEnd}`, name: scope('keyword.operator.expression.negation') };

/** How an option is coloured, and what it takes: `undefined` where extensions disagree, so that nothing is claimed. */
interface Use {
  readonly look: string;
  readonly kinds: readonly (ValueKind | 'number' | 'policy')[] | undefined;
}

/** Spellings that are coloured alike. */
interface Group extends Use {
  readonly long: Set<string>;
  readonly short: Set<string>;
}

/** All commands and options, grouped by their use. */
function groups(vocabulary: Vocabulary): readonly Group[] {
  const extensions = [...vocabulary.matches, ...vocabulary.targets].flatMap((extension) => extension.options);
  const long = new Map<string, Use>();
  const short = new Map<string, Use>();
  for (const option of [...vocabulary.generalOptions, ...extensions]) {
    const use = { look: lookOf(option), kinds: option.valueOptional ? undefined : kindsOf(option) };
    for (const name of [option.name, ...(option.aliases ?? [])]) long.set(name, merged(long.get(name), use));
    if (option.short !== undefined) short.set(option.short, merged(short.get(option.short), use));
  }
  for (const command of vocabulary.commands) {
    const use = { look: 'keyword.control.command', kinds: wordsOf(command) };
    long.set(command.name, use);
    short.set(command.short, use);
  }
  const byUse = new Map<string, Group>();
  const group = (use: Use): Group => {
    const key = `${use.look} ${use.kinds?.join('+') ?? '?'}`;
    const found = byUse.get(key) ?? { ...use, long: new Set<string>(), short: new Set<string>() };
    byUse.set(key, found);
    return found;
  };
  for (const [name, use] of long) group(use).long.add(name);
  for (const [name, use] of short) group(use).short.add(name);
  return [...byUse].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, found]) => found);
}

/** Two extensions' options of one name: their common use, or one that claims only what both have. */
function merged(one: Use | undefined, other: Use): Use {
  if (one === undefined || one.kinds?.join() === other.kinds?.join()) return other;
  const bothTakeOne = one.kinds?.length === 1 && other.kinds?.length === 1;
  return { ...other, kinds: bothTakeOne ? ['value'] : undefined };
}

function lookOf(option: OptionSpec): string {
  switch (option.short) {
    case 'j':
      return 'keyword.control.jump';
    case 'g':
      return 'keyword.control.goto';
    case 't':
      return 'invalid.illegal.option.table';
    default:
      return 'variable.parameter.option';
  }
}

/** What a command's words are: `-I INPUT 3`, `--policy INPUT DROP`. */
function wordsOf(command: CommandSpec): Use['kinds'] {
  return command.words.map((label) => (label === 'policy' ? 'policy' : label.includes('number') ? 'number' : 'chain'));
}

function groupPatterns({ look, kinds, long, short }: Group): readonly Pattern[] {
  const first = kinds?.[0];
  const [longLook, shortLook] = look.startsWith('variable') ? [`${look}.long`, `${look}.short`] : [look, look];
  const longName = `((?:(--)|(${typographicDashes}))${anyOf(long)})`;
  const shortName = `((?:(-)|([${dashes}]))${anyOf(short)})`;
  const optionCaptures = (name: string) => [name, 'punctuation.definition.parameter', 'invalid.illegal.typographic-dash'];
  const gapCaptures = ['keyword.operator.assignment', 'invalid.illegal.no-break-space'];
  if (first === undefined) {
    // A value behind `=` that no kind is known of is left to the rules of the line.
    return [
      ...(long.size > 0
        ? [{ match: `${wordStart}${longName}(?:(=)|${wordEnd})`, captures: captures(...optionCaptures(longLook), ...gapCaptures) }]
        : []),
      ...(short.size > 0 ? [{ match: `${wordStart}${shortName}${wordEnd}`, captures: captures(...optionCaptures(shortLook)) }] : []),
    ];
  }
  // `-ieth0`: a letter and its value in one word. Only a plain dash makes one, or `–interface` would be `-i nterface`.
  const attached = `((-)${anyOf(short)})(?=[^-=${spaces}"])`;
  const spellings = [
    ...(long.size > 0 ? [{ pattern: `${longName}${gap}`, names: [...optionCaptures(longLook), ...gapCaptures] }] : []),
    ...(short.size > 0
      ? [
          { pattern: `${shortName}${gap}`, names: [...optionCaptures(shortLook), ...gapCaptures] },
          { pattern: attached, names: optionCaptures(shortLook).slice(0, 2) },
        ]
      : []),
  ];
  const over = first === 'text' ? textEnd : valueEnd;
  const second = kinds?.[1];
  return [
    {
      begin: `${wordStart}(?:${spellings.map((spelling) => spelling.pattern).join('|')})`,
      beginCaptures: captures(...spellings.flatMap((spelling) => spelling.names)),
      end: second === undefined ? over : `[ \\t\\r]++${secondWord(second)}|${over}`,
      ...(second === undefined ? {} : { endCaptures: { 1: { patterns: [include(second)] } } }),
      patterns: [include(first)],
    },
  ];
}

/** What follows the first value, as a group. */
function secondWord(kind: ValueKind | 'number' | 'policy'): string {
  return kind === 'number' ? `([0-9]{1,10}(?:-[0-9]{1,10})?)${wordEnd}` : `([^-!#${spaces}"][^${spaces}"]*+|-${wordEnd})`;
}

/** iptables takes the next word as an option's value, whatever it looks like. */
const textEnd = '(?=[ \\t\\r\\n]|$)|(?<=")';

/** Where no value begins with a dash, an option that follows at once means that the value is still missing. */
const valueEnd = `${wordEnd}|(?<=")|(?<=[${spaces}=])(?=#|[-${dashes}]{1,3}[A-Za-z]|![ \\t]++[-${dashes}])`;

/** Options the catalogue does not have, abbreviations among them. */
const unknownOptions: readonly Pattern[] = [
  {
    match: `${wordStart}((?:(--)|(${typographicDashes}))[0-9A-Za-z][^=${spaces}"]*+)(=)?`,
    captures: captures(
      'variable.parameter.option.unknown',
      'punctuation.definition.parameter',
      'invalid.illegal.typographic-dash',
      'keyword.operator.assignment',
    ),
  },
  { match: `${wordStart}((-)[0-9A-Za-z])`, captures: captures('variable.parameter.option.short', 'punctuation.definition.parameter') },
];

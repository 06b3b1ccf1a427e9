import type { CommandSpec, OptionSpec } from '../../server/src/catalogue';
import type { ValueKind } from './value-kinds';
import { kindsOf } from './value-kinds';
import type { Vocabulary } from './vocabulary';

/** The kinds of values, and two that only commands have, behind a chain. */
export type WordKind = ValueKind | 'number' | 'policy';

/** How an option is coloured, and what it takes: `undefined` where extensions disagree, so that nothing is claimed. */
interface Use {
  readonly look: string;
  readonly kinds: readonly WordKind[] | undefined;
}

/** Spellings that are coloured alike. */
export interface Group extends Use {
  readonly long: Set<string>;
  readonly short: Set<string>;
}

/** All commands and options, grouped by their use. */
export function groups(vocabulary: Vocabulary): readonly Group[] {
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

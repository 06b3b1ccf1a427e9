import { gap, spaces } from '../fragments';
import { iptablesGrammar } from '../index';
import { negation } from '../options';
import type { Pattern, TextMateGrammar } from '../text-mate';
import { captures, include, scope } from '../text-mate';
import type { Vocabulary } from '../vocabulary';
import { withPatterns } from './injection';

/** The scope name by which the grammar of commands in scripts is included. */
export const commandsScope = 'iptables.shell-commands';

/** What ends a word in a shell besides spaces, and what begins a part of it that the shell reads itself, for a character class. */
const shellCharacters = ";|&<>()$'`\\\\";

/** What the shell reads itself, wherever it stands: the host's own rules. */
export const shellParts: readonly Pattern[] = [
  'line_continuation',
  'string',
  'variable',
  'interpolation',
  'heredoc',
  'herestring',
  'redirect_number',
  'redirection',
].map(host);

/** A reference to the rules of the shell's grammar. */
export function host(name: string): Pattern {
  return { include: `source.shell#${name}` };
}

/** A word of which nothing is known has the colour that the shell's grammar gives it. */
export const shellWord: Pattern = { match: '[^ \\t\\n;|&<>()$`\\\\"\']++', name: 'string.unquoted.argument.shell' };

/**
 * The grammar's rules for options and values, as they are between the quotes, variables and ends of commands of a shell:
 * `command-words` colours the words behind `iptables`, `heredoc-words` those of a rule in a here-document.
 */
export function shellRepository(vocabulary: Vocabulary): TextMateGrammar['repository'] {
  const words = withPatterns(iptablesGrammar(vocabulary).repository, (pattern, part) => {
    // `spaces` begins with the characters that end a word everywhere, in the places too that name no other ones.
    const here = replaced(replaced(pattern, plainSpaces, plainSpaces + shellCharacters), gap, shellGap);
    if (part !== 'end' || !/\(\?[=<]/.test(here)) return here;
    // What waits for a second word or for the next option must not take a redirection, nor reach into the next command.
    return `${here.replace(/^\[ \\t\\r\]\+\+/, (space) => `${space}(?!${redirection})`)}|(?=[\\n${shellCharacters}])`;
  });
  const { loose, options, ...kinds } = JSON.parse(
    JSON.stringify(words).replaceAll('invalid.illegal.option.table', tableOption),
  ) as typeof words;
  return {
    ...kinds,
    string: { patterns: [host('string')] },
    loose: { patterns: [host('redirect_number'), ...(loose?.patterns ?? [])] },
    options: { patterns: [tableName(vocabulary), ...(options?.patterns ?? [])] },
    'command-words': { patterns: [...shellParts, negation, include('options'), shellWord] },
    'heredoc-words': {
      patterns: [
        host('variable'),
        host('interpolation'),
        negation,
        include('options'),
        include('string'),
        { match: `[^${spaces}"$\`]++`, name: scope('string.unquoted') },
      ],
    },
  };
}

const plainSpaces = ' \\t\\r\\n';
/** Behind an option the shell's command may end, `iptables -F;`, or a redirection follow, `iptables -S 2>/dev/null`. */
const redirection = '[0-9]*+[<>]';
const shellGap = `(?:(?=[ \\t]*+${redirection})|(?=[;|&)\`])|${gap.slice('(?:'.length)}`;
const tableOption = 'variable.parameter.option';

/** `-t nat`: only in a rules file has `-t` no place. */
function tableName(vocabulary: Vocabulary): Pattern {
  const names = vocabulary.tables.map((table) => table.name).join('|');
  return {
    match: `(?<=[ \\t])((-)t|(--)table)(?:[ \\t]++|=)(${names})(?=[ \\t\\n${shellCharacters}]|$)`,
    captures: captures(tableOption, 'punctuation.definition.parameter', 'punctuation.definition.parameter', 'entity.name.namespace.table'),
  };
}

/** Unlike `replaceAll`, without a meaning of `$` in what is put in. */
function replaced(text: string, part: string, by: string): string {
  return text.split(part).join(by);
}

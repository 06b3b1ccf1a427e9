import { anyOf, dashes, gap, spaceFollows, spaces, typographicDashes, wordEnd, wordStart } from './fragments';
import type { WordPattern } from './names';
import { chainWord, policyWord } from './names';
import type { Group, WordKind } from './option-groups';
import { groups } from './option-groups';
import type { Pattern } from './text-mate';
import { captures, include, scope } from './text-mate';
import type { Vocabulary } from './vocabulary';

/** The rules for everything in a rule's line that begins with a dash, together with the values it takes. */
export function optionPatterns(vocabulary: Vocabulary): readonly Pattern[] {
  return [...groups(vocabulary).flatMap((group) => groupPatterns(group, vocabulary)), ...unknownOptions];
}

/** `!` in front of an option. */
export const negation: Pattern = { match: `${wordStart}!${wordEnd}`, name: scope('keyword.operator.expression.negation') };

function groupPatterns({ look, kinds, long, short }: Group, vocabulary: Vocabulary): readonly Pattern[] {
  const [longLook, shortLook] = look.startsWith('variable') ? [`${look}.long`, `${look}.short`] : [look, look];
  const spellings: Spelling[] = [];
  if (long.size > 0) spellings.push(spelling('--', anyOf(long), longLook), spelling(typographicDashes, anyOf(long), typographic(longLook)));
  if (short.size > 0) spellings.push(spelling('-', anyOf(short), shortLook), spelling(`[${dashes}]`, anyOf(short), typographic(shortLook)));
  const [first, second] = kinds ?? [];
  if (kinds === undefined) return [stretch(spellings, looseEnd, include('loose'))];
  if (first === undefined) {
    return [
      {
        match: `${wordStart}(?:${spellings.map((one) => one.name).join('|')})${wordEnd}`,
        captures: captures(...spellings.flatMap((one) => one.nameScopes)),
      },
    ];
  }
  // `-ieth0`: a letter and its value in one word. Only a plain dash makes one, or `–interface` would be `-i nterface`.
  if (short.size > 0) {
    const attached = spelling('-', anyOf(short), shortLook);
    spellings.push({ ...attached, gap: `(?=[^-=${spaces}"])`, gapScopes: [] });
  }
  const over = first === 'text' ? textEnd : valueEnd;
  return [stretch(spellings, over, include(first), second === undefined ? undefined : secondWord(second, vocabulary))];
}

/** One way to write the options of a group, and the space behind it: patterns, and the scopes of their groups. */
interface Spelling {
  readonly name: string;
  readonly nameScopes: readonly string[];
  readonly gap: string;
  readonly gapScopes: readonly string[];
}

function spelling(dash: string, names: string, look: string): Spelling {
  return {
    name: `((${dash})${names})`,
    nameScopes: [look, 'punctuation.definition.parameter'],
    gap,
    gapScopes: ['keyword.operator.assignment', 'invalid.illegal.no-break-space'],
  };
}

/** A word whose dash is none to iptables. All of it stands out: a dash alone is easily overlooked. */
function typographic(look: string): string {
  return `${look} invalid.illegal.typographic-dash`;
}

/** An option and what follows it, up to the end of its first value, and the second value where there is one. */
function stretch(spellings: readonly Spelling[], over: string, inside: Pattern, second?: WordPattern): Pattern {
  return {
    begin: `${wordStart}(?:${spellings.map((one) => one.name + one.gap).join('|')})`,
    beginCaptures: captures(...spellings.flatMap((one) => [...one.nameScopes, ...one.gapScopes])),
    end: second === undefined ? over : `[ \\t\\r]++${second.pattern}|${over}`,
    ...(second === undefined ? {} : { endCaptures: captures(...second.scopes) }),
    patterns: [inside],
  };
}

/**
 * The second value of an option. Its parts are groups of one pattern: colouring a group by rules of its own would cut
 * the line anew for each, and the time would grow with the square of the line's length.
 */
function secondWord(kind: WordKind, vocabulary: Vocabulary): WordPattern {
  switch (kind) {
    case 'number':
      return { pattern: `([0-9]{1,10}(?:-[0-9]{1,10})?)${wordEnd}`, scopes: ['constant.numeric.decimal'] };
    case 'policy':
      return policyWord(vocabulary);
    case 'chain':
      return chainWord(vocabulary);
    default:
      return { pattern: `${listItem}${`(?:(,)${listItem})?`.repeat(5)}${wordEnd}`, scopes: [...itemScopes, ...listScopes(5)] };
  }
}

/** A number or a word of a list. */
const listItem = `(?:([0-9]{1,20})(?![0-9A-Za-z_])|([^-!#,${spaces}"][^,${spaces}"]*+))`;
const itemScopes = ['constant.numeric.decimal', 'constant.language'];

function listScopes(more: number): readonly string[] {
  return Array.from({ length: more }, () => ['punctuation.separator.list', ...itemScopes]).flat();
}

/** iptables takes the next word as an option's value, whatever it looks like. */
const textEnd = '(?=[ \\t\\r\\n]|$)|(?<=")';

/** Where no value begins with a dash, an option that follows at once means that the value is still missing. */
const valueEnd = `${spaceFollows}|(?<=")|(?<=[${spaces}=])(?=#|[-${dashes}]{1,3}[A-Za-z]|![ \\t]++[-${dashes}])`;

/** Where nobody knows what an option takes, everything up to the next option may be its. */
const looseEnd = `${wordStart}(?=[-!#${dashes}])|$`;

/** Options the catalogue does not have, abbreviations among them. */
const unknownOptions: readonly Pattern[] = [
  stretch(
    [
      spelling('--', unknownName(), 'variable.parameter.option.unknown'),
      spelling(typographicDashes, unknownName(), typographic('variable.parameter.option.unknown')),
      spelling('-', '[0-9A-Za-z]', 'variable.parameter.option.unknown'),
    ].map((one) => ({ ...one, gap: `(=)?`, gapScopes: ['keyword.operator.assignment'] })),
    looseEnd,
    include('loose'),
  ),
];

function unknownName(): string {
  return `[0-9A-Za-z][^=${spaces}"]*+`;
}

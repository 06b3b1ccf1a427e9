// Pieces of Oniguruma patterns. Every repetition is either possessive or bounded, or ends at a character that it
// cannot take itself: no line makes the engine try again what it has already tried.

/** Unicode's other spaces. iptables takes them for letters, their author for spaces: they are coloured as the latter. */
export const foreignSpaces = '\\x{A0}\\x{1680}\\x{2000}-\\x{200B}\\x{202F}\\x{205F}\\x{3000}\\x{FEFF}';

/** What ends a word, for a character class. A carriage return is what is left of a file with CRLF line ends. */
export const spaces = ` \\t\\r\\n${foreignSpaces}`;

/** The word is over, tags of a template that stand in it included. */
export const spaceFollows = `(?=[${spaces}]|$)`;

/** The word is over, or a template's tag follows, behind which it may or may not go on. */
export const wordEnd = `(?=[${spaces}]|$|[{<]%)`;

/** Where iptables begins a word: behind a space or a closing quote, or at the line's start; in a template behind one of its tags too. */
export const wordStart = `(?:(?<![^${spaces}"])|(?<=[%}]\\}|%>))`;

/** Hyphens, dashes and minus signs that stand where `-` should, for a character class. */
export const dashes = '\\x{2010}-\\x{2015}\\x{2043}\\x{2212}\\x{2E3A}\\x{FE58}\\x{FE63}\\x{FF0D}';

/** Quotation marks that stand where `"` should, for a character class. */
export const quotes = '\\x{AB}\\x{BB}\\x{201C}-\\x{201F}\\x{2033}\\x{FF02}';

/** A dash or several with a typographic one among them, where an option's `--` should stand. */
export const typographicDashes = `-{0,2}[${dashes}][-${dashes}]{0,2}`;

/** The space between an option and its value, or `=`. Two groups: the `=`, and spaces that are none to iptables. */
export const gap = `(?:(=)|[ \\t\\r]*+([${foreignSpaces}]++)[ \\t\\r]*+|[ \\t\\r]++|$)`;

/** An alternation of words as they are; one that matches nothing for an empty list. */
export function anyOf(words: Iterable<string>): string {
  const list = [...new Set(words)].sort().map(literal);
  return list.length > 0 ? `(?:${list.join('|')})` : '(?!)';
}

/** A word as a pattern that matches it. */
export function literal(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|#-]/g, '\\$&');
}

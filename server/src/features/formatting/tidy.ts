import type { LineTree } from '../../syntax/line';
import { parseLine } from '../../syntax/line';

/**
 * A line with its words as they are and one blank between them; the line itself where nothing is to be done. What stands inside
 * quotes or counters is not touched, and a comment loses only the blanks at its end.
 */
export function tidyLine(text: string): string {
  if (!hasLooseBlanks(text)) return text;
  const tree = parseLine(text);
  switch (tree.kind) {
    case 'comment':
      return withoutBlanksBehind(text);
    case 'table':
      return `*${wordsOf(tree)}`;
    case 'chain':
      return `:${wordsOf(tree)}`;
    case 'command':
      return tree.counters === undefined ? wordsOf(tree) : `${text.slice(tree.counters.start, tree.counters.end)} ${wordsOf(tree)}`;
    default:
      return text;
  }
}

/** The words of a line, or the groups of words, as they are written. */
export function wordsOf(tree: LineTree): string {
  return tree.words.map((word) => tree.text.slice(word.start, word.end)).join(' ');
}

/**
 * Whether a line may have a blank too many or too few. Nearly all lines have none, and are not taken apart then: two blanks, tabs,
 * blanks at either end or behind the sign of a table or chain, words that only a quote or the bracket of counters parts.
 */
function hasLooseBlanks(text: string): boolean {
  const length = text.length;
  if (length === 0) return false;
  const last = text.charCodeAt(length - 1);
  if (last === 32 || last === 9) return true;
  const first = text.charCodeAt(0);
  if (first === 35) return false;
  return first === 32 || first === 91 || text.includes('  ') || text.includes('"') || text.includes('\t') || /^[*:] /.test(text);
}

/** The end is looked for from behind: a pattern would try again at each blank of a comment that is full of them. */
function withoutBlanksBehind(text: string): string {
  let end = text.length;
  while (text[end - 1] === ' ' || text[end - 1] === '\t') end--;
  return text.slice(0, end);
}

import { lineParts, linePatterns } from '../lines';
import type { Pattern } from '../text-mate';
import type { Vocabulary } from '../vocabulary';
import { withPatterns } from './injection';

/**
 * The rules for whole lines of a rules file that stands indented in another file.
 * @param words Where the rules for the words of a rule are, for `include`.
 */
export function indentedLines(vocabulary: Vocabulary, words: string): readonly Pattern[] {
  const parts = lineParts(vocabulary);
  const lines = withPatterns(linePatterns(vocabulary), indented);
  return JSON.parse(JSON.stringify(lines), (key, value) => {
    if (key !== 'patterns' || !Array.isArray(value)) return value;
    return value.flatMap((pattern: Pattern) => {
      if (!('include' in pattern)) return [pattern];
      const name = pattern.include.slice(1);
      if (name === 'rule-words') return [{ include: words }];
      return name === 'rule-counters' ? withPatterns(parts[name] ?? [], indented) : [{ include: `source.iptables#${name}` }];
    });
  });
}

/** `\G` is where the host has read the line's indentation. */
function indented(pattern: string): string {
  return pattern.startsWith('^') ? `(?:^|\\G)[ \\t]*+${pattern.slice(1)}` : pattern;
}

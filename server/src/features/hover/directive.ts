import type { Language } from '../../l10n/text';
import { words } from '../../l10n/words';
import { ruleOf } from '../../rules/findings';
import { directiveWord, parseDirective } from '../../rules/silence';
import { heading, paragraphs, rulesBlock } from '../support/markdown';
import type { Explanation } from './explain';

/** A comment to the checker: what it silences. `undefined` for any other comment. */
export function explainDirective(line: string, character: number, language: Language): Explanation | undefined {
  const directive = parseDirective(line);
  if (directive === undefined) return undefined;
  for (const { name, start } of directive.codes) {
    const rule = ruleOf(name);
    if (rule === undefined || character < start || character > start + name.length) continue;
    const scope = directive.wholeFile ? words.silencedInFile : words.silencedInLine;
    return {
      span: { start, end: start + name.length },
      text: paragraphs(heading(name, rule.title[language]), scope[language], rule.page[language]),
    };
  }
  const start = line.indexOf(directiveWord);
  return {
    span: { start, end: start + directiveWord.length },
    text: paragraphs(
      heading(directiveWord, words.comment[language]),
      words.lintDirective[language],
      rulesBlock(['# iptables-lint: disable=wrong-table,unpaired-notrack']),
    ),
  };
}

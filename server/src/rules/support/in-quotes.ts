import type { RulesFile } from '../../model/rules-file';
import { replaceSpan } from '../../text/position';
import type { Finding, Fix } from '../rule';

/** Options that take a text of several words. */
const texts: ReadonlySet<string> = new Set(['log-prefix', 'nflog-prefix', 'ulog-prefix', 'comment']);

/** "Put it in quotes: `"two words"`": a stray word that goes on with the text before it; `undefined` where there is no such text. */
export function inQuotes(finding: Finding<'unexpected-word'>, file: RulesFile): Fix | undefined {
  const rule = file.bound(finding.line);
  if (rule === undefined) return undefined;
  const { words, text } = rule.tree;
  const at = words.findIndex((word) => word.start === finding.start);
  for (const option of rule.options) {
    const value = texts.has(option.spec.name) ? option.values[0] : undefined;
    const first = value === undefined ? -1 : words.findIndex((word) => word.start <= value.start && value.end <= word.end);
    if (value === undefined || first < 0 || first >= at || value.word.quoted) continue;
    let last = first;
    while (words[last + 1] !== undefined && !/^[-!]/.test(words[last + 1]?.value ?? '')) last++;
    if (last < at) continue;
    const end = words[last]?.end ?? value.end;
    const whole = text.slice(value.start, end);
    if (/["'\\]/.test(whole)) return undefined;
    const quoted = `"${whole}"`;
    return {
      title: { en: `Put it in quotes: \`${quoted}\``, ja: `引用符で囲む: \`${quoted}\`` },
      edits: [replaceSpan(finding.line, { start: value.start, end }, quoted)],
      preferred: true,
    };
  }
  return undefined;
}

import type { Text } from '../../l10n/text';
import { replaceSpan } from '../../text/position';
import type { Fix } from '../rule';

/** "Replace by `…`": puts other words in the place of a finding. */
export function replacement(
  finding: { readonly line: number; readonly start: number; readonly end: number },
  words: string,
  options: { automatic?: boolean } = {},
): Fix {
  return {
    title: replaceTitle(words),
    edits: [replaceSpan(finding.line, finding, words)],
    preferred: true,
    ...(options.automatic === true ? { automatic: true } : {}),
  };
}

/** The title of a fix that replaces a word. */
export function replaceTitle(words: string): Text {
  return { en: `Replace by \`${words}\``, ja: `\`${words}\` に置き換える` };
}

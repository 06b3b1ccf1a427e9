import type { Text } from '../../l10n/text';
import type { RulesFile } from '../../model/rules-file';
import type { Edit, Span } from '../../text/position';
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
  if (words === '') return { en: 'Remove it', ja: '削除する' };
  return { en: `Replace by \`${words}\``, ja: `\`${words}\` に置き換える` };
}

/** The title of a fix that removes words. */
export function removeTitle(words: string): Text {
  return { en: `Remove \`${words}\``, ja: `\`${words}\` を削除する` };
}

/** The suggestion of a finding as its one fix; nothing where there is none. */
export function suggested(
  finding: { readonly line: number; readonly start: number; readonly end: number; readonly suggestion?: string | undefined },
  options: { automatic?: boolean } = {},
): readonly Fix[] {
  return finding.suggestion === undefined ? [] : [replacement(finding, finding.suggestion, options)];
}

/** Takes words out of a line, together with the blank that parts them from what stands before, or else behind. */
export function removeWords(file: RulesFile, line: number, span: Span): Edit {
  const text = file.lineText(line);
  let { start, end } = span;
  while (start > 0 && isBlank(text.charCodeAt(start - 1))) start--;
  if (start === 0) while (end < text.length && isBlank(text.charCodeAt(end))) end++;
  else if (end < text.length && !isBlank(text.charCodeAt(end))) return replaceSpan(line, { start, end }, ' ');
  return replaceSpan(line, { start, end }, '');
}

/** Takes whole lines out: from `first` up to and including `last`. */
export function removeLines(first: number, last: number): Edit {
  return { range: { start: { line: first, character: 0 }, end: { line: last + 1, character: 0 } }, newText: '' };
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

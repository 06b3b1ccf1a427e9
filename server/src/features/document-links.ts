import type { DocumentLink } from 'vscode-languageserver-types';
import type { RulesFile } from '../model/rules-file';
import type { Span } from '../text/position';
import { rangeOf } from '../text/position';

/**
 * The web addresses and the absolute paths of files that comments name: comment lines, and the texts of `--comment`.
 * @param uri The file's own; paths are links only where that is a file's of some machine.
 */
export function documentLinks(file: RulesFile, uri: string): DocumentLink[] {
  const links: DocumentLink[] = [];
  const hasPaths = uri.startsWith('file:');
  for (let line = 0; line < file.records.length; line++) {
    const kind = file.records[line]?.kind;
    const text = file.lineText(line);
    if ((kind !== 'comment' && kind !== 'command') || !mayHaveLink(text, hasPaths)) continue;
    const found = linksIn(text, hasPaths);
    if (found.length === 0) continue;
    const spans = kind === 'comment' ? [{ start: 0, end: text.length }] : commentsOf(file, line);
    for (const { start, end, target } of found)
      if (spans.some((span) => span.start <= start && end <= span.end)) links.push({ range: rangeOf(line, { start, end }), target });
  }
  return links;
}

/** Folders of the root in which files are named: `10.0.0.0/8` and `and/or` are no paths. */
const folders = 'boot|dev|etc|home|lib|lib64|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|var';

const link = new RegExp(
  String.raw`(?<url>\bhttps?://[^\s"<>\`{}|\\^（）「」『』【】、。，]+)|(?<![\w.:/~$*%-])(?<path>/(?:${folders})(?:/[\w.+@=-]+)+)`,
  'g',
);

const folderName = new RegExp(`/(?:${folders})/`);

/** Most lines have no link: they are passed over quickly. */
function mayHaveLink(text: string, hasPaths: boolean): boolean {
  return text.includes('://') || (hasPaths && text.includes('/') && folderName.test(text));
}

function linksIn(text: string, hasPaths: boolean): readonly (Span & { readonly target: string })[] {
  const found: (Span & { target: string })[] = [];
  for (const match of text.matchAll(link)) {
    const isPath = match.groups?.['path'] !== undefined;
    if (isPath && !hasPaths) continue;
    const words = withoutSentenceEnd(match[0]);
    found.push({ start: match.index, end: match.index + words.length, target: isPath ? `file://${encodeURI(words)}` : words });
  }
  return found;
}

/** An address without the punctuation of the sentence around it; a bracket that it opens itself belongs to it. */
function withoutSentenceEnd(address: string): string {
  let end = address.length;
  for (; end > 0; end--) {
    const last = address.charAt(end - 1);
    if (/[.,;:!?'*]/.test(last)) continue;
    const open = last === ')' ? '(' : last === ']' ? '[' : undefined;
    if (open === undefined || countOf(address.slice(0, end), open) >= countOf(address.slice(0, end), last)) break;
  }
  return address.slice(0, end);
}

function countOf(text: string, character: string): number {
  return text.split(character).length - 1;
}

/** The words behind `--comment`, or behind its shortenings. The line is not bound, which would take ten times as long. */
function commentsOf(file: RulesFile, line: number): readonly Span[] {
  const { words } = file.tree(line);
  return words.filter((word, index) => /^--comm[a-z]*=/.test(word.value) || /^--comm[a-z]*$/.test(words[index - 1]?.value ?? ''));
}

import type { RulesFile } from '../../model/rules-file';

/**
 * Whether a file is a template that something else still fills in: Jinja, ERB, Go, `${VAR}`, `@VAR@`. What its lines will be is
 * not known, nor which of them will be there.
 * @param first The first line to look at.
 * @param last The last one.
 */
export function isTemplate(file: RulesFile, first = 0, last = file.lineCount - 1): boolean {
  for (let line = Math.max(first, 0); line <= last && line < file.lineCount; line++) {
    const text = file.lineText(line);
    if (text.charCodeAt(0) === 35 ? markInComment.test(text) : mayHaveMark(text) && mark.test(text)) return true;
  }
  return false;
}

const mark = /\{\{|\{%|\{#|<%|\$\{|@[A-Za-z_]\w*@/;
const markInComment = /\{\{|\{%|<%/;

/** Most lines have none of the characters that a placeholder begins with. */
function mayHaveMark(text: string): boolean {
  return text.includes('{') || text.includes('<%') || text.includes('@');
}

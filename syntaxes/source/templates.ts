import { spaces } from './fragments';
import type { Pattern } from './text-mate';
import { captures, include, scope } from './text-mate';

/** The delimiters of a placeholder. */
const brackets = captures('punctuation.definition.placeholder.begin', '', 'punctuation.definition.placeholder.end');

/** The most characters of a construct that are looked through for its end. */
const longest = 400;

/** Where a construct begins, for what must stop before it. Only what begins with one of `openers` can. */
export const templateStart = '(?:\\{[{%#]|<%|\\$\\{|@[A-Z][0-9A-Z_]{0,60}@)';

/** The characters that constructs begin with, for a character class. */
export const openers = '{<$@';

/**
 * The constructs of templates that another program fills in, as far as they end on their line. What goes on in the next line, and
 * `$NAME` of files for the shell, only the whole file tells: the server colours these.
 */
export const templateParts: Readonly<Record<string, readonly Pattern[]>> = {
  template: [
    commentTag('\\{#', '#', '#\\}'),
    commentTag('\\{\\{(?:- )?/\\*', '}', '\\}\\}'),
    commentTag('<%#', '%', '%>'),
    controlTag('\\{%[-+]?', '%', '[-+]?%\\}', '[A-Za-z_]\\w{0,20}'),
    controlTag('<%[-_]?(?![=%#])', '%', '[-_]?%>', '(?:if|elsif|else|unless|case|when|while|until|for|end|each)\\b'),
    controlTag('\\{\\{-?(?=[ \\t]{0,8}(?:if|else|end|range|with|define|block|break|continue)\\b)', '}', '-?\\}\\}', '[a-z]{1,10}'),
    include('placeholder'),
  ],
  placeholder: [
    placeholderTag('\\{\\{-?', '}', '-?\\}\\}'),
    placeholderTag('<%=', '%', '[-_]?%>'),
    placeholderTag('\\$\\{', '}', '\\}'),
    { match: '(@)([A-Z][0-9A-Z_]{0,60})(@)', name: scope('variable.other.placeholder'), captures: brackets },
  ],
  // The first word of a line that declares a chain or begins a table, where something in it is filled in.
  'template-chain': [nameWithHoles('entity.name.function.chain')],
  'template-table': [nameWithHoles('entity.name.namespace.table')],
};

/** A run of characters other than those of a class, up to a construct; at least one character, so that none is left over. */
export function upToTemplate(others: string): string {
  return `[^${others}](?:[^${others}${openers}]|(?!${templateStart})(?![${others}])[${openers}])*+`;
}

/** A word that has a construct in it: not taken for a plain one. */
export const noTemplateInWord = `(?![^${spaces}]{0,80}?${templateStart})`;

/** What stands between the delimiters. The last character of a delimiter may stand in it, but not the delimiter. */
function inside(first: string, end: string): string {
  return `((?>(?:[^${first}\\n]|(?!${end})${first === '}' ? '\\}' : first}){0,${longest}}))`;
}

function commentTag(begin: string, first: string, end: string): Pattern {
  return {
    match: `(${begin})${inside(first, end)}(${end})`,
    name: scope('comment.block.template'),
    captures: captures('punctuation.definition.comment.begin', '', 'punctuation.definition.comment.end'),
  };
}

function controlTag(begin: string, first: string, end: string, keyword: string): Pattern {
  return {
    match: `(${begin})[ \\t]{0,8}(${keyword})?${inside(first, end)}(${end})`,
    name: scope('comment.block.template.control'),
    captures: captures('punctuation.definition.template.begin', 'keyword.control.template', '', 'punctuation.definition.template.end'),
  };
}

function placeholderTag(begin: string, first: string, end: string): Pattern {
  return { match: `(${begin})${inside(first, end)}(${end})`, name: scope('variable.other.placeholder'), captures: brackets };
}

function nameWithHoles(name: string): Pattern {
  const literal = `(?:[^${spaces}${openers}]|(?!${templateStart})[${openers}])`;
  // Names are short; a run of colons would otherwise be read to its end from each of them.
  return { match: `(?<=[:*}>@])(?>${literal}{1,60})(?=${templateStart})|(?<=[}>@])${literal}++`, name: scope(name) };
}

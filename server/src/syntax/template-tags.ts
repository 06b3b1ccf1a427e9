import type { Span } from '../text/position';
import type { TemplateLanguage } from './template-language';
import { mayHoldTemplate } from './template-language';

/** What a control tag does: opens a block, begins another branch of it, closes it, brings other text in, or none of these. */
export type Flow = 'open' | 'middle' | 'close' | 'include' | 'none';

/** A construct of a template in a line: a placeholder, which is filled in, or what only steers or explains. */
export interface Tag extends Span {
  readonly kind: 'placeholder' | 'control' | 'comment';
  readonly language: TemplateLanguage;
  readonly flow: Flow;
  /** It goes on in the next line. */
  readonly unclosed: boolean;
  /** It takes the line end before it away (`{%-`, `{{-`). */
  readonly trims: boolean;
}

/** A construct that a line leaves open. */
export interface OpenTag {
  readonly kind: Tag['kind'];
  readonly language: TemplateLanguage;
  /** What closes it. */
  readonly end: string;
  /** Its text in the line that opens it. */
  readonly head: string;
}

/**
 * The constructs of a line, from left to right. Those of the file's own language are found everywhere, in quotes and comments too,
 * as the program finds them that fills the file in. Those of other languages only where they end on the line and iptables would
 * read a word: they may be for another program, but in quotes they are as likely text.
 * @param open What the line before left open.
 */
export function tagsOf(
  text: string,
  language: TemplateLanguage,
  open: OpenTag | undefined,
): { readonly tags: readonly Tag[]; readonly open: OpenTag | undefined } {
  if (open === undefined && !mayHoldTemplate(text) && !(language === 'shell' && text.includes('$'))) return { tags: none, open };
  const tags: Tag[] = [];
  let at = 0;
  if (open !== undefined) {
    const end = endOf(text, 0, open.end, open.kind !== 'comment' && open.language !== 'erb');
    const content = `${open.head} ${text.slice(0, end < 0 ? text.length : end - open.end.length)}`;
    tags.push(tagOf(open, { start: 0, end: end < 0 ? text.length : end }, content, end < 0, false));
    if (end < 0) return { tags, open };
    at = end;
  }
  const isComment = text.charCodeAt(0) === 35;
  let inQuotes = false;
  const length = Math.min(text.length, longestRead);
  while (at < length) {
    const code = text.charCodeAt(at);
    if (code === 34 && !isComment) inQuotes = !inQuotes;
    if (code === 92 && (inQuotes || language === 'shell')) {
      at += 2;
      continue;
    }
    const found = code === 123 || code === 60 || code === 36 || code === 64 ? tagAt(text, at, language, inQuotes || isComment) : undefined;
    if (found === undefined) {
      at++;
      continue;
    }
    tags.push(found.tag);
    if (found.open !== undefined) return { tags, open: found.open };
    at = found.tag.end;
  }
  return { tags, open: undefined };
}

const none: readonly Tag[] = [];

/** How much of a line is looked at: iptables-restore reads 10,239 bytes of it. */
const longestRead = 50_000;

interface Found {
  readonly tag: Tag;
  readonly open: OpenTag | undefined;
}

function tagAt(text: string, at: number, language: TemplateLanguage, ownOnly: boolean): Found | undefined {
  switch (text.charCodeAt(at)) {
    case 123: // {
      return bracesAt(text, at, language, ownOnly);
    case 60: // <
      if (text.charCodeAt(at + 1) !== 37 || text.charCodeAt(at + 2) === 37 || (ownOnly && language !== 'erb')) return undefined;
      return delimited(text, at, {
        kind: text.charAt(at + 2) === '#' ? 'comment' : text.charAt(at + 2) === '=' ? 'placeholder' : 'control',
        language: 'erb',
        end: '%>',
        own: language === 'erb',
      });
    case 36: // $
      return language === 'shell' || language === 'at' || !ownOnly ? expansionAt(text, at, language) : undefined;
    default: {
      if (ownOnly && language !== 'at') return undefined;
      const end = text.charCodeAt(at) === 64 ? endOfName(text, at + 1) : 0;
      return end > at + 1 && text.charCodeAt(end) === 64 ? placeholder(at, end + 1, 'at') : undefined;
    }
  }
}

/** `{{ … }}`, `{% … %}`, `{# … #}`. */
function bracesAt(text: string, at: number, language: TemplateLanguage, ownOnly: boolean): Found | undefined {
  const second = text.charAt(at + 1);
  const own = language === 'jinja' || (language === 'go' && second === '{');
  if (ownOnly && !own) return undefined;
  if (second === '%') return delimited(text, at, { kind: 'control', language: 'jinja', end: '%}', own });
  if (second === '#') return delimited(text, at, { kind: 'comment', language: 'jinja', end: '#}', own });
  if (second !== '{') return undefined;
  if (language !== 'go') return delimited(text, at, { kind: 'placeholder', language: 'jinja', end: '}}', own });
  if (/^\{\{(?:- )?\s*\/\*/.test(text.slice(at, at + 20))) return delimited(text, at, { kind: 'comment', language: 'go', end: '}}', own });
  const control = goControl.test(text.slice(at + 2));
  return delimited(text, at, { kind: control ? 'control' : 'placeholder', language: 'go', end: '}}', own });
}

const goControl = /^-?\s*(?:(?:if|else|end|range|with|define|block|break|continue)\b|\$\w+(?:\s*,\s*\$\w+)?\s*:?=)/;

function delimited(
  text: string,
  at: number,
  { kind, language, end: mark, own }: Pick<Tag, 'kind' | 'language'> & { readonly end: string; readonly own: boolean },
): Found | undefined {
  const end = endOf(text, at + 2, mark, kind !== 'comment' && language !== 'erb');
  // Only the file's own language goes on in the next line.
  if (end < 0 && !own) return undefined;
  const content = text.slice(at + 2, end < 0 ? text.length : end - mark.length);
  const open = end < 0 ? { kind, language, end: mark, head: content } : undefined;
  const trims = text.charAt(at + 2) === '-';
  return { tag: tagOf({ kind, language }, { start: at, end: end < 0 ? text.length : end }, content, end < 0, trims), open };
}

function tagOf(
  { kind, language }: Pick<Tag, 'kind' | 'language'>,
  { start, end }: Span,
  content: string,
  unclosed: boolean,
  trims: boolean,
): Tag {
  const flow = unclosed
    ? 'none'
    : kind === 'control'
      ? flowOf(content, language)
      : kind === 'placeholder'
        ? outputFlow(content, language)
        : 'none';
  return { start, end, kind, language, flow, unclosed, trims };
}

/**
 * The offset behind what closes a construct; -1 when the line does not have it.
 * @param quotes What stands in quotes does not close it, if the quotes themselves are closed.
 */
function endOf(text: string, from: number, mark: string, quotes: boolean): number {
  const first = text.indexOf(mark, from);
  if (first < 0) return -1;
  if (quotes) {
    for (let at = from; at < text.length; at++) {
      if (text.startsWith(mark, at)) return at + mark.length;
      const code = text.charCodeAt(at);
      if (code !== 34 && code !== 39 && code !== 96) continue;
      at++;
      while (at < text.length && text.charCodeAt(at) !== code) at += text.charCodeAt(at) === 92 ? 2 : 1;
    }
  }
  return first + mark.length;
}

/** `${NAME:-value}`; in a file for the shell also `$NAME` and `$(command)`. */
function expansionAt(text: string, at: number, language: TemplateLanguage): Found | undefined {
  const next = text.charAt(at + 1);
  if (next === '{') {
    const end = closing(text, at + 2, '{', '}');
    return end < 0 ? undefined : placeholder(at, end, 'shell');
  }
  if (language !== 'shell') return undefined;
  if (next === '(') {
    const end = closing(text, at + 2, '(', ')');
    return end < 0 ? undefined : placeholder(at, end, 'shell');
  }
  const end = endOfName(text, at + 1);
  return end > at + 1 ? placeholder(at, end, 'shell') : undefined;
}

/** Each of a thousand that are never closed would be looked for to the end of the line. */
const longestExpansion = 1000;

function closing(text: string, from: number, opens: string, closes: string): number {
  let depth = 1;
  const length = Math.min(text.length, from + longestExpansion);
  for (let at = from; at < length; at++) {
    const character = text.charAt(at);
    if (character === opens) depth++;
    else if (character === closes && --depth === 0) return at + 1;
  }
  return -1;
}

function endOfName(text: string, from: number): number {
  name.lastIndex = from;
  return name.test(text) ? name.lastIndex : from;
}

const name = /[A-Za-z_]\w*/y;

function placeholder(start: number, end: number, language: TemplateLanguage): Found {
  return { tag: { start, end, kind: 'placeholder', language, flow: 'none', unclosed: false, trims: false }, open: undefined };
}

/** A placeholder that brings in another file, of which nobody knows what it holds. */
function outputFlow(content: string, language: TemplateLanguage): Flow {
  if (language === 'go') return /^-?\s*(?:template|include)\b/.test(content) ? 'include' : 'none';
  if (language === 'jinja') return /\b(?:lookup|include)\s*\(/.test(content) ? 'include' : 'none';
  return language === 'erb' && /\b(?:render|template|scope\.function_template|epp|inline_template)\b/.test(content) ? 'include' : 'none';
}

/** What a control tag does. */
function flowOf(content: string, language: TemplateLanguage): Flow {
  const code = content
    .replace(/^[-+=_]/, '')
    .replace(/[-+]$/, '')
    .trim();
  if (language === 'erb') return erbFlow(code);
  const word = /^\w+/.exec(code)?.[0] ?? '';
  if (language === 'go') return word === 'end' ? 'close' : word === 'else' ? 'middle' : goBlocks.has(word) ? 'open' : 'none';
  if (word.startsWith('end')) return 'close';
  if (word === 'else' || word === 'elif' || word === 'elseif') return 'middle';
  if (jinjaIncludes.has(word)) return 'include';
  if (word === 'set') return code.includes('=') ? 'none' : 'open';
  return jinjaBlocks.has(word) ? 'open' : 'none';
}

const goBlocks: ReadonlySet<string> = new Set(['if', 'range', 'with', 'define', 'block']);
const jinjaBlocks: ReadonlySet<string> = new Set(['if', 'for', 'block', 'macro', 'call', 'filter', 'with', 'autoescape', 'trans', 'raw']);
const jinjaIncludes: ReadonlySet<string> = new Set(['include', 'import', 'from', 'extends']);

/** Ruby's `if … end` and `do |x| … end`, Puppet's and Ruby's `{ … }`. */
function erbFlow(code: string): Flow {
  const opensBrace = /\{\s*(?:\|[^|]*\|)?$/.test(code);
  if (code.startsWith('}')) return opensBrace ? 'middle' : 'close';
  if (/^(?:else|elsif|when|in|rescue|ensure)\b/.test(code)) return 'middle';
  if (/^end\b/.test(code)) return 'close';
  const begins = /^(?:if|unless|case|while|until|for|begin|def)\b/.test(code) || /\bdo\s*(?:\|[^|]*\|)?$/.test(code) || opensBrace;
  return begins && !/[\s;]end$/.test(code) ? 'open' : 'none';
}

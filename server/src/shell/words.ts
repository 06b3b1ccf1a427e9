import type { Span } from '../text/position';
import { isNameStart, readDollar } from './expansions';
import { escapedByBackslash, readAnsiQuoted } from './quotes';

/** A part of a shell word. */
export interface Piece {
  /**
   * `text`: known letters, quotes and escapes resolved. `variable`: `$NAME` or `${NAME}`. `opaque`: what only a running shell can
   * tell, such as `$(hostname)` or `${LAN:-10.0.0.0/8}`.
   */
  readonly kind: 'text' | 'variable' | 'opaque';
  /** The letters; of a variable and of what is opaque, as written. */
  readonly text: string;
  /** The variable's name; empty for other pieces. */
  readonly name: string;
  /** It stands in quotes, so that its blanks do not part words. */
  readonly quoted: boolean;
}

/** A word of a shell script. */
export interface ShellWord extends Span {
  readonly pieces: readonly Piece[];
}

/** A word, a comment with its `#`, an operator, a redirection with its target, or the end of a line. */
export type ShellToken = Span &
  (
    | { readonly kind: 'word'; readonly word: ShellWord; readonly text: '' }
    | { readonly kind: 'comment' | 'operator' | 'newline' | 'redirection'; readonly text: string }
  );

/** Longer ones first. `;;&` and `;&` end a branch of `case` in bash. */
const operators = ['&&', '||', ';;&', ';;', ';&', '|&', ';', '&', '|', '(', ')'];
const redirection = /^(?:\d*(?:>>|>\||>&|<&|<>|<<<|>|<)|&>>|&>)/;
const heredocStart = /^\d*<<(-?)(?!<)/;

/**
 * Cuts a shell script into tokens, as POSIX's "Token Recognition" and bash's quoting do. Never fails: a quote that is not closed
 * reaches to the text's end.
 * @param text Its lines end in `\n`.
 */
export function shellTokens(text: string): ShellToken[] {
  const tokens: ShellToken[] = [];
  const heredocs: { readonly delimiter: string; readonly tabs: boolean }[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    const continued = continuationEnd(text, at);
    if (continued > at) at = continued;
    else if (character === ' ' || character === '\t') at++;
    else if (character === '\n') {
      tokens.push({ kind: 'newline', start: at, end: at + 1, text: '\n' });
      at++;
      while (heredocs.length > 0) {
        const end = heredocEnd(text, at, heredocs.shift());
        tokens.push({ kind: 'redirection', start: at, end, text: text.slice(at, end) });
        at = end;
      }
    } else if (character === '#') {
      const end = lineEndFrom(text, at);
      tokens.push({ kind: 'comment', start: at, end, text: text.slice(at, end).trimEnd() });
      at = end;
    } else {
      const rest = text.slice(at, at + 24);
      const heredoc = heredocStart.exec(rest);
      const redirected = heredoc ?? redirection.exec(rest);
      const operator = redirected === null ? operators.find((one) => rest.startsWith(one)) : undefined;
      if (redirected !== null) {
        const start = at;
        const word = readWord(text, skipBlanks(text, at + redirected[0].length));
        at = word.end;
        tokens.push({ kind: 'redirection', start, end: at, text: text.slice(start, at) });
        if (heredoc !== null) heredocs.push({ delimiter: word.pieces.map((piece) => piece.text).join(''), tabs: heredoc[1] === '-' });
      } else if (operator !== undefined) {
        tokens.push({ kind: 'operator', start: at, end: at + operator.length, text: operator });
        at += operator.length;
      } else {
        const word = readWord(text, at);
        tokens.push({ kind: 'word', start: at, end: word.end, word, text: '' });
        at = word.end;
      }
    }
  }
  return tokens;
}

/** Reads the word that begins at an offset; an empty one before a blank or an operator. */
function readWord(text: string, start: number): ShellWord {
  const pieces: Piece[] = [];
  let at = start;
  let plain = '';
  const flush = (): void => {
    if (plain !== '') pieces.push({ kind: 'text', text: plain, name: '', quoted: false });
    plain = '';
  };
  while (at < text.length && !/[ \t\n;&|()<>]/.test(text.charAt(at))) {
    const character = text.charAt(at);
    const continued = continuationEnd(text, at);
    if (continued > at) at = continued;
    else if (character === '\\') {
      flush();
      pieces.push({ kind: 'text', text: text.charAt(at + 1), name: '', quoted: true });
      at += 2;
    } else if (character === "'") {
      flush();
      const close = text.indexOf("'", at + 1);
      const end = close < 0 ? text.length : close;
      pieces.push({ kind: 'text', text: text.slice(at + 1, end), name: '', quoted: true });
      at = end + 1;
    } else if (character === '"' || (character === '$' && text.charAt(at + 1) === '"')) {
      flush();
      at = readDoubleQuoted(text, character === '$' ? at + 2 : at + 1, pieces);
    } else if (character === '$' && text.charAt(at + 1) === "'") {
      flush();
      const { value, end } = readAnsiQuoted(text, at + 2);
      pieces.push({ kind: 'text', text: value, name: '', quoted: true });
      at = end;
    } else if (character === '$' || character === '`') {
      const found = readDollar(text, at);
      if (found === undefined) {
        plain += character;
        at++;
      } else {
        flush();
        pieces.push({ ...found.piece, quoted: false });
        at = found.end;
      }
    } else {
      plain += character;
      at++;
    }
  }
  flush();
  return { start, end: Math.min(at, text.length), pieces };
}

/** Reads what stands behind a `"`; gives the offset behind the closing one. */
function readDoubleQuoted(text: string, start: number, pieces: Piece[]): number {
  let plain = '';
  let at = start;
  const before = pieces.length;
  const flush = (): void => {
    if (plain !== '') pieces.push({ kind: 'text', text: plain, name: '', quoted: true });
    plain = '';
  };
  while (at < text.length && text.charAt(at) !== '"') {
    const character = text.charAt(at);
    if (character === '\\' && text.charAt(at + 1) === '\n') at += 2;
    else if (character === '\\' && escapedByBackslash(text.charAt(at + 1))) {
      plain += text.charAt(at + 1);
      at += 2;
    } else {
      const found = character === '$' || character === '`' ? readDollar(text, at) : undefined;
      if (found === undefined) {
        plain += character;
        at++;
      } else {
        flush();
        pieces.push({ ...found.piece, quoted: true });
        at = found.end;
      }
    }
  }
  flush();
  if (pieces.length === before) pieces.push({ kind: 'text', text: '', name: '', quoted: true });
  return at + 1;
}

/**
 * Behind a `\` that continues the line; the same offset where none stands. Blanks between it and the line's end, at which a
 * shell would stumble, are pasted by mistake and looked over.
 */
function continuationEnd(text: string, at: number): number {
  if (text.charAt(at) !== '\\') return at;
  let end = at + 1;
  while (text.charAt(end) === ' ' || text.charAt(end) === '\t') end++;
  if (end >= text.length) return end;
  return text.charAt(end) === '\n' ? end + 1 : at;
}

function heredocEnd(text: string, start: number, heredoc: { readonly delimiter: string; readonly tabs: boolean } | undefined): number {
  let at = start;
  while (at < text.length) {
    const end = lineEndFrom(text, at);
    const line = text.slice(at, end);
    at = Math.min(end + 1, text.length);
    if ((heredoc?.tabs === true ? line.replace(/^\t+/, '') : line) === heredoc?.delimiter) break;
  }
  return at;
}

function lineEndFrom(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function skipBlanks(text: string, at: number): number {
  let end = at;
  while (text.charAt(end) === ' ' || text.charAt(end) === '\t') end++;
  return end;
}

/** `NAME=value` or `NAME+=value` at the place of a command; `undefined` for a word that assigns nothing. */
export function assignmentOf(word: ShellWord): { readonly name: string; readonly appends: boolean; readonly value: ShellWord } | undefined {
  const [first, ...rest] = word.pieces;
  if (first === undefined || first.kind !== 'text' || first.quoted || !isNameStart(first.text.charAt(0))) return undefined;
  const found = /^([A-Za-z_]\w*)(\+?)=/.exec(first.text);
  if (found === null) return undefined;
  const text = first.text.slice(found[0].length);
  const pieces = text === '' ? rest : [{ ...first, text }, ...rest];
  return { name: found[1] ?? '', appends: found[2] === '+', value: { start: word.start + found[0].length, end: word.end, pieces } };
}

import type { Piece } from './words';

/** Something that begins with `$` or a backquote, and where it ends. */
export interface Expansion {
  readonly piece: Omit<Piece, 'quoted'>;
  readonly end: number;
}

/** Reads the expansion at a `$` or a backquote; `undefined` where the character stands for itself. */
export function readDollar(text: string, at: number): Expansion | undefined {
  const opaque = (end: number): Expansion => ({ piece: { kind: 'opaque', text: text.slice(at, end), name: '' }, end });
  if (text.charAt(at) === '`') return opaque(closing(text, at + 1, '`'));
  const next = text.charAt(at + 1);
  if (next === '(') return opaque(closing(text, at + 2, ')'));
  if (next === '{') {
    const end = closing(text, at + 2, '}');
    const name = text.slice(at + 2, end - 1);
    return /^[A-Za-z_]\w*$/.test(name) ? { piece: { kind: 'variable', text: text.slice(at, end), name }, end } : opaque(end);
  }
  if (isNameStart(next)) {
    let end = at + 2;
    while (/\w/.test(text.charAt(end))) end++;
    return { piece: { kind: 'variable', text: text.slice(at, end), name: text.slice(at + 1, end) }, end };
  }
  return /[0-9@*#?$!-]/.test(next) ? opaque(at + 2) : undefined;
}

/** A letter that a variable's name may begin with. */
export function isNameStart(character: string): boolean {
  return /^[A-Za-z_]$/.test(character);
}

/** The offset behind the sign that closes what was opened, nested ones and quotes looked over; the text's end without one. */
function closing(text: string, from: number, close: '`' | ')' | '}'): number {
  const open = close === ')' ? '(' : close === '}' ? '{' : '';
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\\') at++;
    else if (character === close) {
      depth--;
      if (depth === 0) return at + 1;
    } else if (character === open) depth++;
    else if (character === "'" && close === ')') {
      const end = text.indexOf("'", at + 1);
      at = end < 0 ? text.length : end;
    } else if (character === '"' && close !== '`') {
      at++;
      while (at < text.length && text.charAt(at) !== '"') at += text.charAt(at) === '\\' ? 2 : 1;
    }
  }
  return text.length;
}

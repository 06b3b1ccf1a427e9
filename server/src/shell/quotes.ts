/** Whether a backslash takes the meaning of a character inside of `"`; before any other it stands for itself. */
export function escapedByBackslash(character: string): boolean {
  return character === '$' || character === '`' || character === '"' || character === '\\';
}

/** Reads what stands behind `$'`, with the escapes of C (bash's "ANSI-C Quoting"). */
export function readAnsiQuoted(text: string, start: number): { readonly value: string; readonly end: number } {
  let value = '';
  let at = start;
  while (at < text.length && text.charAt(at) !== "'") {
    if (text.charAt(at) !== '\\') {
      value += text.charAt(at++);
      continue;
    }
    const code = /^\\(?:x([0-9a-f]{1,2})|u([0-9a-f]{1,4})|U([0-9a-f]{1,8})|([0-7]{1,3}))/i.exec(text.slice(at, at + 10));
    if (code !== null && (code[4] !== undefined || text.charAt(at + 1) !== 'X')) {
      const [all, byte, short, long, octal] = code;
      const number = octal === undefined ? Number.parseInt(byte ?? short ?? long ?? '0', 16) : Number.parseInt(octal, 8) & 0xff;
      value += number <= 0x10ffff ? String.fromCodePoint(number) : all;
      at += all.length;
      continue;
    }
    const letter = text.charAt(at + 1);
    value += letters[letter] ?? `\\${letter}`;
    at += 2;
  }
  return { value, end: Math.min(at + 1, text.length) };
}

const letters: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
};

/**
 * A word as iptables-restore reads it back unchanged: in `"` where it has a blank or a quote or is empty, a backslash escaped only
 * there (`add_param_to_argv` in iptables/xshared.c). `undefined` for a word with a line end, which no rules file can hold.
 */
export function restoreWord(value: string): string | undefined {
  if (/[\n\r\0]/.test(value)) return undefined;
  return value !== '' && !/[ \t"]/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}

/**
 * A word as a shell reads it back unchanged.
 * @param visible Leave `$NAME` and `${NAME}` as they are, for the shell to fill in.
 */
export function shellWord(value: string, visible = false): string {
  const plain = visible ? /^(?:[\w@%+=:,./!-]|\$(?=[A-Za-z_])|\$\{[A-Za-z_]\w*\})+$/ : /^[\w@%+=:,./!-]+$/;
  return plain.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}

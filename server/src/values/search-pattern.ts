import type { Text } from '../l10n/text';
import { fault } from './fault';
import { byteLength, digitValue } from './scan';
import { spanType } from './span';
import { text } from './text';
import type { ValueFault } from './value-type';

/** XT_STRING_MAX_PATTERN_SIZE of the kernel. */
const LONGEST = 128;
const BAR = 124;
const BACKSLASH = 92;
const SPACE = 32;

/** `--string` (libxt_string.c, `parse_string`). */
export const searchText = text({
  id: 'search-text',
  doc: {
    en: 'The text to look for, of at most 128 bytes, in double quotes where it has spaces.',
    ja: '探す文字列です(128 バイトまで)。空白を含む場合は二重引用符で囲みます。',
  },
  maxBytes: LONGEST,
  minBytes: 1,
  truncated: 'refused',
  refusal: (value) => `STRING too long "${value}"`,
  shortRefusal: 'RULE_APPEND failed (Invalid argument)',
});

/**
 * `--hex-string`: text with bytes in hexadecimal between bars (libxt_string.c, `parse_hex_string`). Right behind a closing bar iptables
 * takes any character as it is, another bar too, and a bar at the very end is dropped: those load as another pattern, and are faults.
 */
export const hexPattern = spanType({
  id: 'hex-pattern',
  doc: {
    en: 'Text with bytes in hexadecimal between bars: `GET|20|/`, `|0d 0a|`. `\\|` is a bar and `\\\\` a backslash (in double quotes: `\\\\|`, `\\\\\\\\`). At most 128 bytes.',
    ja: '`GET|20|/` や `|0d 0a|` のように、縦棒で囲んだ部分に 16 進数でバイトを書ける文字列です。縦棒そのものは `\\|`、バックスラッシュは `\\\\`(二重引用符の中では `\\\\|`、`\\\\\\\\`)と書きます。128 バイトまでです。',
  },
  checkSpan: (value, start, end) => walk(value, start, end),
  describe(value): Text {
    const bytes: number[] = [];
    walk(value, 0, value.length, bytes);
    const shown = bytes.map((byte) => (byte > 32 && byte < 127 ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`));
    const count = bytes.length;
    return {
      en: `${count} ${count === 1 ? 'byte' : 'bytes'}: \`\`${shown.join('')}\`\``,
      ja: `${count} バイト: \`\`${shown.join('')}\`\``,
    };
  },
});

/** Reads the pattern as libxt_string.c does, puts its bytes into `bytes`, and stops at the first fault. */
function walk(value: string, start: number, end: number, bytes?: number[]): ValueFault | undefined {
  if (start === end) return emptyPattern(start, end, 'STRING must contain at least one char');
  let size = 0;
  let hex = false;
  let opened = start;
  for (let at = start; at < end; ) {
    if (size >= LONGEST) return tooLong(value, start, at, end);
    const code = value.charCodeAt(at);
    if (code === BACKSLASH && hex) return backslashInHex(at);
    if (code === BACKSLASH) {
      if (at + 1 >= end) return lastBackslash(at, end);
      size += copy(value, at + 1, bytes);
      at += widthAt(value, at + 1) + 1;
      continue;
    }
    if (code === BAR) {
      hex = !hex;
      if (hex) {
        opened = at;
        while (value.charCodeAt(at + 1) === SPACE && at + 1 < end) at++;
      }
      at++;
      if (at >= end) break;
      if (!hex) {
        const behind = value.charCodeAt(at);
        if (behind === BAR || behind === BACKSLASH) return takenAsItIs(at, behind);
      }
    }
    if (hex) {
      const wrong = hexByte(value, opened, at, end);
      if (wrong !== undefined) return wrong;
      bytes?.push(Number.parseInt(value.slice(at, at + 2), 16));
      size++;
      at += value.charCodeAt(at + 2) === SPACE ? 3 : 2;
    } else {
      size += copy(value, at, bytes);
      at += widthAt(value, at);
    }
  }
  if (size > LONGEST) return tooLong(value, start, end, end);
  if (size === 0) return emptyPattern(start, end, 'RULE_APPEND failed (Invalid argument)');
  return hex ? droppedBar(opened, end) : undefined;
}

/** UTF-16 units of the character at an index. */
function widthAt(value: string, at: number): number {
  return (value.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

/** Puts a character's bytes down, and gives how many they are. */
function copy(value: string, at: number, bytes: number[] | undefined): number {
  const next = at + widthAt(value, at);
  bytes?.push(...new TextEncoder().encode(value.slice(at, next)));
  return byteLength(value, at, next);
}

/** What is wrong with the two digits at an index inside a block. */
function hexByte(value: string, opened: number, at: number, end: number): ValueFault | undefined {
  if (at + 1 >= end) return unclosed(value, opened, end, 'Odd number of hex digits');
  if (at + 2 >= end) return unclosed(value, opened, end, 'Invalid hex block');
  for (const place of [at, at + 1]) {
    if (digitValue(value.charCodeAt(place)) < 16) continue;
    const sign = value.charAt(place);
    if (sign === '|' && place === at) return emptyBlock(opened, place + 1, `Invalid hex char '${sign}'`);
    return fault(
      place,
      place + 1,
      sign === '|'
        ? 'A byte has two hexadecimal digits, and one is missing before this bar.'
        : `"${sign}" is no hexadecimal digit: between bars stand pairs of digits, with one space between pairs at most.`,
      sign === '|'
        ? '1 バイトは 16 進数 2 桁で書きます。この縦棒の前に桁が足りません。'
        : `「${sign}」は 16 進数の数字ではありません。縦棒の間には 2 桁ずつ書き、区切りの空白は 1 つまでです。`,
      { refusal: `Invalid hex char '${sign}'` },
    );
  }
  return undefined;
}

function unclosed(value: string, opened: number, end: number, refusal: string): ValueFault {
  const inside = value.slice(opened + 1, end);
  const empty = /^\s*\|/.exec(inside);
  if (empty !== null) return emptyBlock(opened, opened + 1 + empty[0].length, refusal);
  const odd = inside.replace(/[\s|]/g, '').length % 2 === 1;
  return odd
    ? fault(
        opened,
        end,
        'A byte has two hexadecimal digits, and one is missing in this block.',
        '1 バイトは 16 進数 2 桁で書きます。このブロックには桁が足りません。',
        { refusal },
      )
    : fault(
        opened,
        end,
        'The bar that closes this block is missing.',
        'ブロックを閉じる縦棒がありません。',
        inside.includes('|') ? { refusal } : { refusal, suggestion: `${value.slice(opened, end).trimEnd()}|` },
      );
}

function emptyBlock(start: number, end: number, refusal: string): ValueFault {
  return fault(start, end, 'There is nothing between these bars.', '縦棒の間に何も書かれていません。', { refusal });
}

function takenAsItIs(at: number, code: number): ValueFault {
  return code === BAR
    ? fault(
        at - 1,
        at + 1,
        'Right behind a closing bar iptables takes a second bar for a character of the text. Write both blocks as one.',
        '閉じた縦棒の直後の縦棒は、iptables では文字として扱われます。2 つのブロックを 1 つにまとめてください。',
        { suggestion: '' },
      )
    : fault(
        at,
        at + 1,
        'Right behind a closing bar iptables takes a backslash for a character of the text. Write the character behind it in hexadecimal.',
        '閉じた縦棒の直後のバックスラッシュは、iptables では文字として扱われます。続く文字を 16 進数で書いてください。',
      );
}

function droppedBar(opened: number, end: number): ValueFault {
  return fault(
    opened,
    end,
    'iptables drops this bar: it opens a block at the very end, so one bar is too much or too few. A bar itself is written "|7c|".',
    'この縦棒は捨てられます。末尾でブロックを開いているため、縦棒が 1 つ余っているか足りません。縦棒そのものは「|7c|」と書きます。',
  );
}

function backslashInHex(at: number): ValueFault {
  return fault(
    at,
    at + 1,
    'No backslash can stand between bars; close the block first.',
    '縦棒の間にバックスラッシュは書けません。先にブロックを閉じてください。',
    { refusal: 'Cannot include literals in hex data' },
  );
}

function lastBackslash(at: number, end: number): ValueFault {
  return fault(
    at,
    end,
    'A backslash stands before the character that it protects, and none follows. For a backslash itself write two.',
    'バックスラッシュの後ろに文字がありません。バックスラッシュそのものは 2 つ重ねて書きます。',
    { refusal: 'Bad literal placement at end of string' },
  );
}

function emptyPattern(start: number, end: number, refusal: string): ValueFault {
  return fault(start, end, 'The pattern is empty; at least one byte is needed.', 'パターンが空です。1 バイト以上必要です。', { refusal });
}

function tooLong(value: string, start: number, at: number, end: number): ValueFault {
  const last = value.slice(at, end) === '|';
  return fault(
    at < end ? at : start,
    end,
    last ? 'A pattern that ends with a block has 127 bytes at most. Shorten it.' : 'The pattern has more than 128 bytes. Shorten it.',
    last ? 'ブロックで終わるパターンは 127 バイトまでです。短くしてください。' : 'パターンが 128 バイトを超えています。短くしてください。',
    { refusal: `STRING too long "${value.slice(start, end)}"` },
  );
}

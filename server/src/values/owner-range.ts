import type { Text } from '../l10n/text';
import { fault } from './fault';
import { integerFault } from './integer';
import { isDigit, scanEnd, scanUnsigned } from './scan';
import type { SpanType } from './span';
import { spanType } from './span';
import type { ValueFault, ValueSuggestion } from './value-type';

const DASH = 45;
const COLON = 58;
/** The largest id; 2^32-1 stands for "none" (libxt_owner.c, `owner_parse_range`). */
const MOST = 0xfffffffe;

/** `--uid-owner`: a user by name or number, or a range of numbers. Which names there are depends on the machine. */
export const userRange = ownerRange('user', '--uid-owner', [
  { value: 'root', detail: '0' },
  { value: '0-999', detail: 'system' },
  { value: '1000-60000', detail: 'people' },
]);

/** `--gid-owner`: a group by name or number, or a range of numbers. */
export const groupRange = ownerRange('group', '--gid-owner', [
  { value: 'root', detail: '0' },
  { value: '0-999', detail: 'system' },
]);

function ownerRange(kind: 'user' | 'group', option: string, suggestions: readonly ValueSuggestion[]): SpanType {
  const words = kind === 'user' ? { en: 'user', ja: 'ユーザー', id: 'UID' } : { en: 'group', ja: 'グループ', id: 'GID' };
  return spanType({
    id: `${kind}-range`,
    doc: {
      en: `A ${words.en} by name or number, or a range of numbers, \`from-to\` (also \`from:to\`). A name is looked up once, when the file is loaded.`,
      ja: `${words.ja}の名前か番号、または番号の範囲 \`開始-終了\`(\`開始:終了\` も可)です。名前は読み込み時に一度だけ番号に変換されます。`,
    },
    checkSpan(text, start, end) {
      const first = text.charCodeAt(start);
      if (start < end && isName(text, start, end, first)) return undefined;
      const from = scanUnsigned(text, start, end);
      const stop = scanEnd;
      const refusal = `owner: Bad value for "${option}" option: "${text.slice(start, end)}"`;
      if (from < 0 || from > MOST) return integerFault(text, start, stop > start ? stop : end, 0, MOST, 0, refusal);
      if (stop === end) return undefined;
      const sign = text.charCodeAt(stop);
      if (sign !== DASH && sign !== COLON) return integerFault(text, start, end, 0, MOST, 0, refusal);
      const to = scanUnsigned(text, stop + 1, end);
      if (scanEnd !== end || to < 0 || to > MOST) return secondEnd(text, stop + 1, end, words, refusal);
      return from <= to ? undefined : reversed(text, start, stop, end);
    },
    describe(text): Text | undefined {
      if (text === 'root') return { en: 'Number 0.', ja: '番号は 0 です。' };
      const ends = rangeOf(text);
      if (ends === undefined || ends.from === ends.to) return undefined;
      return {
        en: `${words.id} ${ends.from} to ${ends.to}, both included.`,
        ja: `${words.id} ${ends.from} から ${ends.to} まで(両端を含みます)。`,
      };
    },
    suggest: () => suggestions,
    canonical(text) {
      if (text === 'root') return '0';
      const ends = rangeOf(text);
      if (ends === undefined) return undefined;
      return ends.from === ends.to ? String(ends.from) : `${ends.from}-${ends.to}`;
    },
  });
}

/** What may be a name of some machine's: it does not begin as a number, or has letters that no number has. */
function isName(text: string, start: number, end: number, first: number): boolean {
  if (first === DASH || first === 43 || first <= 32) return false;
  const word = text.slice(start, end);
  if (/[\s:/]/.test(word)) return false;
  return !isDigit(first) || (/[g-wyz_.]/i.test(word) && !/^\d+[-:]/.test(word));
}

function rangeOf(text: string): { readonly from: number; readonly to: number } | undefined {
  const from = scanUnsigned(text, 0, text.length);
  if (from < 0) return undefined;
  if (scanEnd === text.length) return { from, to: from };
  const to = scanUnsigned(text, scanEnd + 1, text.length);
  return to < 0 || scanEnd !== text.length ? undefined : { from, to };
}

function secondEnd(
  text: string,
  start: number,
  end: number,
  words: { readonly en: string; readonly ja: string },
  refusal: string,
): ValueFault {
  if (start === end) {
    return fault(start - 1, end, 'The second end of the range is missing.', '範囲の終わりの番号がありません。', { refusal });
  }
  const word = text.slice(start, end);
  return /^\d+$/.test(word)
    ? integerFault(text, start, end, 0, MOST, 0, refusal)
    : fault(
        start,
        end,
        `"${word}" cannot end a range; both ends are numbers, and a ${words.en}'s name stands alone.`,
        `「${word}」は範囲の終わりとして使えません。範囲の両端は番号で書き、${words.ja}名は単独で書いてください。`,
        { refusal },
      );
}

/** The kernel refuses it (net/netfilter/xt_owner.c, `owner_check`). */
function reversed(text: string, start: number, middle: number, end: number): ValueFault {
  const [from, to] = [text.slice(start, middle), text.slice(middle + 1, end)];
  return fault(
    start,
    end,
    `The range runs backwards: ${from} is larger than ${to}, and the kernel refuses it. Swap its ends.`,
    `範囲が逆です。${from} は ${to} より大きいため、カーネルが拒否します。両端を入れ替えてください。`,
    { refusal: 'RULE_APPEND failed (Invalid argument)', suggestion: `${to}-${from}` },
  );
}

import { fault } from './fault';
import { indexOfCode, scanEnd, scanUnsigned } from './scan';
import { spanType } from './span';
import type { ValueFault } from './value-type';

const COMMA = 44;
/** Of an entry libxt_time.c keeps so many bytes. */
const KEPT = 2;
const LAST = 31;

/**
 * `--monthdays`: days of the month between commas (libxt_time.c, `time_parse_monthdays`). Only two characters of each are read, and a
 * leading 0 makes them octal: `08` is refused, `311` loads as 31.
 */
export const monthDays = spanType({
  id: 'month-days',
  doc: {
    en: 'Days of the month between commas, 1 to 31, without leading zeros.',
    ja: '月の日付(1~31)を、先頭の 0 を付けずにコンマ区切りで並べます。',
  },
  checkSpan(text, start, end, context) {
    let mask = 0;
    for (let at = start; at < end; ) {
      const stop = indexOfCode(text, COMMA, at, end);
      if (stop > at) {
        const day = dayAt(text, at, stop);
        if (day < 1) return wrongDay(text, at, stop);
        mask |= 1 << day;
      }
      at = stop + 1;
    }
    if (mask === 0) {
      return fault(start, end, 'No day is named, so the rule never matches.', '日付が 1 つもないため、ルールは一致しません。');
    }
    return context.inverted && (mask | 1) === -1 ? noneLeft(start, end) : undefined;
  },
  suggest: () => [],
  canonical(text) {
    const given = text.split(',').map((entry) => dayAt(entry, 0, entry.length));
    return Array.from({ length: LAST }, (_, index) => index + 1)
      .filter((day) => given.includes(day))
      .join(',');
  },
});

/** The day; -1 for what is refused, or loads as another day than it says. */
function dayAt(text: string, start: number, end: number): number {
  if (end - start > KEPT) return -1;
  const day = scanUnsigned(text, start, end);
  return scanEnd === end && day <= LAST ? day : -1;
}

function wrongDay(text: string, start: number, end: number): ValueFault {
  const word = text.slice(start, end);
  const cut = word.slice(0, KEPT);
  const loaded = scanUnsigned(cut, 0, cut.length);
  const loads = scanEnd === cut.length && loaded >= 0 && loaded <= LAST;
  const refusal = loads ? undefined : `${cut} is not a valid day for --monthdays`;
  const range = /^(\d{1,2})\s*[-:~–]\s*(\d{1,2})$/.exec(word.trim());
  if (range !== null) {
    const [from, to] = [Number(range[1]), Number(range[2])];
    const list = Array.from({ length: Math.max(to - from + 1, 0) }, (_, index) => from + index).join(',');
    return fault(start, end, 'There are no ranges of days here; list the days.', '日付は範囲では書けません。1 つずつ並べてください。', {
      refusal,
      suggestion: from >= 1 && to <= LAST && list !== '' ? list : undefined,
    });
  }
  if (/^0[89]$/.test(word)) {
    return fault(
      start,
      end,
      `A leading 0 makes the number octal, and ${word.slice(1)} is no octal digit; write ${word.slice(1)}.`,
      `先頭の 0 により 8 進数として読まれますが、${word.slice(1)} は 8 進数の数字ではありません。${word.slice(1)} と書いてください。`,
      { refusal, suggestion: word.slice(1) },
    );
  }
  if (loads && loaded === 0 && cut === word) {
    return fault(
      start,
      end,
      'There is no day 0, and iptables takes it without a word.',
      '0 日はありませんが、iptables は黙って受け付けます。',
    );
  }
  return loads
    ? fault(
        start,
        end,
        `iptables reads only two characters of "${word}" and loads ${loaded}. Days go from 1 to ${LAST}.`,
        `iptables は「${word}」の先頭 2 文字だけを読み、${loaded} として読み込みます。日付は 1 から ${LAST} までです。`,
        /^\s+\d+$/.test(word) ? { suggestion: word.trim() } : {},
      )
    : fault(
        start,
        end,
        `"${word}" is no day of the month; they go from 1 to ${LAST}.`,
        `「${word}」は月の日付ではありません。1 から ${LAST} までの数値を書いてください。`,
        { refusal },
      );
}

function noneLeft(start: number, end: number): ValueFault {
  return fault(
    start,
    end,
    'All days with a "!" leave none, so the rule never matches.',
    'すべての日に「!」を付けると、一致する日が残りません。',
    { code: 'never-matching-value' },
  );
}

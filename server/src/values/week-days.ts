import { fault } from './fault';
import { indexOfCode, scanEnd, scanUnsigned } from './scan';
import { spanType } from './span';
import type { ValueFault } from './value-type';

const COMMA = 44;
/** Of an entry libxt_time.c keeps so many bytes. */
const KEPT = 3;

const days = [
  { value: 'Mon', en: 'Monday', ja: '月曜日' },
  { value: 'Tue', en: 'Tuesday', ja: '火曜日' },
  { value: 'Wed', en: 'Wednesday', ja: '水曜日' },
  { value: 'Thu', en: 'Thursday', ja: '木曜日' },
  { value: 'Fri', en: 'Friday', ja: '金曜日' },
  { value: 'Sat', en: 'Saturday', ja: '土曜日' },
  { value: 'Sun', en: 'Sunday', ja: '日曜日' },
] as const;

/**
 * `--weekdays`: days by name or number between commas (libxt_time.c, `time_parse_weekdays`). Of a name the first two letters count, with
 * their case, and whatever follows is not looked at: `Mon-Fri` loads as Monday.
 */
export const weekDays = spanType({
  id: 'week-days',
  doc: {
    en: 'Days of the week between commas: `Mon`, `Tue`, `Wed`, `Thu`, `Fri`, `Sat`, `Sun` (two letters are enough), or 1 (Monday) to 7 (Sunday).',
    ja: '曜日をコンマ区切りで並べます。`Mon`、`Tue`、`Wed`、`Thu`、`Fri`、`Sat`、`Sun`(2 文字でも可)、または 1(月曜日)から 7(日曜日)までの番号です。',
  },
  checkSpan(text, start, end, context) {
    let mask = 0;
    for (let at = start; at < end; ) {
      const stop = indexOfCode(text, COMMA, at, end);
      const day = dayAt(text, at, stop);
      if (day < 0) return wrongDay(text, at, stop, end);
      mask |= 1 << day;
      at = stop + 1;
    }
    if (start === end) {
      return fault(
        start,
        end,
        'The list is empty, so the rule never matches.',
        'リストが空のため、ルールは一致しません。曜日を書いてください。',
      );
    }
    return context.inverted && mask === 0x7f ? noneLeft(start, end) : undefined;
  },
  describe(text) {
    const named = daysOf(text).map((day) => days[day]);
    return { en: `${named.map((day) => day?.en).join(', ')}.`, ja: `${named.map((day) => day?.ja).join('、')}です。` };
  },
  suggest(text) {
    const before = text.slice(0, text.lastIndexOf(',') + 1);
    const given = daysOf(before);
    const groups = [
      { value: 'Mon,Tue,Wed,Thu,Fri', doc: { en: 'Monday to Friday', ja: '月曜日から金曜日まで' } },
      { value: 'Sat,Sun', doc: { en: 'The weekend', ja: '週末' } },
    ];
    return [
      ...(before === '' ? groups : []),
      ...days.filter((_, day) => !given.includes(day)).map(({ value, en, ja }) => ({ value: before + value, doc: { en, ja } })),
    ];
  },
  canonical: (text) =>
    daysOf(text)
      .map((day) => days[day]?.value)
      .join(','),
});

/** The days of a right list, each once, in the week's order. */
function daysOf(text: string): readonly number[] {
  const given = text.split(',').map((entry) => dayAt(entry, 0, entry.length));
  return days.map((_, day) => day).filter((day) => given.includes(day));
}

/** The day, counted from 0 for Monday; -1 for what is none, or loads as something else than it says. */
function dayAt(text: string, start: number, end: number): number {
  const cut = Math.min(end, start + KEPT);
  const number = scanUnsigned(text, start, cut);
  if (number >= 0 && scanEnd === cut) return number >= 1 && number <= 7 && cut === end ? number - 1 : -1;
  const day = days.findIndex(({ value }) => value.charAt(0) === text.charAt(start) && value.charAt(1) === text.charAt(start + 1));
  if (day < 0 || end - start < 2) return -1;
  for (let at = start + 2; at < end; at++) if (!isLetter(text.charCodeAt(at))) return -1;
  return day;
}

function isLetter(code: number): boolean {
  return (code | 32) >= 97 && (code | 32) <= 122;
}

function wrongDay(text: string, start: number, end: number, listEnd: number): ValueFault {
  const word = text.slice(start, end);
  const cut = word.slice(0, KEPT);
  const number = scanUnsigned(cut, 0, cut.length);
  if (cut === '' || (number >= 0 && scanEnd === cut.length) || /^-\d+$/.test(cut)) return wrongNumber(text, start, end, listEnd, number);
  const range = /^([a-z]{2,})\s*[-:~–]\s*([a-z]{2,})$/i.exec(word.trim());
  const expanded = range === null ? undefined : daysBetween(range[1] ?? '', range[2] ?? '');
  const known = days.find(({ value }) => value.slice(0, 2) === word.slice(0, 2));
  const refusal = known === undefined ? `${cut} is not a valid day specifier` : undefined;
  if (range !== null) {
    return fault(
      start,
      end,
      `There are no ranges of days: ${known === undefined ? `"${word}" is refused` : `iptables reads "${word}" as ${known.en} alone`}. List the days.`,
      `曜日は範囲では書けません。${known === undefined ? `「${word}」は拒否されます` : `iptables は「${word}」を${known.ja}だけと読みます`}。曜日を 1 つずつ並べてください。`,
      { refusal, suggestion: expanded },
    );
  }
  if (known !== undefined) {
    return fault(
      start + 2,
      end,
      `iptables reads only the first two letters and takes "${word}" for ${known.en}; days are parted by commas.`,
      `iptables は先頭の 2 文字だけを読み、「${word}」を${known.ja}とみなします。曜日はコンマで区切ってください。`,
    );
  }
  const trimmed = word.trim();
  const meant = days.find(({ en }) => trimmed.length > 1 && en.toLowerCase().startsWith(trimmed.slice(0, 3).toLowerCase()));
  return fault(
    start,
    end,
    meant === undefined
      ? `"${word}" is no day; write Mon, Tue, Wed, Thu, Fri, Sat or Sun, or a number from 1 to 7.`
      : `"${word}" is no day to iptables; write "${meant.value}".`,
    meant === undefined
      ? `「${word}」は曜日ではありません。Mon、Tue、Wed、Thu、Fri、Sat、Sun か、1 から 7 までの番号を書いてください。`
      : `「${word}」は曜日として読めません。「${meant.value}」と書いてください。`,
    { refusal, suggestion: meant?.value },
  );
}

/** iptables takes any number but 0, and those that are no day without effect. */
function wrongNumber(text: string, start: number, end: number, listEnd: number, number: number): ValueFault {
  const refusal = number === 0 || start === end ? 'No, the week does NOT begin with Sunday.' : undefined;
  if (start === end) {
    const comma = end < listEnd ? end : start - 1;
    return fault(comma, comma + 1, 'A day is missing beside this comma.', 'このコンマの隣に曜日がありません。', {
      refusal,
      suggestion: '',
    });
  }
  const word = text.slice(start, end);
  return fault(
    start,
    end,
    number === 0
      ? 'Days count from 1 (Monday) to 7 (Sunday); Sunday is not 0.'
      : `${word} is no day, and iptables takes it without a word: days count from 1 (Monday) to 7 (Sunday).`,
    number === 0
      ? '曜日の番号は 1(月曜日)から 7(日曜日)までです。日曜日は 0 ではありません。'
      : `${word} という曜日はありませんが、iptables は黙って受け付けます。番号は 1(月曜日)から 7(日曜日)までです。`,
    number === 0 ? { refusal, suggestion: '7' } : {},
  );
}

function daysBetween(from: string, to: string): string | undefined {
  const index = (name: string): number => days.findIndex(({ value }) => value.slice(0, 2).toLowerCase() === name.slice(0, 2).toLowerCase());
  const [first, last] = [index(from), index(to)];
  if (first < 0 || last < 0 || first === last) return undefined;
  const list: string[] = [];
  for (let day = first; ; day = (day + 1) % 7) {
    list.push(days[day]?.value ?? '');
    if (day === last) return list.join(',');
  }
}

function noneLeft(start: number, end: number): ValueFault {
  return fault(
    start,
    end,
    'All seven days with a "!" leave none, so the rule never matches.',
    '7 つの曜日すべてに「!」を付けると、一致する曜日が残りません。',
    { code: 'never-matching-value' },
  );
}

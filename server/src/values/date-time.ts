import { fault } from './fault';
import { scanEnd } from './scan';
import { spanType } from './span';
import { decimal } from './time-of-day';
import type { ValueFault } from './value-type';

/** The parts of a date, with what ends each one, its limits, and its names. */
const parts = [
  { end: '-', min: 1970, max: 2038, en: 'year', ja: '年' },
  { end: '-', min: 0, max: 12, en: 'month', ja: '月' },
  { end: 'T', min: 0, max: 31, en: 'day', ja: '日' },
  { end: ':', min: 0, max: 23, en: 'hour', ja: '時' },
  { end: ':', min: 0, max: 59, en: 'minute', ja: '分' },
  { end: '', min: 0, max: 59, en: 'second', ja: '秒' },
] as const;

/** Where `read` stopped, and at which part. */
interface Stop {
  readonly at: number;
  readonly end: number;
  readonly part: number;
  readonly value: number;
}

/**
 * `--datestart` and `--datestop`: `YYYY[-MM[-DD[Thh[:mm[:ss]]]]]` (libxt_time.c, `time_parse_date`). A month or day 0 and a day that the
 * month does not have load as another date.
 */
export const dateTime = spanType({
  id: 'date-time',
  doc: {
    en: 'A date from 1970 to 2038, with a time where wanted: `YYYY[-MM[-DD[Thh[:mm[:ss]]]]]`. What is left out is the earliest: `2030-05` is 2030-05-01T00:00:00.',
    ja: '1970 年から 2038 年までの日付です。時刻も付けられます(`YYYY[-MM[-DD[Thh[:mm[:ss]]]]]`)。省略した部分は最も早い値になり、`2030-05` は 2030-05-01T00:00:00 を表します。',
  },
  checkSpan(text, start, end) {
    const fields = [1970, 1, 1, 0, 0, 0];
    const stop = read(text, start, end, fields);
    if (stop !== undefined) return wrongDate(text, start, end, stop);
    const [year = 0, month = 0, day = 0] = fields;
    return month > 0 && day > 0 && day <= daysIn(year, month) ? undefined : misread(text, start, end, fields);
  },
  describe(text) {
    const time = parseDateTime(text);
    if (time === undefined) return undefined;
    const printed = print(time);
    return text === printed ? undefined : { en: `The moment ${printed}.`, ja: `${printed} という時点を表します。` };
  },
  suggest: () => [],
  canonical: (text) => print(parseDateTime(text) ?? 0),
});

/**
 * The seconds since 1970, as UTC.
 * @returns `undefined` for a text that is refused.
 */
export function parseDateTime(text: string): number | undefined {
  const fields = [1970, 1, 1, 0, 0, 0];
  if (read(text, 0, text.length, fields) !== undefined) return undefined;
  return seconds(fields);
}

/** Reads the parts into `fields`; gives where a part is refused. */
function read(text: string, start: number, end: number, fields: number[]): Stop | undefined {
  let at = start;
  for (let index = 0; ; index++) {
    const part = parts[index];
    if (part === undefined) return { at: at - 1, end, part: index, value: 0 };
    const value = decimal(text, at, end);
    const stop = scanEnd;
    const whole = stop === end;
    if (value < part.min || value > part.max || !(whole || (part.end !== '' && text.charAt(stop) === part.end))) {
      return { at, end: stop, part: index, value };
    }
    fields[index] = value;
    if (whole) return undefined;
    at = stop + 1;
  }
}

function seconds([year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0]: readonly number[]): number {
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}

function print(time: number): string {
  return new Date(time * 1000).toISOString().slice(0, 19);
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function wrongDate(text: string, start: number, end: number, stop: Stop): ValueFault {
  const word = text.slice(start, end);
  const refusal = `Invalid date "${word}" specified. Should be YYYY[-MM[-DD[Thh[:mm[:ss]]]]]`;
  const suggestion = meant(word);
  if (suggestion !== undefined) {
    return fault(
      start,
      end,
      `"${word}" is not a date as iptables writes it; write "${suggestion}".`,
      `「${word}」は iptables の日付の形式ではありません。「${suggestion}」と書いてください。`,
      { refusal, suggestion },
    );
  }
  const part = parts[stop.part];
  if (part !== undefined && stop.end > stop.at && (stop.value < part.min || stop.value > part.max)) {
    const [from, to] = [stop.part === 0 ? part.min : stop.part < 3 ? 1 : 0, part.max];
    return fault(
      stop.at,
      stop.end,
      `${text.slice(stop.at, stop.end)} is no ${part.en} that is taken; it goes from ${from} to ${to}.`,
      `${text.slice(stop.at, stop.end)} は「${part.ja}」の範囲外です。${from} から ${to} までの値を書いてください。`,
      { refusal },
    );
  }
  const from = stop.end < end && stop.end > start ? stop.end : start;
  return fault(
    from,
    end,
    `"${text.slice(from, end)}" does not fit here; a date is written 2030-01-31 or 2030-01-31T09:00:00.`,
    `ここに「${text.slice(from, end)}」は書けません。日付は 2030-01-31 や 2030-01-31T09:00:00 のように書いてください。`,
    { refusal },
  );
}

/** A date in another common form: `2030/1/31`, `2030-01-31 09:00`, with a zone. */
function meant(word: string): string | undefined {
  const form = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ tT]+(\d{1,2}(?::\d{1,2}){0,2}))?(?:Z|[+-]\d\d:?\d\d)?$/.exec(word);
  if (form === null) return undefined;
  const two = (digits: string | undefined): string => (digits ?? '').padStart(2, '0');
  const written = `${form[1]}-${two(form[2])}-${two(form[3])}${form[4] === undefined ? '' : `T${form[4]}`}`;
  return written !== word && parseDateTime(written) !== undefined ? written : undefined;
}

/** A date that no calendar has. The C library carries it over into the next month or year, or the one before. */
function misread(text: string, start: number, end: number, fields: readonly number[]): ValueFault {
  const [year = 1970, month = 1, day = 1] = fields;
  const time = seconds(fields);
  const word = text.slice(start, end);
  if (time < 0) {
    return fault(
      start,
      end,
      `There is no such date as "${word}": months and days count from 1.`,
      `「${word}」という日付はありません。月と日は 1 から始まります。`,
      { refusal: 'mktime returned an error' },
    );
  }
  const rest = word.includes('T') ? word.slice(word.indexOf('T')) : '';
  const last = month > 0 ? daysIn(year, month) : 0;
  const two = (value: number): string => String(value).padStart(2, '0');
  return fault(
    start,
    end,
    `There is no such date as "${word}"; iptables loads it as ${print(time)}.`,
    `「${word}」という日付はありません。iptables は ${print(time)} として読み込みます。`,
    day > last && last > 0 ? { suggestion: `${year}-${two(month)}-${two(last)}${rest}` } : {},
  );
}

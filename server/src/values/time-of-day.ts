import { fault } from './fault';
import { scanEnd, scanUnsigned } from './scan';
import { spanType } from './span';
import type { ValueFault } from './value-type';

const COLON = 58;
const DECIMAL = 10;

/**
 * `--timestart` and `--timestop`: `hh:mm[:ss]` (libxt_time.c, `time_parse_minutes`). Always decimal; digits may be left out and count as 0.
 */
export const timeOfDay = spanType({
  id: 'time-of-day',
  doc: {
    en: 'A time of the day, `hh:mm` or `hh:mm:ss`, from 00:00 to 23:59:59.',
    ja: '時刻です。`hh:mm` または `hh:mm:ss` の形で、00:00 から 23:59:59 まで書けます。',
  },
  checkSpan: (text, start, end) => {
    for (let at = start, part = 0; ; part++) {
      const value = decimal(text, at, end);
      const stop = scanEnd;
      const whole = stop === end;
      const separated = !whole && text.charCodeAt(stop) === COLON && part < 2;
      if (value < 0 || value > (part === 0 ? 23 : 59) || (whole && part === 0) || !(whole || separated)) {
        return wrongTime(text, start, at, stop, end, part, value);
      }
      if (whole) return undefined;
      at = stop + 1;
    }
  },
  suggest: () => [{ value: '09:00' }, { value: '17:00' }, { value: '00:00' }, { value: '23:59:59' }],
  canonical: (text) => printTime(parseTimeOfDay(text) ?? 0),
});

/**
 * The seconds since midnight.
 * @returns `undefined` for a text that is refused.
 */
export function parseTimeOfDay(text: string): number | undefined {
  const parts = text.split(':').map((part) => decimal(part, 0, part.length));
  const [hours = -1, minutes = -1, seconds = 0] = parts;
  if (parts.length > 3 || hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) return undefined;
  return hours * 3600 + minutes * 60 + seconds;
}

/** A number as C's `strtoul` reads it in base 10; nothing counts as 0. Sets `scanEnd`; -1 for a negative one. */
export function decimal(text: string, start: number, end: number): number {
  const value = scanUnsigned(text, start, end, DECIMAL);
  if (value >= 0) return value;
  return /^[ \t\n\v\f\r]*-\d/.test(text.slice(start, end)) ? -1 : 0;
}

function printTime(seconds: number): string {
  const two = (value: number): string => String(Math.floor(value) % 60).padStart(2, '0');
  return `${String(Math.floor(seconds / 3600)).padStart(2, '0')}:${two(seconds / 60)}:${two(seconds)}`;
}

function wrongTime(text: string, start: number, at: number, stop: number, end: number, part: number, value: number): ValueFault {
  const word = text.slice(start, end);
  const details = {
    refusal: `invalid time "${text.slice(at, end)}" specified, should be hh:mm[:ss] format and within the boundaries`,
    suggestion: meant(word),
  };
  if (/^24:00(:00)?$/.test(word)) {
    return fault(
      start,
      end,
      'The day ends at 23:59:59; write that, or 00:00 for its beginning.',
      '1 日は 23:59:59 までです。その時刻か、始まりなら 00:00 と書いてください。',
      { ...details, suggestion: '23:59:59' },
    );
  }
  if (details.suggestion !== undefined) {
    return fault(
      start,
      end,
      `"${word}" is not a time; write "${details.suggestion}".`,
      `「${word}」は時刻ではありません。「${details.suggestion}」と書いてください。`,
      details,
    );
  }
  const most = part === 0 ? 23 : 59;
  if (value > most) {
    const unit = [
      { en: 'hour', ja: '時' },
      { en: 'minute', ja: '分' },
      { en: 'second', ja: '秒' },
    ][part];
    return fault(
      at,
      stop,
      `${text.slice(at, stop)} is no ${unit?.en}; it goes from 0 to ${most}.`,
      `${text.slice(at, stop)} は「${unit?.ja}」の範囲外です。0 から ${most} までの値を書いてください。`,
      { refusal: details.refusal },
    );
  }
  return fault(
    start,
    end,
    `"${word}" is not a time; write hours and minutes with a colon: 09:30.`,
    `「${word}」は時刻ではありません。09:30 のように、時と分をコロンで区切って書いてください。`,
    { refusal: details.refusal },
  );
}

/** A time in another common form: `9`, `930`, `9.30`, `5:30pm`. */
function meant(word: string): string | undefined {
  const read = /^(\d{1,2})(?:[:.h]?(\d{2}))?\s*(am|pm)?$/i.exec(word.trim());
  if (read === null) return undefined;
  const half = read[3]?.toLowerCase();
  const hour = Number(read[1]);
  const hours = half === undefined ? hour : (hour % 12) + (half === 'pm' ? 12 : 0);
  const minutes = read[2] ?? '00';
  return hours > 23 || Number(minutes) > 59 ? undefined : `${String(hours).padStart(2, '0')}:${minutes}`;
}

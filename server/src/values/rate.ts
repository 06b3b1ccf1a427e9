import type { Text } from '../l10n/text';
import { fault, nearest } from './fault';
import { unsignedInteger } from './integer';
import { indexOfCode, isDigit, scanDecimal, scanEnd, spanIsPrefix } from './scan';
import { spanType } from './span';
import type { ValueFault } from './value-type';

const SLASH = 47;
/** libxt_limit.c, `XT_LIMIT_SCALE`: periods are kept in units of 0.1 ms. */
const SCALE = 10_000;

interface Unit {
  readonly name: string;
  readonly seconds: number;
  readonly ja: string;
  /** What `iptables-save` prints. */
  readonly printed: string;
}

/** The units of a rate, in the order in which abbreviations are compared. */
export const rateUnits: readonly Unit[] = [
  { name: 'second', seconds: 1, ja: '秒', printed: 'sec' },
  { name: 'minute', seconds: 60, ja: '分', printed: 'min' },
  { name: 'hour', seconds: 3600, ja: '時間', printed: 'hour' },
  { name: 'day', seconds: 86_400, ja: '日', printed: 'day' },
];

/** How often a rule may match. */
export interface Rate {
  readonly count: number;
  /** The length of the unit in seconds. */
  readonly seconds: number;
  /** The time between two matches in units of 0.1 ms, rounded down: what the kernel keeps (`xt_rateinfo.avg`). */
  readonly period: number;
}

/** `--limit`: `count[/unit]`, the unit in any abbreviation and any case of letters (libxt_limit.c, `parse_rate`). */
export const rate = spanType({
  id: 'rate',
  doc: {
    en: 'A number per `second`, `minute`, `hour` or `day`, which may be shortened: `5/s`, `3/hour`. Without a unit, per second. At most 10000 per second.',
    ja: '`second`、`minute`、`hour`、`day` あたりの回数です。`5/s`、`3/hour` のように単位を省略形でも書けます。単位がなければ 1 秒あたりです。上限は 1 秒あたり 10000 です。',
  },
  checkSpan(text, start, end) {
    const slash = indexOfCode(text, SLASH, start, end);
    const unit = slash === end ? rateUnits[0] : findUnit(text, slash + 1, end);
    if (unit === undefined) return unitFault(text, start, slash, end);
    const count = scanDecimal(text, start, slash);
    const stop = scanEnd;
    if (count === 0 || stop !== slash || !isDigit(text.charCodeAt(start))) return countFault(text, start, stop, slash, end, count);
    if (count <= SCALE * unit.seconds) return undefined;
    return tooFast(text, start, end, unit);
  },
  describe(text) {
    const parsed = parseRate(text);
    return parsed === undefined ? undefined : describeRate(parsed);
  },
  suggest: (text) => suggestRates(text),
  canonical(text) {
    const parsed = parseRate(text);
    return parsed === undefined ? undefined : printPeriod(parsed.period);
  },
});

/** `--limit-burst` (libxt_limit.c). iptables takes 0, and the kernel refuses it (net/netfilter/xt_limit.c, `limit_mt_check`). */
export const burst = unsignedInteger({
  id: 'burst',
  min: 1,
  max: 10_000,
  doc: {
    en: 'How many packets may match at once before the rate counts, from 1 to 10000; 5 where it is left out.',
    ja: '頻度の制限が効き始めるまでに続けて一致できるパケット数です。1 から 10000 まで、省略時は 5 です。',
  },
  describe: (value) => ({ en: `Up to ${value} packets match at once, then the rate counts.`, ja: `${value} 個までは続けて一致し、その後は頻度の制限が効きます。` }),
  refusal: () => 'limit: bad value for option "--limit-burst", or out of range (0-10000).',
});

/**
 * The rate that a right value of `--limit` says.
 * @returns `undefined` for a text that is refused, or that loads as something else.
 */
export function parseRate(text: string): Rate | undefined {
  const slash = indexOfCode(text, SLASH, 0, text.length);
  const unit = slash === text.length ? rateUnits[0] : findUnit(text, slash + 1, text.length);
  const count = scanDecimal(text, 0, slash);
  if (unit === undefined || count <= 0 || scanEnd !== slash || count > SCALE * unit.seconds) return undefined;
  return { count, seconds: unit.seconds, period: Math.floor((SCALE * unit.seconds) / count) };
}

/** The unit that begins with what is written; `undefined` for none. */
export function findUnit(text: string, start: number, end: number): Unit | undefined {
  if (start >= end) return undefined;
  for (const unit of rateUnits) if (spanIsPrefix(text, start, end, unit.name, true)) return unit;
  return undefined;
}

/** The rates to offer behind a number, or some common ones. */
export function suggestRates(text: string): { value: string; detail?: string }[] {
  const count = /^\d+/.exec(text)?.[0];
  if (count === undefined) return ['5/minute', '10/second', '3/hour', '1/second', '1/day'].map((value) => ({ value }));
  return rateUnits.map((unit) => ({ value: `${count}/${unit.name}` }));
}

/** `5/min` from a period: the longest unit that divides without much loss (libxt_limit.c, `print_rate`). */
function printPeriod(period: number): string {
  const units = [...rateUnits].reverse();
  let index = 1;
  for (; index < units.length; index++) {
    const multiple = SCALE * (units[index]?.seconds ?? 1);
    if (period > multiple || multiple / period < multiple % period) break;
  }
  const unit = units[index - 1];
  return `${Math.floor((SCALE * (unit?.seconds ?? 1)) / period)}/${unit?.printed}`;
}

function describeRate(parsed: Rate): Text {
  const unit = rateUnits.find((one) => one.seconds === parsed.seconds) ?? rateUnits[0];
  const every = parsed.period / SCALE;
  const shown = every >= 1 ? `${Number(every.toFixed(1))} s` : `${Number((every * 1000).toFixed(1))} ms`;
  return {
    en: `On average ${parsed.count} per ${unit?.name}: one every ${shown}.`,
    ja: `平均で 1 ${unit?.ja}あたり ${parsed.count} 回、${shown} に 1 回の割合です。`,
  };
}

function unitFault(text: string, start: number, slash: number, end: number): ValueFault {
  const word = text.slice(slash + 1, end);
  const refusal = `bad rate "${text.slice(start, end)}"'`;
  if (word === '') {
    return fault(slash, end, 'The unit behind the "/" is missing: second, minute, hour or day.', '「/」の後ろに単位がありません。second、minute、hour、day のいずれかを書いてください。', {
      refusal,
    });
  }
  const spoken: Readonly<Record<string, string>> = { sec: 'second', secs: 'second', seconds: 'second', mins: 'minute', minutes: 'minute', hours: 'hour', hr: 'hour', days: 'day' };
  const suggestion = spoken[word.toLowerCase()] ?? nearest(word, rateUnits.map((unit) => unit.name));
  return fault(
    slash + 1,
    end,
    `"${word}" is no unit; write second, minute, hour or day, or their beginning.`,
    `「${word}」は単位として使えません。second、minute、hour、day またはその先頭の文字で書いてください。`,
    { refusal, suggestion },
  );
}

function countFault(text: string, start: number, stop: number, slash: number, end: number, count: number): ValueFault {
  const word = text.slice(start, slash);
  if (count > 0 && stop > start && stop < slash) {
    return fault(
      stop,
      slash,
      `iptables ignores "${text.slice(stop, slash)}" and loads ${count}${text.slice(slash, end)}; write the whole number.`,
      `iptables は「${text.slice(stop, slash)}」を無視し、${count}${text.slice(slash, end)} として読み込みます。数値だけで書いてください。`,
    );
  }
  if (count > 0 && stop === slash) return fault(start, slash, 'Write the number without a sign.', '符号や空白を付けずに数値を書いてください。');
  const refusal = count < 0 ? `Rate too fast "${text.slice(start, end)}"` : `bad rate "${text.slice(start, end)}"'`;
  return fault(
    start,
    slash > start ? slash : end,
    word === '' ? 'The number is missing.' : `"${word}" is no number above 0.`,
    word === '' ? '回数がありません。' : `「${word}」は 1 以上の数値ではありません。`,
    { refusal },
  );
}

function tooFast(text: string, start: number, end: number, unit: Unit): ValueFault {
  const most = SCALE * unit.seconds;
  return fault(
    start,
    end,
    `The rate is too fast: at most ${most} per ${unit.name} can be kept.`,
    `頻度が高すぎます。1 ${unit.ja}あたり ${most} 回が上限です。`,
    { refusal: `Rate too fast "${text.slice(start, end)}"` },
  );
}

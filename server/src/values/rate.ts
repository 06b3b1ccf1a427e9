import type { Text } from '../l10n/text';
import { fault, nearest } from './fault';
import { unsignedInteger } from './integer';
import { indexOfCode, scanDecimal, scanEnd, scanUnsigned, spanIsPrefix } from './scan';
import type { SpanType } from './span';
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
    if (stop === slash && count > 0 && count <= SCALE * unit.seconds) return undefined;
    return countFault(text, start, stop, slash, end, unit);
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

const burstNumber = unsignedInteger({
  id: 'burst',
  max: 10_000,
  doc: {
    en: 'How many packets may match at once before the rate counts, from 1 to 10000; 5 where it is left out.',
    ja: '頻度の制限が効き始めるまでに続けて一致できるパケット数です。1 から 10000 まで、省略時は 5 です。',
  },
  describe: (value) => ({
    en: `Up to ${value} packets match at once, then the rate counts.`,
    ja: `${value} 個までは続けて一致し、その後は頻度の制限が効きます。`,
  }),
  refusal: () => 'limit: bad value for option "--limit-burst", or out of range (0-10000).',
});

/**
 * `--limit-burst` (libxt_limit.c). iptables itself takes 0: with legacy the kernel refuses it (net/netfilter/xt_limit.c,
 * `limit_mt_check`), with nft it loads as 5.
 */
export const burst: SpanType = {
  ...burstNumber,
  check: (text, context) => burst.checkSpan(text, 0, text.length, context),
  checkSpan(text, start, end, context) {
    const found = burstNumber.checkSpan(text, start, end, context);
    if (found !== undefined || scanUnsigned(text, start, end) !== 0) return found;
    return fault(
      start,
      end,
      'A burst of 0 cannot be: the legacy back end refuses it, and nft loads 5. Write at least 1.',
      'バーストを 0 にはできません。legacy では拒否され、nft では 5 として読み込まれます。1 以上を書いてください。',
    );
  },
};

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

/**
 * `5/min` from a period: the longest unit that divides without much loss (`print_rate` of libxt_limit.c and libxt_hashlimit.c).
 * @param scale How many units of the period a second has.
 */
export function printPeriod(period: number, scale: number = SCALE): string {
  const units = [...rateUnits].reverse();
  let index = 1;
  for (; index < units.length; index++) {
    const multiple = scale * (units[index]?.seconds ?? 1);
    if (period > multiple || multiple / period < multiple % period) break;
  }
  const unit = units[index - 1];
  return `${Math.floor((scale * (unit?.seconds ?? 1)) / period)}/${unit?.printed}`;
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
    return fault(
      slash,
      end,
      'The unit behind the "/" is missing: second, minute, hour or day.',
      '「/」の後ろに単位がありません。second、minute、hour、day のいずれかを書いてください。',
      {
        refusal,
      },
    );
  }
  const spoken: Readonly<Record<string, string>> = {
    sec: 'second',
    secs: 'second',
    seconds: 'second',
    mins: 'minute',
    minutes: 'minute',
    hours: 'hour',
    hr: 'hour',
    days: 'day',
  };
  const suggestion =
    spoken[word.toLowerCase()] ??
    nearest(
      word,
      rateUnits.map((unit) => unit.name),
    );
  return fault(
    slash + 1,
    end,
    `"${word}" is no unit; write second, minute, hour or day, or their beginning.`,
    `「${word}」は単位として使えません。second、minute、hour、day またはその先頭の文字で書いてください。`,
    { refusal, suggestion },
  );
}

function countFault(text: string, start: number, stop: number, slash: number, end: number, unit: Unit): ValueFault {
  const written = text.slice(start, stop).trim();
  const kept = asUnsigned(written);
  const word = text.slice(start, slash);
  if (kept === 0) {
    return fault(
      start,
      slash > start ? slash : end,
      word === '' ? 'The number is missing.' : `"${word}" is no number above 0.`,
      word === '' ? '回数がありません。' : `「${word}」は 1 以上の数値ではありません。`,
      { refusal: `bad rate "${text.slice(start, end)}"'` },
    );
  }
  if (kept > SCALE * unit.seconds) return tooFast(text, start, end, unit);
  const rest = text.slice(slash, end);
  if (stop < slash) {
    return fault(
      stop,
      slash,
      `iptables ignores "${text.slice(stop, slash)}" and loads ${kept}${rest}; write the whole number.`,
      `iptables は「${text.slice(stop, slash)}」を無視し、${kept}${rest} として読み込みます。数値だけで書いてください。`,
    );
  }
  return fault(
    start,
    slash,
    `${word} does not fit into 32 bits, and iptables loads ${kept}${rest} instead.`,
    `${word} は 32 ビットに収まらないため、iptables は ${kept}${rest} として読み込みます。`,
  );
}

/** What remains of a number that `atoi` reads, kept without its sign in 32 bits. */
function asUnsigned(written: string): number {
  if (!/^[+-]?\d+$/.test(written)) return 0;
  const number = BigInt(written.replace('+', ''));
  const limit = 2n ** 63n;
  const clamped = number >= limit ? limit - 1n : number < -limit ? -limit : number;
  return Number(BigInt.asUintN(32, clamped));
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

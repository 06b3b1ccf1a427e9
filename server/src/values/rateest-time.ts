import { fault } from './fault';
import { scanFloat } from './float-number';
import type { SpanType } from './span';
import { spanType } from './span';

const units: Readonly<Record<string, number>> = {
  '': 1,
  s: 1e6,
  sec: 1e6,
  secs: 1e6,
  ms: 1e3,
  msec: 1e3,
  msecs: 1e3,
  us: 1,
  usec: 1,
  usecs: 1,
};

/**
 * A time of RATEEST in microseconds: a number with a unit, none meaning microseconds (libxt_RATEEST.c, `RATEEST_get_time`).
 * @returns `undefined` for a text that is refused.
 */
export function parseRateestTime(text: string): number | undefined {
  const number = scanFloat(text);
  if (number === undefined) return undefined;
  const unit = units[text.slice(number.end).toLowerCase()];
  return unit === undefined ? undefined : Math.trunc(number.value * unit);
}

/** A time of RATEEST; what does not fit into 32 bits of microseconds wraps around. */
export function rateestTime(which: 'interval' | 'ewmalog'): SpanType {
  return spanType({
    id: `rateest-${which}`,
    doc: {
      en: 'A time: a number with `s`, `ms` or `us` (microseconds where no unit is given).',
      ja: '時間です。数値に `s`、`ms`、`us` を付けます(単位を省略するとマイクロ秒)。',
    },
    checkSpan(text, start, end) {
      const word = text.slice(start, end);
      const time = parseRateestTime(word);
      if (time === undefined) {
        return fault(
          start,
          end,
          `"${word}" is no time; write a number with a unit: 500ms.`,
          `「${word}」は時間ではありません。500ms のように単位を付けて書いてください。`,
          {
            refusal: `RATEEST: bad ${which} value "${word}"`,
          },
        );
      }
      if (time >= 0 && time < 2 ** 32) return undefined;
      return fault(
        start,
        end,
        `${word} does not fit: the time goes from 0 to 4294 s, and iptables loads another one.`,
        `${word} は収まりません。指定できるのは 0 秒から 4294 秒までで、iptables は別の値として読み込みます。`,
      );
    },
    suggest: () => (which === 'interval' ? [{ value: '250ms' }, { value: '1s' }] : [{ value: '500ms' }, { value: '4s' }]),
  });
}

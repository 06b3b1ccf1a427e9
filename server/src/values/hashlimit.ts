import { enumerate, fault, nearest } from './fault';
import { printPeriod, rateUnits } from './rate';
import { byteLength, indexOfByte, scanDecimal, scanEnd, scanUnsigned } from './scan';
import type { SpanType } from './span';
import { spanType } from './span';

/** A rate as hashlimit reads it. */
export interface HashlimitRate {
  /** What is counted. */
  readonly unit: 'packets' | 'bytes';
  /** Packets or bytes in `seconds`. */
  readonly amount: number;
  readonly seconds: number;
}

const units: readonly (readonly [string, number])[] = [
  ['second', 1],
  ['minute', 60],
  ['hour', 3600],
  ['day', 86_400],
];

/**
 * Reads a rate as libxt_hashlimit.c does (`parse_bytes`, then `parse_rate`).
 * @returns `undefined` for what it refuses, or takes for another rate than is written.
 */
export function parseHashlimitRate(text: string): HashlimitRate | undefined {
  const bytes = /^\s*\+?(\d+)([km]?)b\/(s[a-z]*)$/i.exec(text);
  if (bytes !== null) {
    const [, digits = '', factor = '', unit = ''] = bytes;
    if (/[KMBS]/.test(text.slice(0, text.length - unit.length + 1)) || !'second'.startsWith(unit)) return undefined;
    const amount = Number(digits) * (factor === 'm' ? 1_048_576 : factor === 'k' ? 1024 : 1);
    return amount === 0 ? undefined : { unit: 'bytes', amount, seconds: 1 };
  }
  const packets = /^\s*\+?(\d+)(?:\/([a-z]+))?$/i.exec(text);
  if (packets === null) return undefined;
  const unit = (packets[2] ?? 'second').toLowerCase();
  const seconds = units.find(([name]) => name.startsWith(unit))?.[1];
  const amount = Number(packets[1]);
  return seconds === undefined || amount === 0 ? undefined : { unit: 'packets', amount, seconds };
}

/** Half of 2^36: from here on the kernel's cost for a byte rate is one credit, which rounds to none. */
const tooManyBytes = 2 ** 35 - 16;

/** `--hashlimit-upto`, `--hashlimit-above`: packets or bytes in a time. */
export const hashlimitRate: SpanType = spanType({
  id: 'hashlimit-rate',
  doc: {
    en: 'Packets in a time, `amount[/second|/minute|/hour|/day]`, or bytes in a second, `amount[k|m]b/s`. Byte rates are kept in steps of 16 bytes and coarser ones above some megabytes.',
    ja: '一定時間あたりのパケット数 `amount[/second|/minute|/hour|/day]`、または 1 秒あたりのバイト数 `amount[k|m]b/s` です。バイト数は 16 バイト刻みで、数メガバイトを超えるとさらに粗く保持されます。',
  },
  checkSpan(text, start, end) {
    const word = text.slice(start, end);
    const rate = parseHashlimitRate(word);
    if (rate === undefined) return rateFault(word, start, end);
    if (rate.unit === 'packets' && rate.amount > rate.seconds * 1_000_000) {
      return fault(start, end, 'The rate is too fast; at most 1000000/second.', '頻度が高すぎます。上限は 1000000/second です。', {
        refusal: `Rate too fast "${word}"`,
      });
    }
    if (rate.unit === 'bytes' && rate.amount >= tooManyBytes) {
      return fault(
        start,
        end,
        'The rate is too high; less than 32 GiB per second is possible.',
        '速度が高すぎます。指定できるのは毎秒 32 GiB 未満です。',
        {
          refusal: 'RULE_APPEND failed (Invalid argument)',
        },
      );
    }
    return undefined;
  },
  describe(text) {
    const rate = parseHashlimitRate(text);
    if (rate === undefined) return undefined;
    const unit = units.find(([, seconds]) => seconds === rate.seconds)?.[0] ?? 'second';
    const what = rate.unit === 'bytes' ? { en: 'bytes', ja: 'バイト' } : { en: 'packets', ja: 'パケット' };
    const time: Readonly<Record<string, string>> = { second: '1 秒', minute: '1 分', hour: '1 時間', day: '1 日' };
    return { en: `${rate.amount} ${what.en} per ${unit}.`, ja: `${time[unit]}あたり ${rate.amount} ${what.ja}です。` };
  },
  canonical(text) {
    const rate = parseHashlimitRate(text);
    if (rate?.unit !== 'packets') return undefined;
    const printed = printPeriod(Math.floor((1_000_000 * rate.seconds) / rate.amount), 1_000_000);
    // Entries expire by the unit that is written, so the rate must not be put in another one.
    const unit = rateUnits.find(({ seconds }) => seconds === rate.seconds)?.printed;
    return printed.endsWith(`/${unit}`) ? printed : `${rate.amount}/${unit}`;
  },
  suggest: () => [{ value: '10/second' }, { value: '5/minute' }, { value: '100/hour' }, { value: '512kb/s' }, { value: '1mb/s' }],
});

function rateFault(word: string, start: number, end: number) {
  const number = scanDecimal(word, 0, word.length);
  const rest = word.slice(scanEnd);
  const loads =
    number > 0 &&
    (/^[^/]*b\/s/.test(rest) || !rest.includes('/') || units.some(([name]) => isUnit(name, rest.slice(rest.indexOf('/') + 1))));
  if (number > 0 && number < 32 && /^gb\/s/i.test(rest)) {
    return fault(
      start + scanEndOf(word),
      end,
      `hashlimit knows only k and m; "${word}" loads as ${number} bytes per second. Write ${number * 1024}mb/s.`,
      `hashlimit で使える接頭辞は k と m だけで、「${word}」は毎秒 ${number} バイトとして読み込まれます。${number * 1024}mb/s と書いてください。`,
      { suggestion: `${number * 1024}mb/s` },
    );
  }
  if (number > 0 && /^[KMkm]?b\/s/i.test(rest)) {
    return fault(
      start,
      end,
      `Byte rates are written in small letters, ${word.toLowerCase()}; "${word}" loads as something else.`,
      `バイト単位の速度は小文字で ${word.toLowerCase()} と書きます。「${word}」は別の値として読み込まれます。`,
      { suggestion: word.toLowerCase() },
    );
  }
  if (loads) {
    return fault(
      start + scanEndOf(word),
      end,
      `"${rest}" is not understood, and iptables passes over it without a word. Write packets as ${number}/second, or bytes as ${number}b/s.`,
      `「${rest}」は解釈されず、iptables は黙って読み飛ばします。パケット数なら ${number}/second、バイト数なら ${number}b/s と書いてください。`,
    );
  }
  return fault(
    start,
    end,
    `"${word}" is no rate; write packets as 10/second, 5/minute, 3/hour or 1/day, or bytes as 512kb/s.`,
    `「${word}」は頻度として解釈できません。パケット数なら 10/second、5/minute、3/hour、1/day、バイト数なら 512kb/s のように書いてください。`,
    { refusal: `hashlimit: Bad value for "--hashlimit-…" option: "${word}"` },
  );
}

function isUnit(name: string, word: string): boolean {
  return word !== '' && name.startsWith(word.toLowerCase());
}

function scanEndOf(word: string): number {
  scanDecimal(word, 0, word.length);
  return scanEnd;
}

/** The number that a burst stands for; `undefined` for what is none. */
export function parseHashlimitBurst(text: string): number | undefined {
  const value = scanUnsigned(text, 0, text.length);
  const suffix = text.slice(scanEnd);
  if (value < 1 || !Number.isFinite(value) || !/^(?:[km]?b?)$/.test(suffix)) return undefined;
  return value * (suffix.startsWith('m') ? 1_048_576 : suffix.startsWith('k') ? 1024 : 1);
}

/** `--hashlimit-burst`: packets, or bytes where the rate counts bytes (libxt_hashlimit.c, `parse_burst`). */
export const hashlimitBurst: SpanType = spanType({
  id: 'hashlimit-burst',
  doc: {
    en: 'A number of packets from 1 to 1000000; with a byte rate a number of bytes, where a unit (`1mb`, `64kb`, `2000000b`) lifts that limit.',
    ja: '1~1000000 のパケット数です。バイト単位の頻度と組み合わせる場合はバイト数で、単位(`1mb`、`64kb`、`2000000b`)を付ければ上限を超えられます。',
  },
  checkSpan(text, start, end) {
    const word = text.slice(start, end);
    const burst = parseHashlimitBurst(word);
    if (burst !== undefined && (burst <= 1_000_000 || /[kmb]$/.test(word))) return undefined;
    const value = scanUnsigned(word, 0, word.length);
    const stop = scanEnd;
    if (value >= 1 && Number.isFinite(value) && stop < word.length) {
      return fault(
        start + stop,
        end,
        `"${word.slice(stop)}" is not understood, and iptables passes over it. The units are k and m (kb, mb), in small letters.`,
        `「${word.slice(stop)}」は解釈されず、iptables は黙って読み飛ばします。単位は小文字の k と m(kb、mb)です。`,
      );
    }
    return fault(
      start,
      end,
      `"${word}" is out of range: a burst is a number from 1 to 1000000.`,
      `「${word}」は範囲外です。1~1000000 の数値を書いてください。`,
      { refusal: 'bad value for option "--hashlimit-burst", or out of range (1-1000000).' },
    );
  },
});

const modes = ['srcip', 'srcport', 'dstip', 'dstport'];
const modeNames: Readonly<Record<string, { readonly en: string; readonly ja: string }>> = {
  srcip: { en: 'source address', ja: '送信元アドレス' },
  srcport: { en: 'source port', ja: '送信元ポート' },
  dstip: { en: 'destination address', ja: '宛先アドレス' },
  dstport: { en: 'destination port', ja: '宛先ポート' },
};

/** `--hashlimit-mode`: what makes a group (libxt_hashlimit.c, `parse_mode`; `|` separates as well as `,`). */
export const hashlimitMode: SpanType = spanType({
  id: 'hashlimit-mode',
  doc: {
    en: 'What makes a group of its own: `srcip`, `srcport`, `dstip`, `dstport`, separated by commas.',
    ja: '何ごとに数えるかです。`srcip`、`srcport`、`dstip`、`dstport` をカンマで区切って並べます。',
  },
  checkSpan(text, start, end) {
    for (let at = start; at < end; ) {
      let stop = at;
      while (stop < end && text.charAt(stop) !== ',' && text.charAt(stop) !== '|') stop++;
      const word = text.slice(at, stop);
      if (word !== '' && !modes.includes(word)) {
        const known = enumerate(modes);
        return fault(
          at,
          stop,
          `"${word}" is no mode; write ${known.en}.`,
          `「${word}」というモードはありません。${known.ja} のいずれかを書いてください。`,
          { refusal: `hashlimit: Bad value for "--hashlimit-mode" option: "${text.slice(start, end)}"`, suggestion: nearest(word, modes) },
        );
      }
      at = stop + 1;
    }
    return undefined;
  },
  describe(text) {
    const given = modes.filter((mode) => text.split(/[,|]/).includes(mode));
    if (given.length === 0) return undefined;
    return {
      en: `One group for each ${given.map((mode) => modeNames[mode]?.en).join(' and ')}.`,
      ja: `${given.map((mode) => modeNames[mode]?.ja).join('と')}ごとに 1 つのグループになります。`,
    };
  },
  suggest(text) {
    const given = text.split(/[,|]/);
    const before = text.slice(0, Math.max(text.lastIndexOf(','), text.lastIndexOf('|')) + 1);
    return modes.filter((mode) => !given.includes(mode)).map((mode) => ({ value: before + mode }));
  },
  canonical: (text) => {
    const given = text.split(/[,|]/);
    return modes.filter((mode) => given.includes(mode)).join(',');
  },
});

/** `--hashlimit-rate-interval`: C's `atoi`, above nought (libxt_hashlimit.c, `parse_interval`). */
export const hashlimitInterval: SpanType = spanType({
  id: 'hashlimit-interval',
  doc: { en: 'A number of seconds, at least 1.', ja: '1 以上の秒数です。' },
  checkSpan(text, start, end) {
    const value = scanDecimal(text, start, end);
    if (value > 0 && scanEnd === end && value < 2 ** 31) return undefined;
    const word = text.slice(start, end);
    if (value > 0 && scanEnd < end) {
      const at = scanEnd;
      return fault(
        at,
        end,
        `"${text.slice(at, end)}" is passed over; write a plain number of seconds.`,
        `「${text.slice(at, end)}」は読み飛ばされます。秒数だけを書いてください。`,
      );
    }
    return fault(
      start,
      end,
      `"${word}" is no number of seconds; write at least 1.`,
      `「${word}」は秒数ではありません。1 以上を書いてください。`,
      {
        refusal: `hashlimit: Bad value for "--hashlimit-rate-interval" option: "${word}"`,
      },
    );
  },
});

/** The kernel's field has NAME_MAX bytes, the closing NUL included. */
const mostNameBytes = 254;

/** `--hashlimit-name`: a file name below /proc/net/ipt_hashlimit (the kernel's `xt_check_proc_name`). */
export const hashlimitName: SpanType = spanType({
  id: 'hashlimit-name',
  doc: {
    en: 'A name for the table: the file below `/proc/net/ipt_hashlimit` (`ip6t_hashlimit`). Up to 254 bytes, no slash.',
    ja: '表の名前で、`/proc/net/ipt_hashlimit`(または `ip6t_hashlimit`)の下のファイル名になります。254 バイトまでで、スラッシュは使えません。',
  },
  checkSpan(text, start, end) {
    if (start === end) {
      return fault(start, end, 'The name is empty.', '名前が空です。', { refusal: 'Argument must have a minimum length of 1 characters' });
    }
    const word = text.slice(start, end);
    const slash = word.indexOf('/');
    if (slash < 0 && word !== '.' && word !== '..') {
      if (byteLength(word) <= mostNameBytes) return undefined;
      const kept = indexOfByte(word, mostNameBytes);
      return fault(
        start + kept,
        end,
        `The name is cut after ${mostNameBytes} bytes.`,
        `名前は ${mostNameBytes} バイトで切り捨てられます。`,
        { code: 'value-truncated' },
      );
    }
    return fault(
      slash < 0 ? start : start + slash,
      slash < 0 ? end : start + slash + 1,
      'The name becomes a file name: no slash, and neither "." nor "..".',
      '名前はファイル名になるため、スラッシュや「.」「..」は使えません。',
      { refusal: 'RULE_APPEND failed (Invalid argument)' },
    );
  },
});

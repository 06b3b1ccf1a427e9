import { fault } from './fault';
import { scanFloat } from './float-number';
import { U32 } from './scan';
import { spanType } from './span';

/** The units of libxt_rateest.c in bits per second, in small letters: their case does not matter. */
const units: Readonly<Record<string, number>> = {
  '': 1,
  bit: 1,
  kibit: 1024,
  kbit: 1e3,
  mibit: 1024 ** 2,
  mbit: 1e6,
  gibit: 1024 ** 3,
  gbit: 1e9,
  tibit: 1024 ** 4,
  tbit: 1e12,
  bps: 8,
  kibps: 8 * 1024,
  kbps: 8e3,
  mibps: 8 * 1024 ** 2,
  mbps: 8e6,
  gibps: 8 * 1024 ** 3,
  gbps: 8e9,
  tibps: 8 * 1024 ** 4,
  tbps: 8e12,
};

const examples = ['bit', 'kbit', 'mbit', 'gbit', 'KBps', 'MBps'];

/** A rate of bits or bytes per second (libxt_rateest.c, `rateest_get_rate`). Whole bytes are kept, in 32 bits; more wraps around. */
export const rateestRate = spanType({
  id: 'rateest-rate',
  doc: {
    en: 'A rate: a number with `bit`, `kbit`, `mbit`, `gbit` (bits per second; without a unit too) or `Bps`, `KBps`, `MBps`, `GBps` (bytes per second); with an `i` (`Kibit`, `KiBps`) in powers of 1024. Up to 34.3 Gbit/s.',
    ja: '速度です。数値に `bit`、`kbit`、`mbit`、`gbit`(ビット毎秒、単位の省略時も同じ)、または `Bps`、`KBps`、`MBps`、`GBps`(バイト毎秒)を付けます。`Kibit` や `KiBps` のように `i` を入れると 1024 の冪になります。上限は約 34.3 Gbit/s です。',
  },
  checkSpan(text, start, end) {
    const word = text.slice(start, end);
    const bits = bitsOf(word);
    if (bits === undefined || Number.isNaN(bits)) return noRate(word, start, end);
    const bytes = Math.trunc(bits / 8);
    if (bytes < 0 || bytes > U32) {
      return fault(
        start,
        end,
        `${word} does not fit: rates go up to about 34.3 Gbit/s (4.29 GB/s), and iptables loads another one.`,
        `${word} は収まりません。指定できるのは約 34.3 Gbit/s(4.29 GB/s)までで、iptables は別の値として読み込みます。`,
      );
    }
    if (bytes > 0 || bits === 0) return undefined;
    return fault(
      start,
      end,
      `${word} is less than one byte per second, and loads as 0; a number without a unit means bits.`,
      `${word} は毎秒 1 バイトに満たないため、0 として読み込まれます。単位のない数値はビットとみなされます。`,
      { code: 'value-truncated' },
    );
  },
  describe(text) {
    const bytes = Math.trunc((bitsOf(text) ?? 0) / 8);
    const shown = bytes.toLocaleString('en-US');
    return { en: `${shown} bytes per second.`, ja: `毎秒 ${shown} バイトです。` };
  },
  suggest: () => [{ value: '1mbit' }, { value: '10mbit' }, { value: '100mbit' }, { value: '1gbit' }],
});

function bitsOf(text: string): number | undefined {
  const number = scanFloat(text);
  if (number === undefined) return undefined;
  const unit = units[text.slice(number.end).toLowerCase()];
  return unit === undefined ? undefined : number.value * unit;
}

function noRate(word: string, start: number, end: number) {
  const short = /^([\d.]+)\s*([kmgt]?)b?(?:\/s|it\/s)?$/i.exec(word);
  const suggestion = short === null || short[1] === undefined ? undefined : `${short[1]}${short[2]?.toLowerCase()}bit`;
  return fault(
    start,
    end,
    `"${word}" is no rate; write a number with a unit: ${examples.map((unit) => `2${unit}`).join(', ')}.`,
    `「${word}」は速度ではありません。${examples.map((unit) => `2${unit}`).join('、')} のように単位を付けて書いてください。`,
    { refusal: `rateest: could not parse rate \`${word}'`, suggestion },
  );
}

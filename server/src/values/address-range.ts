import { addressFault, loadsAs } from './address-faults';
import { fault } from './fault';
import type { AddressFamily } from './host-mask';
import { parseAddressRange, printAddress, readNumericAddress, writtenOctets } from './host-mask';
import { isMisreadOctal } from './integer';
import { scanIpv4 } from './ipv4';
import { ipv6Words, scanIpv6 } from './ipv6';
import { indexOfCode } from './scan';
import { spanType } from './span';
import type { ValueFault } from './value-type';

const DASH = 45;

/**
 * `from-to`, or one address (libxt_iprange.c, `iprange_parse_range`). Neither names nor masks are taken. A range that runs backwards
 * loads with a message on the console, and never matches.
 */
export const addressRange = spanType({
  id: 'address-range',
  doc: {
    en: 'The first and the last address with a hyphen between them, or one address. Neither names nor masks are taken.',
    ja: '最初と最後のアドレスをハイフンで区切って書きます。アドレス 1 つでも構いません。名前やマスクは使えません。',
  },
  checkSpan(text, start, end, context) {
    const dash = indexOfCode(text, DASH, start, end);
    const { family } = context;
    const first = checkEnd(text, start, dash, family);
    if (dash === end || first?.refusal !== undefined) return first;
    const second = checkEnd(text, dash + 1, end, family);
    if (second?.refusal !== undefined) return second;
    if (first !== undefined) return first;
    if (second !== undefined) return shortEnd(text, start, dash, end) ?? second;
    return isReversed(text, start, dash, end, family) ? reversed(text, start, dash, end) : undefined;
  },
  describe(text, context) {
    const range = parseAddressRange(text, context.family);
    if (range === undefined) return undefined;
    const toNumber = (words: readonly number[]): bigint => words.reduce((sum, word) => (sum << 32n) | BigInt(word), 0n);
    const count = toNumber(range.to) - toNumber(range.from) + 1n;
    const shown = count < 10n ** 15n ? count.toLocaleString('en-US') : `≈ 2^${count.toString(2).length - 1}`;
    const [from, to] = [printAddress(range.from), printAddress(range.to)];
    return count === 1n
      ? { en: `One address, ${from}.`, ja: `1 個のアドレス ${from} です。` }
      : { en: `${shown} addresses, ${from} to ${to}.`, ja: `${from} から ${to} までの ${shown} 個のアドレスです。` };
  },
  canonical(text, context) {
    const range = parseAddressRange(text, context.family);
    return range === undefined ? undefined : `${printAddress(range.from)}-${printAddress(range.to)}`;
  },
});

function checkEnd(text: string, start: number, end: number, family: AddressFamily): ValueFault | undefined {
  if (family === 'ipv4' ? scanIpv4(text, start, end) >= 0 : scanIpv6(text, start, end)) return undefined;
  const word = text.slice(start, end);
  const words = readNumericAddress(text, start, end, family);
  if (words === undefined) return refused(text, start, end, family);
  const loaded = printAddress(words);
  if (word.split('.').some((octet) => isMisreadOctal(octet, 0, octet.length))) {
    const decimal = word.split('.').map((octet) => String(Number(octet)));
    return loadsAs(text, start, end, loaded, decimal.join('.'), { en: 'a leading 0 makes a number octal', ja: '先頭の 0 は 8 進数を表す' });
  }
  return writtenOctets() === 4
    ? undefined
    : loadsAs(text, start, end, loaded, loaded, { en: 'octets are missing', ja: 'オクテットが足りない' });
}

/** `10.0.0.1-5`, which other tools read as 10.0.0.1 to 10.0.0.5 and iptables as a range that ends at 5.0.0.0. */
function shortEnd(text: string, start: number, dash: number, end: number): ValueFault | undefined {
  const last = text.slice(dash + 1, end);
  if (!/^\d{1,3}$/.test(last) || Number(last) > 255 || scanIpv4(text, start, dash) < 0) return undefined;
  const suggestion = text.slice(start, text.lastIndexOf('.', dash) + 1) + last;
  return loadsAs(text, dash + 1, end, `${last}.0.0.0`, suggestion, { en: 'octets are missing', ja: 'オクテットが足りない' });
}

function refused(text: string, start: number, end: number, family: AddressFamily): ValueFault {
  const word = text.slice(start, end);
  const refusal = `iprange: Bad value for "--src-range" option: "${word}"`;
  const slash = indexOfCode(text, 47, start, end);
  if (slash < end) {
    return fault(
      slash,
      end,
      'A range takes no mask; write its first and last address, or use -s or -d.',
      '範囲にマスクは付けられません。最初と最後のアドレスを書くか、-s や -d を使ってください。',
      { refusal },
    );
  }
  const found = addressFault(text, start, end, family, 'rule');
  if (found.code !== 'host-name-in-rule') return { ...found, refusal };
  return fault(
    start,
    end,
    `"${word}" is a name, and a range takes addresses only.`,
    `「${word}」は名前です。範囲にはアドレスしか書けません。`,
    { refusal },
  );
}

function isReversed(text: string, start: number, dash: number, end: number, family: AddressFamily): boolean {
  if (family === 'ipv4') {
    const from = scanIpv4(text, start, dash);
    const to = scanIpv4(text, dash + 1, end);
    return from >= 0 && to >= 0 && from > to;
  }
  scanIpv6(text, start, dash);
  const [a, b, c, d] = ipv6Words;
  scanIpv6(text, dash + 1, end);
  const [e, f, g, h] = ipv6Words;
  return a !== e ? a > e : b !== f ? b > f : c !== g ? c > g : d > h;
}

function reversed(text: string, start: number, dash: number, end: number): ValueFault {
  const [from, to] = [text.slice(start, dash), text.slice(dash + 1, end)];
  return fault(
    start,
    end,
    `The range runs backwards, so it never matches: ${from} is behind ${to}. Swap its ends.`,
    `範囲が逆のため、一致することはありません。${from} は ${to} より後ろなので、両端を入れ替えてください。`,
    {
      code: 'never-matching-value',
      refusal: `xt_iprange: range ${from}-${to} is reversed and will never match`,
      suggestion: `${to}-${from}`,
    },
  );
}

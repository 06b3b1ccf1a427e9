import type { Counters } from '../../syntax/line';
import type { Note } from './note';

/** `12 k packets, 6.8 MB` behind counters that are hard to read; `undefined` for small ones, and for what are no numbers. */
export function counterNote(text: string, counters: Counters): Note | undefined {
  const packets = number(text, counters.packets);
  const bytes = number(text, counters.bytes);
  if (packets === undefined || bytes === undefined || (packets < 1000 && bytes < 1000)) return undefined;
  const count = rounded(packets);
  const size = rounded(bytes) + (bytes < 1000 ? ' B' : 'B');
  return {
    at: counters.end,
    label: { en: `${count} ${packets === 1 ? 'packet' : 'packets'}, ${size}`, ja: `${count} パケット、${size}` },
  };
}

function number(text: string, span: { readonly start: number; readonly end: number } | undefined): number | undefined {
  const digits = span === undefined ? '' : text.slice(span.start, span.end);
  return /^\d+$/.test(digits) ? Number(digits) : undefined;
}

const prefixes = ['', 'k', 'M', 'G', 'T', 'P', 'E'];

/** A number of at most three digits with the prefix of a thousand, a million and so on: `6.8 M`. */
function rounded(amount: number): string {
  let left = amount;
  let step = 0;
  // 999.6 k would be shown as 1000 k.
  while (left >= 999.5 && step < prefixes.length - 1) {
    left /= 1000;
    step++;
  }
  if (step === 0) return String(amount);
  return `${left < 9.95 ? left.toFixed(1) : Math.round(left)} ${prefixes[step]}`;
}

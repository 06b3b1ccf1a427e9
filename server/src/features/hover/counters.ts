import type { Language } from '../../l10n/text';
import { countOf, grouped, words } from '../../l10n/words';
import type { Counters } from '../../syntax/line';
import type { Span } from '../../text/position';
import { heading, paragraphs } from '../support/markdown';

/** What `[packets:bytes]` says, made readable. */
export function explainCounters(line: string, counters: Counters, of: 'chain' | 'rule', language: Language): string | undefined {
  const packets = digits(line, counters.packets);
  const bytes = digits(line, counters.bytes);
  if (packets === undefined || bytes === undefined) return undefined;
  const parts = [
    countOf(packets, 'packet', 'packets', (shown) => `${shown} パケット`)[language],
    countOf(bytes, 'byte', 'bytes', (shown) => `${shown} バイト`)[language],
  ];
  const size = readable(bytes);
  const sum = parts.join(language === 'ja' ? '、' : ', ') + (size === undefined ? '' : language === 'ja' ? `(${size})` : ` (${size})`);
  return paragraphs(
    heading(line.slice(counters.start, counters.end), words.counters[language]),
    sum,
    words[of === 'rule' ? 'countersOfRule' : 'countersOfChain'][language],
  );
}

/** The digits at a span, which may be more than a number holds; `undefined` where there are none. */
function digits(line: string, span: Span | undefined): bigint | undefined {
  const text = span && line.slice(span.start, span.end);
  return text !== undefined && /^\d+$/.test(text) ? BigInt(text) : undefined;
}

const units = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/** A number of bytes in the unit that leaves one to four digits; `undefined` below a KiB. */
function readable(bytes: bigint): string | undefined {
  let amount = Number(bytes);
  let unit: string | undefined;
  for (const next of units) {
    if (amount < 1024) break;
    amount /= 1024;
    unit = next;
  }
  if (unit === undefined) return undefined;
  return `${amount < 10 ? amount.toFixed(1) : grouped(String(Math.round(amount)))} ${unit}`;
}

import type { Text } from '../l10n/text';
import { fault } from './fault';
import { byteLength, indexOfByte } from './scan';
import type { SpanType } from './span';
import { spanType } from './span';
import type { ValueFaultCode, ValueSuggestion } from './value-type';

export interface TextOptions {
  readonly id: string;
  readonly doc: Text;
  /** The most bytes of UTF-8 that are kept. */
  readonly maxBytes: number;
  readonly minBytes?: number;
  /**
   * What becomes of a longer one: `warning`, it is cut and that is a pity (`value-truncated`);
   * `changed`, it is cut and thereby names something else (`invalid-value`); `refused`.
   */
  readonly truncated: 'warning' | 'changed' | 'refused';
  /** The back end that cuts it; both where it is left out. */
  readonly backEnd?: 'legacy' | 'nft';
  /** iptables' words, where a longer one is refused. */
  readonly refusal?: (text: string) => string;
  /** iptables' or the kernel's words for one that is too short. */
  readonly shortRefusal?: string;
  /** Characters that must not occur, and why. */
  readonly forbidden?: { readonly characters: string; readonly reason: Text; readonly refusal?: string };
  readonly suggest?: readonly ValueSuggestion[];
  readonly describe?: (text: string) => Text | undefined;
}

/** Free text that iptables keeps in a field of fixed size (xtoptions.c, `xtopt_parse_string`). Lengths count bytes, without the closing zero. */
export function text(options: TextOptions): SpanType {
  const { maxBytes, minBytes = 0, forbidden } = options;
  return spanType({
    id: options.id,
    doc: options.doc,
    checkSpan(value, start, end) {
      // No character has more than three bytes per UTF-16 unit, so most texts need no count.
      if ((end - start) * 3 > maxBytes && byteLength(value, start, end) > maxBytes)
        return tooLong(options, value.slice(start, end), start, end);
      if (end - start < minBytes) {
        const details = options.shortRefusal === undefined ? {} : { refusal: options.shortRefusal };
        return fault(start, end, 'The text is empty; at least one character is needed.', 'テキストが空です。1 文字以上必要です。', details);
      }
      if (forbidden === undefined) return undefined;
      for (let at = start; at < end; at++) {
        if (!forbidden.characters.includes(value.charAt(at))) continue;
        return fault(at, at + 1, forbidden.reason.en, forbidden.reason.ja, { refusal: forbidden.refusal });
      }
      return undefined;
    },
    describe: (value) => options.describe?.(value),
    suggest: () => options.suggest ?? [],
    canonical: (value) => (options.truncated === 'warning' ? value.slice(0, indexOfByte(value, maxBytes)) : value),
  });
}

function tooLong(options: TextOptions, value: string, start: number, end: number) {
  const { maxBytes } = options;
  const bytes = byteLength(value);
  const kept = indexOfByte(value, maxBytes);
  if (options.truncated === 'refused') {
    return fault(
      start,
      end,
      `The text has ${bytes} bytes; at most ${maxBytes} are taken. Shorten it.`,
      `テキストが ${bytes} バイトあります。使えるのは ${maxBytes} バイトまでなので、短くしてください。`,
      { refusal: options.refusal?.(value) },
    );
  }
  const code: ValueFaultCode = options.truncated === 'warning' ? 'value-truncated' : 'invalid-value';
  return fault(
    start + kept,
    end,
    `The text has ${bytes} bytes, and iptables silently cuts it after ${maxBytes}: "${abridged(value.slice(kept))}" is lost. Shorten it.`,
    `テキストが ${bytes} バイトあり、iptables は ${maxBytes} バイトで黙って切り捨てます。「${abridged(value.slice(kept))}」は失われるので、短くしてください。`,
    { code, ...(options.backEnd === undefined ? {} : { backEnd: options.backEnd }) },
  );
}

/** A text that fits into a message. */
function abridged(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}

import type { Text } from '../l10n/text';
import { fault } from './fault';
import type { SpanType } from './span';
import { spanType } from './span';
import type { ValueSuggestion } from './value-type';

export interface FloatOptions {
  readonly id?: string;
  readonly min: number;
  readonly max: number;
  readonly doc?: Text;
  readonly describe?: (value: number) => Text | undefined;
  readonly suggest?: readonly ValueSuggestion[];
}

/**
 * What C's `strtod` takes at the beginning of a text.
 * @returns The number and the index behind it; `undefined` where there is none.
 */
export function scanFloat(text: string): { readonly value: number; readonly end: number } | undefined {
  const special = /^[ \t\n\v\f\r]*[+-]?(?:infinity|inf|nan(?:\([0-9a-z_]*\))?)/i.exec(text);
  if (special !== null) {
    const word = special[0].trim().toLowerCase();
    return { value: word.includes('nan') ? Number.NaN : word.startsWith('-') ? -Infinity : Infinity, end: special[0].length };
  }
  const hex = /^[ \t\n\v\f\r]*([+-]?)0x([0-9a-f]+\.?[0-9a-f]*|\.[0-9a-f]+)(?:p([+-]?\d+))?/i.exec(text);
  if (hex !== null) {
    const [whole = '', fraction = ''] = (hex[2] ?? '').split('.');
    const mantissa = Number.parseInt(`0${whole}${fraction}`, 16) / 16 ** fraction.length;
    return { value: (hex[1] === '-' ? -1 : 1) * mantissa * 2 ** Number(hex[3] ?? 0), end: hex[0].length };
  }
  const decimal = /^[ \t\n\v\f\r]*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/i.exec(text);
  return decimal === null ? undefined : { value: Number(decimal[0]), end: decimal[0].length };
}

/** A number with a fraction, within limits (xtoptions.c, `xtopt_parse_float`). */
export function floatNumber(options: FloatOptions): SpanType {
  const { min, max } = options;
  return spanType({
    id: options.id ?? 'float',
    doc: options.doc ?? { en: `A number with a fraction, from ${min} to ${max}.`, ja: `${min} から ${max} までの小数です。` },
    checkSpan(text, start, end) {
      const word = text.slice(start, end);
      const scanned = scanFloat(word);
      const refusal = `…: bad value for option "--…", or out of range (${min}-${max}).`;
      if (scanned === undefined || Number.isNaN(scanned.value)) {
        return fault(
          start,
          end,
          `"${word}" is not a number; write one from ${min} to ${max}, with a point: 0.5.`,
          `「${word}」は数値ではありません。0.5 のように、${min} から ${max} までの小数を書いてください。`,
          scanned === undefined ? { refusal } : {},
        );
      }
      if (scanned.end !== word.length) {
        const comma = /^\d*,\d+$/.test(word);
        return fault(
          comma ? start : start + scanned.end,
          end,
          comma
            ? `"${word}" has a comma; the fraction is written with a point.`
            : `"${word.slice(scanned.end)}" does not belong to the number; nothing may follow it.`,
          comma
            ? `「${word}」にはコンマがあります。小数点はピリオドで書いてください。`
            : `数値の後ろに余分な「${word.slice(scanned.end)}」があります。取り除いてください。`,
          comma ? { refusal, suggestion: word.replace(',', '.') } : { refusal },
        );
      }
      if (scanned.value >= min && scanned.value <= max) return undefined;
      return fault(
        start,
        end,
        `${word} is out of range; the value must lie between ${min} and ${max}.`,
        `${word} は範囲外です。${min} から ${max} までの値を書いてください。`,
        { refusal },
      );
    },
    describe: (text) => options.describe?.(scanFloat(text)?.value ?? 0),
    suggest: () => options.suggest ?? [],
  });
}

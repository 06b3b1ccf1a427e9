import type { Text } from '../l10n/text';
import { fault } from './fault';
import { digitValue, isSpace, scanEnd, scanUnsigned, U8, U16, U32, U64 } from './scan';
import type { SpanType } from './span';
import { spanType } from './span';
import type { ValueContext, ValueFault, ValueSuggestion } from './value-type';

export interface IntegerOptions {
  readonly id: string;
  /** The largest value. `U64` (a number that stands for 2^64-1) is taken as that. */
  readonly max: number;
  readonly min?: number;
  /** 16: read as hexadecimal without `0x`. Left out: decimal, `0x` hexadecimal, or octal after a leading `0`. */
  readonly base?: 0 | 16;
  readonly doc?: Text;
  /** What `iptables-save` prints: decimal where left out. */
  readonly print?: 'decimal' | 'hex';
  /** What one value means. */
  readonly describe?: (value: number, context: ValueContext) => Text | undefined;
  readonly suggest?: readonly ValueSuggestion[];
  /** iptables' words, where they are not those of xtoptions.c. */
  readonly refusal?: (text: string) => string;
}

/**
 * A whole number as libxtables reads one (xtables.c, `xtables_strtoul_base`; xtoptions.c, `xtopt_parse_int`):
 * decimal, hexadecimal with `0x`, octal with a leading `0`; nothing may follow it and no minus sign may stand before it.
 */
export function unsignedInteger(options: IntegerOptions): SpanType {
  const { id, max, min = 0, base = 0 } = options;
  const limits = `${limit(min)}-${limit(max)}`;
  const refusal = options.refusal ?? (() => `…: bad value for option "--…", or out of range (${limits}).`);
  return spanType({
    id,
    doc: options.doc ?? {
      en: `A whole number from ${limit(min)} to ${limit(max)}; decimal, hexadecimal with \`0x\`, or octal with a leading \`0\`.`,
      ja: `${limit(min)} から ${limit(max)} までの整数です。10 進数、\`0x\` で始まる 16 進数、\`0\` で始まる 8 進数で書けます。`,
    },
    checkSpan(text, start, end) {
      const value = scanUnsigned(text, start, end, base);
      if (scanEnd === end && value >= min && value <= max) return undefined;
      return integerFault(text, start, end, min, max, base, refusal(text.slice(start, end)));
    },
    describe(text, context) {
      const value = scanUnsigned(text, 0, text.length, base);
      return options.describe?.(value, context) ?? describeInteger(text, value);
    },
    suggest: () => options.suggest ?? [],
    canonical(text) {
      return printInteger(text, base, options.print ?? 'decimal');
    },
  });
}

/** Common widths, for options that have nothing to say about their numbers. */
export const uint8 = unsignedInteger({ id: 'uint8', max: U8 });
export const uint16 = unsignedInteger({ id: 'uint16', max: U16 });
export const uint32 = unsignedInteger({ id: 'uint32', max: U32 });
export const uint64 = unsignedInteger({ id: 'uint64', max: U64 });

/** A limit as a decimal number; 2^64-1 exactly, which no JavaScript number is. */
export function limit(value: number): string {
  return value === U64 ? '18446744073709551615' : String(value);
}

/** The number as `iptables-save` prints it, exact up to 2^64-1. */
export function printInteger(text: string, base: 0 | 16 = 0, print: 'decimal' | 'hex' = 'decimal'): string {
  const value = scanUnsigned(text, 0, text.length, base);
  if (value <= Number.MAX_SAFE_INTEGER) return print === 'hex' ? `0x${value.toString(16)}` : String(value);
  const digits = text.trim().replace(/^\+/, '');
  const exact = BigInt(base === 16 && !/^0x/i.test(digits) ? `0x${digits}` : /^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return print === 'hex' ? `0x${exact.toString(16)}` : exact.toString();
}

/** What a number is in the other bases, where it is not plainly decimal. */
export function describeInteger(text: string, value: number): Text | undefined {
  const first = text.charCodeAt(0);
  if (first !== 48 || text.length < 2) return undefined;
  const octal = (text.charCodeAt(1) | 32) !== 120;
  return octal
    ? {
        en: `${value} in decimal: a leading 0 makes the number octal.`,
        ja: `10 進数では ${value} です。先頭の 0 により 8 進数として読まれます。`,
      }
    : { en: `${value} in decimal.`, ja: `10 進数では ${value} です。` };
}

/** Says what is wrong with a number that `xtables_strtoul` refuses, or that lies outside its limits. */
export function integerFault(
  text: string,
  start: number,
  end: number,
  min: number,
  max: number,
  base: 0 | 16,
  refusal: string | undefined,
): ValueFault {
  const value = scanUnsigned(text, start, end, base);
  const stop = scanEnd;
  const word = text.slice(start, end);
  const details = { refusal };
  if (word === '') {
    return fault(start, end, 'A number is missing here: the value is empty.', '値が空です。ここに数値を書いてください。', details);
  }
  if (value < 0) {
    if (isNegative(text, start, end)) {
      return fault(
        start,
        end,
        `"${word}" is negative; only numbers from ${limit(min)} to ${limit(max)} are taken.`,
        `「${word}」は負の数です。${limit(min)} から ${limit(max)} までの値を書いてください。`,
        details,
      );
    }
    return fault(
      start,
      end,
      `"${word}" is not a number; write one from ${limit(min)} to ${limit(max)}.`,
      `「${word}」は数値ではありません。${limit(min)} から ${limit(max)} までの数値を書いてください。`,
      details,
    );
  }
  if (stop !== end) {
    const decimal = withoutLeadingZeros(word);
    if (decimal !== undefined) {
      return fault(
        start,
        end,
        `"${word}" is read as octal because of its leading 0, and ${text[stop]} is no octal digit; write ${decimal}.`,
        `先頭が 0 のため「${word}」は 8 進数として読まれますが、${text[stop]} は 8 進数の数字ではありません。${decimal} と書いてください。`,
        { refusal, suggestion: decimal },
      );
    }
    const rest = text.slice(stop, end);
    return fault(
      stop,
      end,
      `"${rest}" does not belong to the number ${text.slice(start, stop)}; nothing may follow it.`,
      `数値 ${text.slice(start, stop)} の後ろに余分な「${rest}」があります。取り除いてください。`,
      details,
    );
  }
  return fault(
    start,
    end,
    `${word} is out of range; the value must lie between ${limit(min)} and ${limit(max)}.`,
    `${word} は範囲外です。${limit(min)} から ${limit(max)} までの値を書いてください。`,
    details,
  );
}

/** The number as it was surely meant, where a leading zero turns a decimal number into an octal one: `08` → `8`. */
export function withoutLeadingZeros(word: string): string | undefined {
  return /^0\d+$/.test(word) ? word.replace(/^0+(?=\d)/, '') : undefined;
}

/** Whether a leading zero makes this number another one than its digits say: `010` is 8, `07` is still 7. */
export function isMisreadOctal(text: string, start: number, end: number): boolean {
  if (text.charCodeAt(start) !== 48 || end - start < 2) return false;
  let significant = 0;
  for (let at = start + 1; at < end; at++) {
    const digit = digitValue(text.charCodeAt(at));
    if (digit > 9) return false;
    if (significant > 0 || digit > 0) significant++;
  }
  return significant > 1;
}

function isNegative(text: string, start: number, end: number): boolean {
  let at = start;
  while (at < end && isSpace(text.charCodeAt(at))) at++;
  return text.charCodeAt(at) === 45 && digitValue(text.charCodeAt(at + 1)) < 10;
}

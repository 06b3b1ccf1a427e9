import type { Text } from '../l10n/text';
import { fault } from './fault';
import { integerFault, limit, printInteger } from './integer';
import { indexOfCode, scanEnd, scanUnsigned } from './scan';
import type { SpanType } from './span';
import { spanType } from './span';
import type { ValueContext, ValueFault, ValueSuggestion } from './value-type';

export interface IntegerRangeOptions {
  readonly id: string;
  /** The largest value. `U64` stands for 2^64-1. */
  readonly max: number;
  readonly min?: number;
  /** What stands between the two ends; `:` where it is left out, as in all of libxtables' own ranges. */
  readonly separator?: ':' | '-';
  /** Either end may be left out (`10:`, `:10`); true where it is left out, as in libxtables' own ranges. */
  readonly open?: boolean;
  /** A single number will not do. */
  readonly bothEnds?: boolean;
  readonly doc?: Text;
  readonly describe?: (from: number, to: number, context: ValueContext) => Text | undefined;
  readonly suggest?: readonly ValueSuggestion[];
  /** What `iptables-save` prints for a range that is open at its end: `iptables-save` fills the limit in unless this is set. */
  readonly print?: (from: string, to: string) => string;
}

/** The ends of a range, both the same for a single number. */
export interface IntegerRange {
  readonly from: number;
  readonly to: number;
}

/**
 * A number or a range of two, `from:to`, as libxtables' `XTTYPE_UINT*RC` reads it (xtoptions.c, `xtopt_parse_mint`).
 * 1.8.11 refuses a range that runs backwards; 1.8.9 loads it and it never matches.
 */
export function integerRange(options: IntegerRangeOptions): SpanType {
  const { id, max, min = 0, separator = ':', open = true, bothEnds = false } = options;
  const between = separator.charCodeAt(0);
  /** One end that is no number, or out of range. `rest` is where the whole value ends; iptables quotes the value up to there. */
  const endFault = (text: string, start: number, end: number, rest: number, least: number): ValueFault => {
    const value = scanUnsigned(text, start, end);
    const stray = value >= least && value <= max && scanEnd < end;
    const refusal = stray
      ? `…: Argument to "--…" has unexpected characters near "${text.slice(scanEnd, rest)}".`
      : `…: bad value for option "--…" near "${text.slice(start, rest)}", or out of range (${limit(least)}-${limit(max)}).`;
    return integerFault(text, start, end, min, max, 0, refusal);
  };
  const reversed = (text: string, start: number, middle: number, third: number, end: number, from: number): ValueFault => {
    const [first, last] = [text.slice(start, middle), text.slice(middle + 1, third)];
    return fault(
      start,
      third,
      `The range runs backwards: ${first} is larger than ${last}. Swap its ends.`,
      `範囲が逆です。${first} は ${last} より大きいため、両端を入れ替えてください。`,
      {
        refusal: `…: bad value for option "--…" near "${text.slice(middle + 1, end)}", or out of range (${limit(from)}-${limit(max)}).`,
        suggestion: `${last}${separator}${first}`,
      },
    );
  };
  return spanType({
    id,
    doc: options.doc ?? {
      en: `A number from ${limit(min)} to ${limit(max)}, or a range \`from${separator}to\`${open ? '; either end may be left out' : ''}.`,
      ja: `${limit(min)} から ${limit(max)} までの数値、または \`開始${separator}終了\` の範囲です。${open ? 'どちらの端も省略できます。' : ''}`,
    },
    checkSpan(text, start, end) {
      const middle = indexOfCode(text, between, start, end);
      let from = min;
      if (middle > start || !open) {
        from = scanUnsigned(text, start, middle);
        if (scanEnd !== middle || from < min || from > max) return endFault(text, start, middle, end, min);
      } else if (middle === end) {
        return integerFault(text, start, end, min, max, 0, bothEnds ? badRange(text.slice(start, end)) : undefined);
      }
      if (middle === end) return bothEnds ? missingEnd(text, start, end, separator) : undefined;
      const second = middle + 1;
      if (second === end && open) return undefined;
      const third = indexOfCode(text, between, second, end);
      const to = third === second ? max : scanUnsigned(text, second, third);
      if (third !== second && (scanEnd !== third || to < min || to > max)) return endFault(text, second, third, end, from);
      if (to < from) return reversed(text, start, middle, third, end, from);
      return third === end ? undefined : tooManyEnds(text, third, end);
    },
    describe(text, context) {
      const range = parseIntegerRange(text, { max, min, separator });
      return range === undefined ? undefined : (options.describe?.(range.from, range.to, context) ?? describeRange(range, max));
    },
    suggest: () => options.suggest ?? [],
    canonical(text) {
      const middle = indexOfCode(text, between, 0, text.length);
      const from = middle === 0 ? limit(min) : printInteger(text.slice(0, middle));
      if (middle === text.length) return from;
      const to = middle + 1 === text.length ? limit(max) : printInteger(text.slice(middle + 1));
      if (options.print !== undefined) return options.print(from, to);
      return from === to ? from : `${from}${separator}${to}`;
    },
  });
}

/**
 * The two ends of a right range, open ends filled in.
 * @returns `undefined` for a text that is none.
 */
export function parseIntegerRange(
  text: string,
  limits: { readonly max: number; readonly min?: number; readonly separator?: ':' | '-' },
): IntegerRange | undefined {
  const { max, min = 0, separator = ':' } = limits;
  const middle = indexOfCode(text, separator.charCodeAt(0), 0, text.length);
  let from = min;
  if (middle > 0) {
    from = scanUnsigned(text, 0, middle);
    if (scanEnd !== middle || from < min || from > max) return undefined;
  }
  if (middle === text.length) return { from, to: from };
  if (middle + 1 === text.length) return { from, to: max };
  const to = scanUnsigned(text, middle + 1, text.length);
  return scanEnd === text.length && to >= min && to <= max ? { from, to } : undefined;
}

function missingEnd(text: string, start: number, end: number, separator: string): ValueFault {
  return fault(
    start,
    end,
    `A range is needed here: two numbers with "${separator}" between them.`,
    `ここには「${separator}」で区切った 2 つの数値(範囲)が必要です。`,
    { refusal: badRange(text.slice(start, end)) },
  );
}

function tooManyEnds(text: string, start: number, end: number): ValueFault {
  return fault(
    start,
    end,
    `A range has two ends; "${text.slice(start, end)}" is one too many.`,
    `範囲に書ける端は 2 つまでです。「${text.slice(start, end)}」は余分です。`,
    { refusal: '…: Too many components for option "--…" (max: 2)' },
  );
}

/** The words of NFQUEUE, which alone asks for both ends (libxt_NFQUEUE.c). */
function badRange(word: string): string {
  return `Bad range "${word}"`;
}

function describeRange(range: IntegerRange, max: number): Text | undefined {
  if (range.from === range.to) return undefined;
  const to = limit(Math.min(range.to, max));
  return { en: `From ${limit(range.from)} to ${to}, both included.`, ja: `${limit(range.from)} から ${to} まで(両端を含みます)。` };
}

import type { Text } from '../l10n/text';
import { fault } from './fault';
import { integerFault, unsignedInteger } from './integer';
import { scanEnd, scanUnsigned, U32 } from './scan';
import type { SpanType } from './span';
import { spanType } from './span';
import type { ValueFault } from './value-type';

const SLASH = 47;

/** A mark and the bits of it that count. */
export interface Mark {
  readonly value: number;
  readonly mask: number;
}

const trailing = '…: trailing garbage after value for option "--…".';
const badValue = '…: bad integer value for option "--…", or out of range.';

/** `--mark` of the mark and connmark matches: `value[/mask]` (xtables.c, `xtables_parse_val_mask`). */
export const markMask = markType('mark-mask', {
  doc: {
    en: 'A mark of 32 bits, with `/mask` where only some of its bits count; decimal, `0x` hexadecimal, or octal with a leading `0`.',
    ja: '32 ビットのマークです。一部のビットだけを調べるには `/マスク` を付けます。10 進数、`0x` で始まる 16 進数、`0` で始まる 8 進数で書けます。',
  },
  describe: ({ value, mask }) =>
    mask === U32
      ? { en: `The mark is ${both(value)}.`, ja: `マークが ${both(value)} であることを表します。` }
      : {
          en: `The bits ${hex(mask)} of the mark are ${hex(value)}.`,
          ja: `マークのうち ${hex(mask)} のビットが ${hex(value)} であることを表します。`,
        },
  judge: neverMatching,
});

const setting = {
  doc: {
    en: 'A mark of 32 bits, with `/mask` for the bits to change; without one, all of them.',
    ja: '32 ビットのマークです。`/マスク` で変更するビットを指定します。マスクがなければ全ビットを変更します。',
  },
  describe: ({ value, mask }: Mark) =>
    mask === U32
      ? { en: `Sets the mark to ${both(value)}.`, ja: `マークを ${both(value)} にします。` }
      : {
          en: `Changes the bits ${hex(mask)} of the mark, by the value ${hex(value)}.`,
          ja: `マークのうち ${hex(mask)} のビットを、値 ${hex(value)} によって変更します。`,
        },
};

/** `--set-mark` of MARK and CONNMARK: `value[/mask]`; the bits of the value count as part of the mask (libxt_MARK.c, `mark_tg_parse`). */
export const markSet = markType('mark-set', {
  ...setting,
  print: ({ value, mask }) => `${hex(value)}/${hex((value | mask) >>> 0)}`,
});

/** `--set-xmark` of MARK and CONNMARK: the bits of the mask are cleared, then those of the value are flipped. */
export const markExclusive = markType('mark-exclusive', { ...setting, print: ({ value, mask }) => `${hex(value)}/${hex(mask)}` });

/** A mark without a mask: `--and-mark`, `--or-mark`, `--xor-mark` (libxt_MARK.c). */
export const mark = unsignedInteger({
  id: 'mark',
  max: U32,
  print: 'hex',
  doc: { en: 'Bits of a mark: a number of 32 bits.', ja: 'マークのビットを表す 32 ビットの数値です。' },
  describe: (value) => ({ en: `${both(value)}.`, ja: `${both(value)} です。` }),
});

/** `--nfmask`, `--ctmask` and `--mask` of CONNMARK (libxt_CONNMARK.c). */
export const nfMask = unsignedInteger({
  id: 'mark-bits',
  max: U32,
  print: 'hex',
  doc: { en: 'The bits of the mark to copy: a number of 32 bits.', ja: 'コピーするマークのビットを表す 32 ビットの数値です。' },
  describe: (value) => ({ en: `The bits ${hex(value)}.`, ja: `${hex(value)} のビットです。` }),
  suggest: [{ value: '0xffffffff' }, { value: '0xff' }, { value: '0xffff' }],
});

/**
 * The mark and mask of a right value; the mask is all ones where none is written.
 * @returns `undefined` for a text that is refused.
 */
export function parseMark(text: string): Mark | undefined {
  const value = scanUnsigned(text, 0, text.length);
  if (value < 0 || value > U32) return undefined;
  if (scanEnd === text.length) return { value, mask: U32 };
  if (text.charCodeAt(scanEnd) !== SLASH) return undefined;
  const mask = scanUnsigned(text, scanEnd + 1, text.length);
  return mask < 0 || mask > U32 || scanEnd !== text.length ? undefined : { value, mask };
}

function markType(
  id: string,
  options: {
    readonly doc: Text;
    readonly describe: (parsed: Mark) => Text;
    readonly print?: (parsed: Mark) => string;
    readonly judge?: (value: number, mask: number, inverted: boolean, text: string, start: number, end: number) => ValueFault | undefined;
  },
): SpanType {
  return spanType({
    id,
    doc: options.doc,
    checkSpan(text, start, end, context) {
      const value = scanUnsigned(text, start, end);
      const stop = scanEnd;
      if (value < 0 || value > U32) return valueFault(text, start, end);
      if (stop === end) return undefined;
      if (text.charCodeAt(stop) !== SLASH) return integerFault(text, start, end, 0, U32, 0, trailing);
      const mask = scanUnsigned(text, stop + 1, end);
      if (mask < 0 || mask > U32) return maskFault(text, stop, end);
      if (scanEnd !== end) return integerFault(text, stop + 1, end, 0, U32, 0, trailing);
      return options.judge?.(value, mask, context.inverted, text, start, end);
    },
    describe(text) {
      const parsed = parseMark(text);
      return parsed === undefined ? undefined : options.describe(parsed);
    },
    suggest: () => [],
    canonical(text) {
      const parsed = parseMark(text);
      if (parsed === undefined) return undefined;
      if (options.print !== undefined) return options.print(parsed);
      return parsed.mask === U32 ? hex(parsed.value) : `${hex(parsed.value)}/${hex(parsed.mask)}`;
    },
  });
}

function valueFault(text: string, start: number, end: number): ValueFault {
  const slash = text.indexOf('/', start);
  return integerFault(text, start, slash > start && slash < end ? slash : end, 0, U32, 0, badValue);
}

function maskFault(text: string, slash: number, end: number): ValueFault {
  if (slash + 1 === end)
    return fault(slash, end, 'The mask behind the "/" is missing.', '「/」の後ろにマスクがありません。', { refusal: badValue });
  return integerFault(text, slash + 1, end, 0, U32, 0, badValue);
}

/** A value with bits outside its mask: `mark & mask == value` is never true (net/netfilter/xt_mark.c, `mark_mt`). */
function neverMatching(value: number, mask: number, inverted: boolean, text: string, start: number, end: number): ValueFault | undefined {
  if ((value & ~mask) === 0) return undefined;
  const masked = hex((value & mask) >>> 0);
  return fault(
    start,
    end,
    `"${text.slice(start, end)}" asks for bits outside of its mask, so it ${inverted ? 'always' : 'never'} matches; the mask leaves only ${masked}.`,
    `「${text.slice(start, end)}」はマスク外のビットを求めているため、${inverted ? '常に一致します' : '一致することはありません'}。マスクで残るのは ${masked} だけです。`,
    { code: 'never-matching-value' },
  );
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}

/** `0x10 (16)`, and one of them where both are the same. */
function both(value: number): string {
  return value < 10 ? String(value) : `${hex(value)} (${value})`;
}

import type { MarkOwner, MarkSetting } from './schema';

type Operation = 'set-xmark' | 'set-mark' | 'and-mark' | 'or-mark' | 'xor-mark';

/** What the options of MARK and CONNMARK make of a mark (`mark_tg_parse` in libxt_MARK.c, `connmark_tg_parse` in libxt_CONNMARK.c). */
export function markSettings(owner: MarkOwner): Readonly<Record<Operation, MarkSetting>> {
  return {
    'set-xmark': { owner, bits: ({ value, mask }) => ({ clear: mask, flip: value }) },
    'set-mark': { owner, bits: ({ value, mask }) => ({ clear: (mask | value) >>> 0, flip: value }) },
    'and-mark': { owner, bits: ({ value }) => ({ clear: ~value >>> 0, flip: 0 }) },
    'or-mark': { owner, bits: ({ value }) => ({ clear: value, flip: value }) },
    'xor-mark': { owner, bits: ({ value }) => ({ clear: 0, flip: value }) },
  };
}

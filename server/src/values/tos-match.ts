import { fault } from './fault';
import { indexOfCode, scanEnd, scanUnsigned } from './scan';
import { spanType } from './span';
import { tosValue } from './tos-value';

const SLASH = 47;

/** `--tos` of the tos match: as the target's, and the bits outside of the mask are zero in every packet's (net/netfilter/xt_dscp.c, `tos_mt`). */
export const tosMatchValue = spanType({
  id: 'tos-match',
  doc: tosValue.doc,
  checkSpan(text, start, end, context) {
    const found = tosValue.checkSpan(text, start, end, context);
    if (found !== undefined) return found;
    const slash = indexOfCode(text, SLASH, start, end);
    if (slash === end) return undefined;
    const value = scanUnsigned(text, start, slash);
    const mask = scanUnsigned(text, slash + 1, end);
    if ((value & ~mask) === 0) return undefined;
    const masked = `0x${(value & mask).toString(16)}`;
    return fault(
      start,
      end,
      `"${text.slice(start, end)}" asks for bits outside of its mask, so it ${context.inverted ? 'always' : 'never'} matches; the mask leaves only ${masked}.`,
      `「${text.slice(start, end)}」はマスク外のビットを求めているため、${context.inverted ? '常に一致します' : '一致することはありません'}。マスクで残るのは ${masked} だけです。`,
      { code: 'never-matching-value' },
    );
  },
  describe: (text, context) => tosValue.describe?.(text, context),
  suggest: (text, context) => tosValue.suggest?.(text, context) ?? [],
  canonical(text, context) {
    const named = tosValue.suggest?.(text, context).find(({ value }) => value.toLowerCase() === text.toLowerCase());
    if (named !== undefined) return `${named.detail}/0x3f`;
    const value = scanUnsigned(text, 0, text.length);
    const mask = scanEnd === text.length ? 0xff : scanUnsigned(text, scanEnd + 1, text.length);
    return `0x${hex(value)}/0x${hex(mask)}`;
  },
});

function hex(value: number): string {
  return value.toString(16).padStart(2, '0');
}

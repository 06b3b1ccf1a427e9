import { fault } from './fault';
import { scanEnd, scanUnsigned, U32 } from './scan';
import type { SpanType } from './span';
import { spanType } from './span';

/** How long a LED stays lit: milliseconds, or `inf` (libxt_LED.c: whatever begins with it, in any case). */
export const ledDelay: SpanType = spanType({
  id: 'led-delay',
  doc: { en: 'Milliseconds, or `inf` for ever.', ja: 'ミリ秒数、または `inf`(消えない)です。' },
  checkSpan(text, start, end) {
    if (/^inf/i.test(text.slice(start, start + 3))) return undefined;
    const value = scanUnsigned(text, start, end);
    if (value >= 0 && value <= U32 && scanEnd === end) return undefined;
    return fault(
      start,
      end,
      `"${text.slice(start, end)}" is no delay; write milliseconds from 0 to ${U32}, or inf.`,
      `「${text.slice(start, end)}」は時間ではありません。0 から ${U32} までのミリ秒数か inf を書いてください。`,
      { refusal: `Delay value must be within range 0..${U32}` },
    );
  },
  suggest: () => [{ value: 'inf', doc: { en: 'Stays lit.', ja: '点灯したままにします。' } }, { value: '1000' }],
});

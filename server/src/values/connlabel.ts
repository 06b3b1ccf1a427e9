import { fault } from './fault';
import { scanEnd, scanUnsigned } from './scan';
import type { SpanType } from './span';
import { spanType } from './span';

/**
 * A connection label: its number, or its name from /etc/xtables/connlabel.conf (libxt_connlabel.c, `connlabel_mt_parse`).
 * The kernel has 128 of them; the number is cut to 16 bits on its way there. A name depends on the machine.
 */
export const connectionLabel: SpanType = spanType({
  id: 'connection-label',
  doc: {
    en: 'A connection label: a number from 0 to 127, or a name from `/etc/xtables/connlabel.conf`.',
    ja: 'コネクションのラベルです。0~127 の番号、または `/etc/xtables/connlabel.conf` の名前で書きます。',
  },
  checkSpan(text, start, end) {
    if (start === end) {
      return fault(start, end, 'The label is empty; write a number or a name.', 'ラベルが空です。番号か名前を書いてください。', {
        refusal: 'Argument must have a minimum length of 1 characters',
      });
    }
    const number = scanUnsigned(text, start, end);
    if (scanEnd !== end || number < 0 || number <= 127) return undefined;
    const word = text.slice(start, end);
    if (number % 65_536 <= 127) {
      return fault(
        start,
        end,
        `There is no label ${word}; the kernel has 0 to 127, and this loads as ${number % 65_536}.`,
        `ラベル ${word} はありません。カーネルで使えるのは 0~127 で、これは ${number % 65_536} として読み込まれます。`,
      );
    }
    return fault(
      start,
      end,
      `There is no label ${word}; the kernel has 0 to 127.`,
      `ラベル ${word} はありません。カーネルで使えるのは 0~127 です。`,
      { refusal: 'RULE_APPEND failed (Numerical result out of range)' },
    );
  },
});

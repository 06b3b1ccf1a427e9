import { fault } from './fault';
import { indexOfCode, scanEnd, scanUnsigned, U32 } from './scan';
import type { SpanType } from './span';
import { spanType } from './span';

const slash = 47;

/**
 * A device group: a number with an optional mask, or a name from /etc/iproute2/group (libxt_devgroup.c; `xtables_parse_val_mask`
 * in xtables.c). Which names exist depends on the machine.
 */
export const deviceGroup: SpanType = spanType({
  id: 'device-group',
  doc: {
    en: 'A group of network devices (`ip link set … group`): a number, with a mask if wanted (`0x10/0xf0`), or a name from `/etc/iproute2/group`.',
    ja: 'ネットワークデバイスのグループ(`ip link set … group`)です。番号(`0x10/0xf0` のようにマスクも可)、または `/etc/iproute2/group` の名前で書きます。',
  },
  checkSpan(text, start, end) {
    const group = scanUnsigned(text, start, end);
    const stop = scanEnd;
    if (group > U32 && stop === end) {
      return fault(start, end, 'A group number has 32 bits: 0 to 4294967295.', 'グループ番号は 32 ビット(0~4294967295)です。', {
        refusal: `devgroup: could not map name ${text.slice(start, end)} to an integer value for option "--…".`,
      });
    }
    if (group < 0 || group > U32 || stop === end || text.charCodeAt(stop) !== slash) return undefined;
    const mask = scanUnsigned(text, stop + 1, end);
    if (scanEnd === end && mask >= 0 && mask <= U32) return undefined;
    return fault(
      stop + 1,
      end,
      'The mask must be a number of 32 bits: `0xff`.',
      'マスクには `0xff` のような 32 ビットの数値を書いてください。',
      { refusal: 'devgroup: bad integer value for option "--…", or out of range.' },
    );
  },
  suggest: () => [{ value: 'default', detail: '0' }],
  canonical(text) {
    const middle = indexOfCode(text, slash, 0, text.length);
    const group = scanUnsigned(text, 0, middle);
    if (scanEnd !== middle || group < 0) return text;
    if (middle === text.length) return `0x${group.toString(16)}`;
    const mask = scanUnsigned(text, middle + 1, text.length);
    return mask === U32 ? `0x${group.toString(16)}` : `0x${group.toString(16)}/0x${mask.toString(16)}`;
  },
});

import { fault } from './fault';
import { scanEnd, scanUnsigned } from './scan';
import type { SpanType } from './span';
import { spanType } from './span';

const mostOptions = 16;

/**
 * Options of an IPv6 destination or hop-by-hop header: up to 16 of `type[:length]`, separated by commas (libip6t_dst.c and
 * libip6t_hbh.c, `parse_options`). Both numbers are cut to eight bits without a word, so a larger one loads as another.
 */
export const ipv6Options: SpanType = spanType({
  id: 'ipv6-options',
  doc: {
    en: 'Option types, each with its length if wanted: `type[:length],…`, at most 16. `0` is Pad1, `1` PadN, `5` Router Alert, `194` Jumbo Payload.',
    ja: 'オプションのタイプを、必要なら長さを添えて `type[:length],…` の形で 16 個まで並べます。`0` は Pad1、`1` は PadN、`5` は Router Alert、`194` は Jumbo Payload です。',
  },
  checkSpan(text, start, end) {
    let count = 0;
    for (let at = start; at <= end; ) {
      const comma = text.indexOf(',', at);
      const stop = comma < 0 || comma > end ? end : comma;
      const colon = text.indexOf(':', at);
      const typeEnd = colon < 0 || colon > stop ? stop : colon;
      count++;
      if (count > mostOptions || (count === mostOptions && typeEnd < stop)) {
        return fault(
          at,
          end,
          `At most ${mostOptions} options are taken, and the last one cannot have a length.`,
          `オプションは ${mostOptions} 個までで、${mostOptions} 個目には長さを付けられません。`,
          { refusal: count > mostOptions ? 'too many addresses specified' : 'too many ports specified' },
        );
      }
      const type = octet(text, at, typeEnd, 'opt');
      if (typeof type !== 'number') return type;
      if (typeEnd < stop) {
        if (type === 0) {
          return fault(typeEnd, stop, 'Pad1 (0) is a single byte and has no length.', 'Pad1(0)は 1 バイトだけで、長さはありません。', {
            refusal: "PAD0 hasn't got length",
          });
        }
        const length = octet(text, typeEnd + 1, stop, 'length');
        if (typeof length !== 'number') return length;
      }
      at = stop + 1;
    }
    return undefined;
  },
});

function octet(text: string, start: number, end: number, what: 'opt' | 'length') {
  const value = scanUnsigned(text, start, end);
  const word = text.slice(start, end);
  if (value >= 0 && scanEnd === end && value <= 255) return value;
  if (word === '') {
    return fault(start, end, 'A number is missing here.', '数値がありません。', { refusal: `no valid digits in ${what} \`'` });
  }
  const wraps = (value >= 0 && scanEnd === end) || /^\s*-\d+$/.test(word);
  if (wraps) {
    return fault(
      start,
      end,
      `"${word}" is not a number from 0 to 255; iptables keeps eight bits of it and loads another one.`,
      `「${word}」は 0~255 の数値ではありません。iptables は下位 8 ビットだけを残し、別の値として読み込みます。`,
    );
  }
  return fault(start, end, `"${word}" is not a number from 0 to 255.`, `「${word}」は 0~255 の数値ではありません。`, {
    refusal: value < 0 ? `no valid digits in ${what} \`${word}'` : `error parsing ${what} \`${word}'`,
  });
}

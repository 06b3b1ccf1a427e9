import { fault } from './fault';
import { scanIpv4 } from './ipv4';
import { ipv6Words, printIpv6, scanIpv6 } from './ipv6';
import { indexOfCode } from './scan';
import { spanType } from './span';
import type { ValueFault } from './value-type';

const COMMA = 44;
/** IP6T_RT_HOPS of the kernel. */
const MOST = 16;

/** `--rt-0-addrs`: IPv6 addresses between commas, without names, masks or zones (libip6t_rt.c, `parse_addresses`). */
export const routingAddresses = spanType({
  id: 'routing-addresses',
  doc: {
    en: 'IPv6 addresses between commas, at most 16, without masks.',
    ja: 'IPv6 アドレスをコンマ区切りで 16 個まで並べます。マスクは付けられません。',
  },
  checkSpan(text, start, end) {
    let count = 0;
    for (let at = start; ; ) {
      const stop = indexOfCode(text, COMMA, at, end);
      if (++count > MOST) {
        return fault(at - 1, end, `At most ${MOST} addresses fit here.`, `ここに書けるアドレスは ${MOST} 個までです。`, {
          refusal: 'too many addresses specified',
        });
      }
      if (!scanIpv6(text, at, stop)) return wrongAddress(text, at, stop);
      if (stop === end) return undefined;
      at = stop + 1;
    }
  },
  suggest: () => [],
  canonical: (text) =>
    text
      .split(',')
      .map((entry) => (scanIpv6(entry, 0, entry.length) ? printIpv6(ipv6Words) : entry))
      .join(','),
});

function wrongAddress(text: string, start: number, end: number): ValueFault {
  const word = text.slice(start, end);
  const refusal = `bad address: ${word}`;
  if (word === '') return fault(start, end, 'An IPv6 address is missing here.', 'IPv6 アドレスがありません。', { refusal });
  const rest = word.search(/[/%]/);
  if (rest >= 0 && scanIpv6(text, start, start + rest)) {
    return fault(start + rest, end, 'Only a bare address can stand here.', 'ここにはアドレスだけを書いてください。', {
      refusal,
      suggestion: '',
    });
  }
  return scanIpv4(word, 0, word.length) >= 0
    ? fault(
        start,
        end,
        'This is an IPv4 address; routing headers have IPv6 addresses.',
        'これは IPv4 アドレスです。ルーティングヘッダーには IPv6 アドレスを書いてください。',
        { refusal },
      )
    : fault(
        start,
        end,
        `"${word}" is not an IPv6 address; names are not taken here.`,
        `「${word}」は IPv6 アドレスではありません。ここでは名前も使えません。`,
        { refusal },
      );
}

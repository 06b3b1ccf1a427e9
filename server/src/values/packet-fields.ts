import { unsignedInteger } from './integer';
import { integerRange } from './integer-range';
import { U8, U16 } from './scan';
import { spanType } from './span';

/** A TTL or hop limit (libipt_ttl.c, libip6t_hl.c, libipt_TTL.c, libip6t_HL.c). */
export const ttl = unsignedInteger({
  id: 'ttl',
  max: U8,
  doc: { en: 'A time to live (IPv6: a hop limit), from 0 to 255.', ja: 'TTL(IPv6 ではホップリミット)です。0 から 255 までです。' },
  suggest: [
    { value: '64', detail: 'Linux' },
    { value: '128', detail: 'Windows' },
    { value: '255', detail: 'routers' },
  ],
});

/** By how much TTL and HL change the field: not by 0. */
export const ttlStep = unsignedInteger({
  id: 'ttl-step',
  min: 1,
  max: U8,
  doc: { en: 'By how much: from 1 to 255.', ja: '増減する量です。1 から 255 までです。' },
});

const setMss = { ipv4: mssUpTo(U16 - 20), ipv6: mssUpTo(U16 - 40) };

/** `--set-mss` of TCPMSS: what the IP header leaves of a packet (libxt_TCPMSS.c). */
export const mss = spanType({
  id: 'mss',
  doc: {
    en: 'A maximum segment size in bytes: at most 65515, in IPv6 65495.',
    ja: '最大セグメントサイズ(MSS)のバイト数です。65515 まで、IPv6 では 65495 までです。',
  },
  checkSpan: (text, start, end, context) => setMss[context.family].checkSpan(text, start, end, context),
  suggest: (_text, context) =>
    context.family === 'ipv4'
      ? [
          { value: '1460', detail: 'Ethernet' },
          { value: '1452', detail: 'PPPoE' },
          { value: '1360', detail: 'VPN' },
        ]
      : [
          { value: '1440', detail: 'Ethernet' },
          { value: '1432', detail: 'PPPoE' },
        ],
  canonical: (text, context) => setMss[context.family].canonical?.(text, context),
});

/** `--mss` of the tcpmss match (libxt_tcpmss.c). */
export const mssRange = integerRange({
  id: 'mss-range',
  max: U16,
  doc: { en: 'A maximum segment size, or a range `from:to`.', ja: '最大セグメントサイズ(MSS)、または `開始:終了` の範囲です。' },
});

/** `--queue-num` of NFQUEUE (libxt_NFQUEUE.c). */
export const queueNumber = unsignedInteger({
  id: 'queue-number',
  max: U16,
  doc: {
    en: 'The number of a queue, from 0 to 65535; 0 where it is left out.',
    ja: 'キューの番号です。0 から 65535 まで、省略時は 0 です。',
  },
});

/** `--queue-balance` of NFQUEUE: two different numbers (libxt_NFQUEUE.c, `NFQUEUE_parse_v3`). */
const balance = integerRange({ id: 'queue-balance', max: U16 - 1, bothEnds: true });
export const queueBalance = spanType({
  id: 'queue-balance',
  doc: {
    en: 'The first and the last queue, `from:to`, at most 65534; the last must be the larger.',
    ja: '最初と最後のキュー番号を `開始:終了` で書きます(65534 まで)。終了は開始より大きくなければなりません。',
  },
  checkSpan(text, start, end, context) {
    const found = balance.checkSpan(text, start, end, context);
    if (found !== undefined) return found;
    const ends = balance.canonical?.(text.slice(start, end), context) ?? '';
    if (ends.includes(':')) return undefined;
    return {
      start,
      end,
      message: {
        en: `Both ends are ${ends}; queues are spread over two at least. Use --queue-num for one.`,
        ja: `両端がどちらも ${ends} です。2 つ以上のキューが必要です。1 つだけなら --queue-num を使ってください。`,
      },
      refusal: `${ends} should be less than ${ends}`,
    };
  },
  // An end that is left open is printed as 65535; `0:` is refused for it, so it stays as it is written.
  canonical: (text, context) => (text.endsWith(':') ? undefined : balance.canonical?.(text, context)),
});

function mssUpTo(max: number) {
  return unsignedInteger({ id: 'mss', max });
}

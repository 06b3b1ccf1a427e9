import { oneOf } from './one-of';

/** `--pkt-type` (libxt_pkttype.c, `parse_pkttype`): how the link layer addressed the packet. */
export const packetType = oneOf(
  [
    { value: 'unicast', aliases: ['host'], doc: { en: 'Sent to this host alone.', ja: 'このホスト宛てのパケットです。' } },
    {
      value: 'broadcast',
      aliases: ['bcast'],
      doc: { en: 'Sent to every host of the link.', ja: 'リンク上の全ホスト宛て(ブロードキャスト)のパケットです。' },
    },
    {
      value: 'multicast',
      aliases: ['mcast'],
      doc: { en: 'Sent to a group of hosts.', ja: 'グループ宛て(マルチキャスト)のパケットです。' },
    },
    { value: 'otherhost', doc: { en: 'Sent to another host, and seen all the same.', ja: 'ほかのホスト宛てのパケットです。' } },
  ],
  {
    id: 'packet-type',
    caseInsensitive: true,
    doc: {
      en: 'How the link layer addressed the packet: `unicast`, `broadcast`, `multicast` or `otherhost`.',
      ja: 'リンク層での宛先の種類です。`unicast`、`broadcast`、`multicast`、`otherhost` のいずれかです。',
    },
    refusal: (word) => `Bad packet type '${word}'`,
  },
);

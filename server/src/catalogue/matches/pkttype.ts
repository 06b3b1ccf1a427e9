import { packetType } from '../../values';
import type { MatchSpec } from '../schema';

/** How the link layer addressed a packet. Facts: libxt_pkttype.c, `pkttype_mt` in the kernel's xt_pkttype.c. */
export const pkttypeMatch: MatchSpec = {
  kind: 'match',
  name: 'pkttype',
  steady: true,
  reads: [],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches packets by how the link layer addressed them: to this host, to all, to a group.',
    ja: 'リンク層での宛先の種類(自ホスト宛て、ブロードキャスト、マルチキャスト)で判定します。',
  },
  doc: {
    en: 'The address of the Ethernet frame counts, not the IP address; `-m addrtype --dst-type` asks for that. Copies of the host’s own multicasts and broadcasts that loop back to it count as such. It is of use for packets that come in: what this host sends is `unicast` in `OUTPUT`, whatever its address.',
    ja: '見るのはイーサネットフレームの宛先で、IP アドレスではありません。IP アドレスの種類は `-m addrtype --dst-type` で判定します。このホスト自身のマルチキャストやブロードキャストが戻ってきた場合も、その種類として扱われます。受信パケットのための match です。このホストが送るパケットは、`OUTPUT` では宛先にかかわらず `unicast` になります。',
  },
  options: [
    {
      name: 'pkt-type',
      required: true,
      invertible: true,
      values: [{ type: packetType, label: 'unicast|broadcast|multicast|otherhost', sample: 'broadcast' }],
      doc: {
        en: '`unicast` (also `host`): to this host; `broadcast` (`bcast`): to all; `multicast` (`mcast`): to a group; `otherhost`: to another host, which normally never comes so far.',
        ja: '`unicast`(`host` とも)は自ホスト宛て、`broadcast`(`bcast`)は全ホスト宛て、`multicast`(`mcast`)はグループ宛てです。`otherhost` はほかのホスト宛てで、通常ここまで届きません。',
      },
    },
  ],
  examples: [
    {
      table: 'filter',
      rules: ['-A INPUT -m pkttype --pkt-type broadcast -j DROP', '-A INPUT -p icmp -m pkttype ! --pkt-type unicast -j DROP'],
      family: 'ipv4',
      title: { en: 'Keeps broadcasts out of the log', ja: 'ログに残る前にブロードキャストを破棄します' },
    },
  ],
  source: { man: 'pkttype', file: 'extensions/libxt_pkttype.c', kernel: 'net/netfilter/xt_pkttype.c' },
};

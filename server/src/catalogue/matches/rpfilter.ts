import type { MatchSpec } from '../schema';

/** The reverse path of a packet. Facts: libxt_rpfilter.c, `rpfilter_mt` and `rpfilter_check` in the kernel's ipt_rpfilter.c and ip6t_rpfilter.c. */
export const rpfilterMatch: MatchSpec = {
  kind: 'match',
  name: 'rpfilter',
  steady: true,
  reads: ['header', 'source', 'destination'],
  families: ['ipv4', 'ipv6'],
  tables: ['raw', 'mangle'],
  chains: ['PREROUTING'],
  summary: {
    en: 'Matches packets whose answer would leave by the interface they came in by.',
    ja: '返信が、届いたのと同じインターフェースから出ていくパケットに一致します。',
  },
  doc: {
    en: [
      'A test against forged source addresses, as `net.ipv4.conf.*.rp_filter`, which IPv6 does not have: the routing table is asked for the way back to the source. A bare `-m rpfilter` matches what passes; to drop what fails add `--invert`.',
      'Packets from loopback always pass. Where answers rightly take another way (several uplinks, policy routing) use `--loose`, and `--validmark` where a mark chooses the route. In `raw` no mark has been set yet; in `mangle` rules before it may have.',
      'IPsec packets are not treated in a special way; let them pass by `-m policy` first. With IPv6, accept router advertisements and neighbour solicitations first, as firewalld does.',
    ].join('\n\n'),
    ja: [
      '送信元アドレスの偽装を検査します。`net.ipv4.conf.*.rp_filter` と同様のもので、IPv6 には rp_filter がありません。送信元へ戻る経路をルーティングテーブルで調べます。`-m rpfilter` だけなら検査に合格したパケットに一致します。不合格のものを破棄するには `--invert` を付けます。',
      'ループバックからのパケットは常に合格します。返信が別の経路を通るのが正しい環境(複数の回線、ポリシールーティング)では `--loose` を、mark で経路を選んでいる場合は `--validmark` を使います。`raw` ではまだ mark が付いていませんが、`mangle` では前のルールで付けられます。',
      'IPsec のパケットは特別扱いされないため、先に `-m policy` で通してください。IPv6 では、firewalld と同じように、ルーター広告と近隣要請を先に許可しておくと安全です。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'loose',
      values: [],
      doc: {
        en: 'It is enough that there is a way back to the source, by whatever interface.',
        ja: 'どのインターフェース経由でも、送信元へ戻る経路があれば合格とします。',
      },
    },
    {
      name: 'validmark',
      reads: ['mark'],
      values: [],
      doc: { en: "The packet's mark counts in the route lookup.", ja: '経路を調べるときに、パケットの mark も使います。' },
    },
    {
      name: 'accept-local',
      values: [],
      doc: {
        en: 'Packets from outside with an address of this host as their source pass, too.',
        ja: 'このホスト自身のアドレスを送信元とする、外から来たパケットも合格とします。',
      },
    },
    {
      name: 'invert',
      values: [],
      doc: {
        en: 'Matches what fails the test. (A `!` before the match is not taken.)',
        ja: '検査に合格しないパケットに一致します(`!` は使えません)。',
      },
    },
  ],
  examples: [
    {
      table: 'raw',
      rules: ['-A PREROUTING -m rpfilter --invert -j DROP'],
      family: 'ipv4',
      title: { en: 'Drops packets with a forged source', ja: '送信元を偽装したパケットを破棄します' },
    },
    {
      table: 'mangle',
      rules: [
        '-A PREROUTING -m rpfilter --loose --validmark --accept-local -j ACCEPT',
        '-A PREROUTING -m limit --limit 10/minute -j LOG --log-prefix "rpfilter: "',
        '-A PREROUTING -j DROP',
      ],
      title: { en: 'The loose test, and a log of what fails', ja: '緩い検査を行い、不合格のパケットを記録します' },
    },
  ],
  source: { man: 'rpfilter', file: 'extensions/libxt_rpfilter.c', kernel: 'net/ipv4/netfilter/ipt_rpfilter.c' },
  since: 'Linux 3.3',
};

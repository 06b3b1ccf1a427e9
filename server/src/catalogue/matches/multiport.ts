import { multiportList } from '../../values';
import type { MatchSpec } from '../schema';

/** Lists of ports. Facts: `__multiport_parse_v1` in libxt_multiport.c, `check` in the kernel's xt_multiport.c. */
export const multiportMatch: MatchSpec = {
  kind: 'match',
  name: 'multiport',
  steady: true,
  readsHeader: true,
  reads: ['source', 'destination'],
  families: ['ipv4', 'ipv6'],
  protocols: ['tcp', 'udp', 'udplite', 'sctp', 'dccp'],
  protocolFirst: true,
  protocolRefusal: "multiport needs `-p tcp', `-p udp', `-p udplite', `-p sctp' or `-p dccp'",
  summary: {
    en: 'Matches up to 15 ports or port ranges at once.',
    ja: '最大 15 個のポートやポート範囲をまとめて判定します。',
  },
  doc: {
    en: [
      'A list has room for 15 ports; a range (`8000:8080`) takes the room of two. For more ports use several rules, or an ipset of type `bitmap:port`.',
      '`-p` must stand before it, and must be one of the protocols that have ports, not inverted. A protocol by number does as well (`-p 6`).',
      'Only one of the three options can be given; for source and destination lists together use two `-m multiport`. Unlike `--dport`, a range needs both ends, the lower one first, and they must differ.',
    ].join('\n\n'),
    ja: [
      '一覧には 15 個までポートを書けます。範囲(`8000:8080`)は 2 個分です。それより多い場合は、ルールを分けるか、`bitmap:port` 型の ipset を使います。',
      '`-p` をこの match より前に書き、ポートを持つプロトコルを(`!` なしで)指定する必要があります。`-p 6` のような番号でもかまいません。',
      '3 つのオプションのうち、書けるのは 1 つだけです。送信元と宛先の両方を一覧で判定するには、`-m multiport` を 2 回書きます。`--dport` と違い、範囲は両端が必要で、小さいほうを先に書き、両端は異なる値でなければなりません。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'source-ports',
      aliases: ['sports'],
      canonical: '--sports',
      invertible: true,
      excludes: ['destination-ports', 'ports'],
      values: [{ type: multiportList, label: 'port[,port|,port:port]…', sample: '53,67:68' }],
      doc: {
        en: 'The source port is one of these.',
        ja: '送信元ポートが一覧のいずれかに当てはまれば一致します。',
      },
    },
    {
      name: 'destination-ports',
      aliases: ['dports'],
      canonical: '--dports',
      invertible: true,
      excludes: ['source-ports', 'ports'],
      values: [{ type: multiportList, label: 'port[,port|,port:port]…', sample: '80,443,8000:8080' }],
      doc: {
        en: 'The destination port is one of these.',
        ja: '宛先ポートが一覧のいずれかに当てはまれば一致します。',
      },
    },
    {
      name: 'ports',
      invertible: true,
      excludes: ['source-ports', 'destination-ports'],
      values: [{ type: multiportList, label: 'port[,port|,port:port]…', sample: '5404,5405' }],
      doc: {
        en: 'The source port or the destination port is one of these. Mind that this lets packets pass by their source port alone, which the sender chooses.',
        ja: '送信元ポートまたは宛先ポートが一覧のいずれかに当てはまれば一致します。送信者が自由に選べる送信元ポートだけでも一致してしまう点に注意してください。',
      },
    },
  ],
  groups: [{ options: ['source-ports', 'destination-ports', 'ports'], count: 'exactly-one', refusal: 'no ports specified' }],
  examples: [
    {
      table: 'filter',
      rules: [
        '-A INPUT -p tcp -m multiport --dports 80,443,8000:8080 -j ACCEPT',
        '-A OUTPUT -p udp -m multiport --sports 53,67:68 -j ACCEPT',
        '-A INPUT -p udp -m multiport --ports 5404,5405 -j ACCEPT',
        '-A INPUT -p tcp -m multiport ! --dports 22,80 -j DROP',
      ],
      title: { en: 'Several services in one rule each', ja: '複数のサービスをそれぞれ 1 つのルールで扱います' },
    },
    {
      table: 'filter',
      rules: ['-A FORWARD -p tcp -m multiport --source-ports 1024:65535 -m multiport --destination-ports 25,465,587 -j ACCEPT'],
      title: {
        en: 'Source and destination lists together, by the match given twice',
        ja: 'match を 2 回書いて、送信元と宛先の両方を一覧で判定します',
      },
    },
  ],
  source: { man: 'multiport', file: 'extensions/libxt_multiport.c', kernel: 'net/netfilter/xt_multiport.c' },
};

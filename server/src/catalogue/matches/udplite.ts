import type { MatchSpec } from '../schema';

/**
 * UDP-Lite. The kernel's xt_tcpudp.c has a match of this name, but iptables ships no extension that speaks to it:
 * `-m udplite` is refused, and `-p udplite` brings no port options. `multiport` is the way.
 */
export const udpliteMatch: MatchSpec = {
  kind: 'match',
  name: 'udplite',
  steady: true,
  readsHeader: true,
  reads: ['source', 'destination'],
  families: ['ipv4', 'ipv6'],
  protocols: ['udplite'],
  summary: {
    en: 'UDP-Lite has no match of its own in iptables: use -p udplite -m multiport.',
    ja: 'iptables に UDP-Lite 専用の match はありません。-p udplite -m multiport を使います。',
  },
  doc: {
    en: [
      'UDP-Lite (protocol 136) is UDP whose checksum may cover a part of the packet only. The kernel could match its ports, but iptables ships no `udplite` extension: `-m udplite` is refused, and `--sport` and `--dport` are not known after `-p udplite`.',
      'The ports can be matched all the same, by `-p udplite -m multiport --dports 5000`.',
    ].join('\n\n'),
    ja: [
      'UDP-Lite(プロトコル番号 136)は、チェックサムの範囲をパケットの一部に限れる UDP です。カーネルはポートを判定できますが、iptables には `udplite` 拡張がありません。`-m udplite` は拒否され、`-p udplite` のあとの `--sport` や `--dport` も未知のオプションになります。',
      'ポートは `-p udplite -m multiport --dports 5000` で判定できます。',
    ].join('\n\n'),
  },
  deprecated: {
    en: 'iptables has no extension of this name. Write `-p udplite -m multiport --dports …` instead.',
    ja: 'iptables にこの名前の拡張はありません。代わりに `-p udplite -m multiport --dports …` と書いてください。',
  },
  options: [],
  check: () => [
    {
      message: {
        en: 'iptables has no udplite match, so the file is refused. Use `-p udplite -m multiport --dports` (or `--sports`) for its ports.',
        ja: 'iptables に udplite という match はないため、ファイルが拒否されます。ポートの判定には `-p udplite -m multiport --dports`(または `--sports`)を使ってください。',
      },
      refusal: "Couldn't load match `udplite':No such file or directory",
    },
  ],
  examples: [
    {
      table: 'filter',
      rules: ['-A INPUT -p udplite -m multiport --dports 5000:5003 -j ACCEPT'],
      title: { en: 'UDP-Lite ports by the multiport match', ja: 'multiport で UDP-Lite のポートを判定します' },
    },
  ],
  source: { man: 'multiport', file: 'extensions/libxt_multiport.c', kernel: 'net/netfilter/xt_tcpudp.c' },
};

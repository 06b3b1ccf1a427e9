import type { MatchSpec } from '../schema';

/** A socket of this host for a packet. Facts: libxt_socket.c (revision 3), `socket_match` in the kernel's xt_socket.c. */
export const socketMatch: MatchSpec = {
  kind: 'match',
  name: 'socket',
  families: ['ipv4', 'ipv6'],
  chains: ['PREROUTING', 'INPUT'],
  summary: {
    en: 'Matches TCP and UDP packets for which this host has an open socket.',
    ja: 'このホストに開いたソケットがある TCP、UDP パケットに一致します。',
  },
  doc: {
    en: [
      'Made for transparent proxies: packets of connections that the proxy already holds get a mark in `mangle PREROUTING`, and a routing rule delivers them locally; only new ones need `TPROXY`. ICMP errors are looked up by the packet inside of them.',
      'Sockets that are bound to any address (0.0.0.0, ::) do not count, unless `--nowildcard` is given: otherwise a local service would catch packets that were to be forwarded.',
    ].join('\n\n'),
    ja: [
      '透過プロキシのための match です。プロキシがすでに扱っている接続のパケットに `mangle PREROUTING` で mark を付け、ルーティングルールで自ホストに配送します。`TPROXY` が必要なのは新しい接続だけになります。ICMP エラーは、その中に含まれるパケットで調べます。',
      '任意のアドレス(0.0.0.0、::)で待ち受けるソケットは、`--nowildcard` を付けないかぎり対象になりません。対象にすると、転送すべきパケットをローカルのサービスが受け取ってしまうためです。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'transparent',
      values: [],
      doc: {
        en: 'Only sockets that are transparent (`IP_TRANSPARENT`) count.',
        ja: '透過ソケット(`IP_TRANSPARENT`)だけを対象にします。',
      },
    },
    {
      name: 'nowildcard',
      values: [],
      doc: {
        en: 'Sockets that are bound to any address count, too. Mind forwarded packets: prefer `--transparent`.',
        ja: '任意のアドレスで待ち受けるソケットも対象にします。転送パケットに影響するため、なるべく `--transparent` を使ってください。',
      },
      since: '1.4.20',
    },
    {
      name: 'restore-skmark',
      changes: ['mark'],
      values: [],
      doc: {
        en: "The packet gets the socket's mark (`SO_MARK`), which later rules can ask for.",
        ja: 'ソケットの mark(`SO_MARK`)をパケットに付けます。後のルールで判定に使えます。',
      },
      since: '1.6.0',
    },
  ],
  examples: [
    {
      table: 'mangle',
      rules: [
        '-A PREROUTING -p tcp -m socket --transparent -j MARK --set-mark 1',
        '-A PREROUTING -p udp -m socket --nowildcard --restore-skmark -j ACCEPT',
      ],
      title: { en: 'The connections of a transparent proxy', ja: '透過プロキシの接続に mark を付けます' },
    },
  ],
  source: { man: 'socket', file: 'extensions/libxt_socket.c', kernel: 'net/netfilter/xt_socket.c' },
  since: 'Linux 2.6.28; IPv6: Linux 2.6.37',
};

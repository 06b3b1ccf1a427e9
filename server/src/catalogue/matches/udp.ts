import { portRange } from '../../values';
import type { MatchSpec } from '../schema';

/** Ports of UDP. Facts: `udp_opts` in libxt_udp.c, `udp_mt_check` in the kernel's xt_tcpudp.c. */
export const udpMatch: MatchSpec = {
  kind: 'match',
  name: 'udp',
  steady: true,
  readsHeader: true,
  reads: ['source', 'destination'],
  families: ['ipv4', 'ipv6'],
  implicitFor: ['udp'],
  protocols: ['udp'],
  protocolRefusal: "UDP match requires '-p udp'",
  summary: {
    en: 'Matches UDP packets by port.',
    ja: 'UDP パケットをポートで判定します。',
  },
  doc: {
    en: [
      'It comes with `-p udp` by itself: `-p udp --dport 53` needs no `-m udp`, though `iptables-save` prints one. Written without `-p udp`, or behind `! -p udp`, it is refused. It is not for UDP-Lite (`-p udplite -m multiport --dports` is).',
      'UDP has no connections; what conntrack calls one is a pair of addresses and ports seen lately. Services whose peers just send at each other (heartbeat on port 694, corosync, keepalived) are sometimes judged INVALID by it. `NOTRACK` in the raw table exempts them; their packets are UNTRACKED then, and `INPUT` and `OUTPUT` must accept them by port.',
      'Which port stands where depends on the service. A DNS server receives on `--dport 53` and answers from `--sport 53`. Heartbeat peers send from any port to 694, in both directions, so both rules say `--dport 694`.',
      'Later fragments have no UDP header and never match.',
    ].join('\n\n'),
    ja: [
      '`-p udp` を書けば自動で使えます。`-p udp --dport 53` に `-m udp` は不要です(`iptables-save` は `-m udp` を付けて出力します)。`-p udp` がない場合や `! -p udp` の場合は拒否されます。UDP-Lite には使えません(`-p udplite -m multiport --dports` を使います)。',
      'UDP にコネクションはなく、conntrack が「コネクション」と呼ぶのは、最近見たアドレスとポートの組です。互いに送りつけ合うだけのサービス(ポート 694 の heartbeat、corosync、keepalived など)は、INVALID と判定されることがあります。raw テーブルの `NOTRACK` で追跡対象から外せますが、そのパケットは UNTRACKED になるため、`INPUT` と `OUTPUT` でポートを指定して許可しなければなりません。',
      'どちらにどのポートを書くかはサービスによります。DNS サーバーは `--dport 53` で受け、`--sport 53` で返します。heartbeat はどちら向きも任意のポートから 694 宛てに送るため、両方のルールに `--dport 694` と書きます。',
      '2 番目以降のフラグメントには UDP ヘッダーがないため、一致しません。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'source-port',
      aliases: ['sport'],
      canonical: '--sport',
      invertible: true,
      values: [{ type: portRange, label: 'port[:port]', sample: '53' }],
      doc: {
        en: 'The port the packet comes from, or a range: `1024:65535`, `1024:` (up to 65535), `:1023` (from 0). A number, or a service name from `/etc/services`.',
        ja: '送信元ポートです。範囲は `1024:65535`、`1024:`(65535 まで)、`:1023`(0 から)のように書きます。番号のほか、`/etc/services` のサービス名も使えます。',
      },
    },
    {
      name: 'destination-port',
      aliases: ['dport'],
      canonical: '--dport',
      invertible: true,
      values: [{ type: portRange, label: 'port[:port]', sample: '694' }],
      doc: {
        en: 'The port the packet goes to, or a range: `5404:5405`, `1024:` (up to 65535), `:1023` (from 0). A number, or a service name from `/etc/services`. After DNAT (in FORWARD and INPUT) it is the new port.',
        ja: '宛先ポートです。範囲は `5404:5405`、`1024:`(65535 まで)、`:1023`(0 から)のように書きます。番号のほか、`/etc/services` のサービス名も使えます。DNAT 後(FORWARD、INPUT)は変換後のポートになります。',
      },
    },
  ],
  examples: [
    {
      table: 'raw',
      rules: ['-A PREROUTING -i eth0 -p udp --dport 694 -j NOTRACK', '-A OUTPUT -o eth0 -p udp --dport 694 -j NOTRACK'],
      title: {
        en: 'Takes heartbeat out of connection tracking, both ways (INPUT must still accept it)',
        ja: 'heartbeat を両方向ともコネクション追跡の対象から外します(INPUT での許可は別に必要です)',
      },
    },
    {
      table: 'filter',
      rules: ['-A INPUT -p udp --dport domain -j ACCEPT', '-A OUTPUT -p udp --sport domain ! --dport :1023 -j ACCEPT'],
      title: { en: 'A DNS server: questions in, answers out', ja: 'DNS サーバーで、問い合わせの受信と応答の送信を許可します' },
    },
    {
      table: 'filter',
      rules: ['-A INPUT -p udp --source-port 123 --destination-port 123 -j ACCEPT'],
      title: { en: 'The long spellings, for NTP between servers', ja: '長い綴りで書いた、NTP サーバー間の通信の例です' },
    },
  ],
  source: {
    man: 'udp',
    file: 'extensions/libxt_udp.c',
    kernel: 'net/netfilter/xt_tcpudp.c',
    differs: 'A reversed range (`--dport 4:3`) loads in 1.8.9 and never matches; 1.8.11 refuses it.',
  },
};

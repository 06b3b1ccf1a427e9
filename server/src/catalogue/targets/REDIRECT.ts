import { redirectPorts } from '../../values';
import { basePortFaults, portFaults } from '../nat-ports';
import type { TargetSpec } from '../schema';

const ports = { name: 'to-ports', addressed: false };

export const REDIRECTTarget: TargetSpec = {
  kind: 'target',
  name: 'REDIRECT',
  verdict: 'nat',
  changes: ['destination'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Sends the connection to this host, on another port where one is given.',
    ja: 'コネクションをこのホスト宛てに変え、指定があればポートも変えます。',
  },
  doc: {
    en: 'Arriving packets go to the first address of the interface they came in by, local ones to 127.0.0.1 or `::1`. `INPUT` of filter sees, and must accept, the new port. Untracked packets are never redirected.',
    ja: '届いたパケットは入力インターフェースの最初のアドレスに、ローカルのパケットは 127.0.0.1 または `::1` に向かいます。filter の `INPUT` からは変換後のポートが見えるため、そのポートを許可します。追跡されないパケットは対象になりません。',
  },
  tables: ['nat'],
  chains: ['PREROUTING', 'OUTPUT'],
  options: [
    {
      name: 'to-ports',
      values: [{ type: redirectPorts, label: 'port[-port]', sample: '8080' }],
      doc: {
        en: 'The new destination port, or a range of them; without it the port stays. Needs `-p tcp`, `-p udp`, `-p sctp` or `-p dccp` before the target.',
        ja: '新しい宛先ポート、またはその範囲です。省略するとポートは変わりません。ターゲットより前に `-p tcp`、`-p udp`、`-p sctp`、`-p dccp` のいずれかが必要です。',
      },
    },
    {
      name: 'random',
      values: [],
      doc: { en: 'Chooses the port of a range at random.', ja: '範囲の中からポートを無作為に選びます。' },
    },
  ],
  check: (use) => [...portFaults(use, ports), ...basePortFaults(use, ports, 'Shifted portmap ranges not supported with this kernel')],
  examples: [
    {
      table: 'nat',
      rules: ['-A PREROUTING -p tcp -m tcp --dport 80 -j REDIRECT --to-ports 8080'],
      title: { en: 'Serve port 80 by a program on port 8080', ja: '80 番ポートへの接続を 8080 番のプログラムで受ける' },
    },
    {
      table: 'nat',
      rules: ['-A OUTPUT -p udp -m udp --dport 53 -j REDIRECT --to-ports 5300-5303 --random'],
      title: { en: 'Spread local DNS questions over four resolvers', ja: 'ローカルの DNS 問い合わせを 4 つのリゾルバーに振り分ける' },
    },
  ],
  source: { man: 'REDIRECT', file: 'extensions/libxt_NAT.c', kernel: 'net/netfilter/xt_REDIRECT.c' },
  since: 'Linux 2.4; IPv6: Linux 3.7',
};

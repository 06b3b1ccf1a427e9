import { hostMask, port, virtualProtocol } from '../../values';
import { oneOf } from '../../values/one-of';
import type { ExtensionUse, MatchSpec, UseFault } from '../schema';

const direction = oneOf(
  [
    { value: 'ORIGINAL', doc: { en: 'From the client to the virtual service.', ja: 'クライアントから仮想サービスへ向かうパケットです。' } },
    { value: 'REPLY', doc: { en: 'From the real server back to the client.', ja: '実サーバーからクライアントへ戻るパケットです。' } },
  ],
  {
    id: 'ipvs-direction',
    caseInsensitive: true,
    doc: { en: '`ORIGINAL` or `REPLY`.', ja: '`ORIGINAL` または `REPLY` です。' },
    refusal: (word) => `ipvs: Bad value for "--vdir" option: "${word}"`,
  },
);

const method = oneOf(
  [
    { value: 'GATE', doc: { en: 'Direct routing (`ipvsadm -g`).', ja: 'ダイレクトルーティング(`ipvsadm -g`)です。' } },
    { value: 'IPIP', doc: { en: 'Tunnelling (`ipvsadm -i`).', ja: 'トンネリング(`ipvsadm -i`)です。' } },
    { value: 'MASQ', doc: { en: 'NAT (`ipvsadm -m`).', ja: 'NAT(`ipvsadm -m`)です。' } },
  ],
  {
    id: 'ipvs-method',
    caseInsensitive: true,
    doc: { en: '`GATE`, `IPIP` or `MASQ`.', ja: '`GATE`、`IPIP`、`MASQ` のいずれかです。' },
    refusal: (word) => `ipvs: Bad value for "--vmethod" option: "${word}"`,
  },
);

/** Connections of the kernel's load balancer. Facts: libxt_ipvs.c, `ipvs_mt` in the kernel's xt_ipvs.c. */
export const ipvsMatch: MatchSpec = {
  kind: 'match',
  name: 'ipvs',
  // Which connections IPVS makes can depend on the mark: a service may be one of a mark (`ip_vs_service_find`).
  reads: ['mark', 'header', 'source', 'destination'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: "Matches packets of connections that IPVS, the kernel's load balancer, handles.",
    ja: 'カーネルのロードバランサー IPVS が扱うコネクションのパケットを判定します。',
  },
  doc: {
    en: [
      'The usual case is NAT for a balanced service: with `ipvsadm -m` and `-m ipvs … -j MASQUERADE` in `POSTROUTING` the real servers answer through the balancer. IPVS keeps conntrack out of its connections, unless `net.ipv4.vs.conntrack` is 1.',
      'Every option but `--ipvs` implies `--ipvs`, also with `!`, so `! --ipvs` can stand alone only. The kernel needs the module `xt_ipvs`.',
    ].join('\n\n'),
    ja: [
      'よくあるのは、負荷分散するサービスの NAT です。`ipvsadm -m` と、`POSTROUTING` の `-m ipvs … -j MASQUERADE` を組み合わせると、実サーバーはロードバランサーを経由して応答します。`net.ipv4.vs.conntrack` が 1 でなければ、IPVS のコネクションは conntrack の対象になりません。',
      '`--ipvs` 以外のオプションは、`!` を付けた場合も `--ipvs` を含みます。そのため `! --ipvs` は単独でしか使えません。カーネルに `xt_ipvs` モジュールが必要です。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'ipvs',
      invertible: true,
      values: [],
      doc: { en: 'The packet belongs to a connection of IPVS.', ja: 'IPVS のコネクションに属するパケットに一致します。' },
    },
    {
      name: 'vproto',
      invertible: true,
      values: [{ type: virtualProtocol, label: 'protocol', sample: 'tcp' }],
      doc: { en: "The virtual service's protocol.", ja: '仮想サービスのプロトコルです。' },
    },
    {
      name: 'vaddr',
      invertible: true,
      values: [{ type: hostMask, label: 'address[/mask]', sample: '192.0.2.80' }],
      doc: { en: "The virtual service's address.", ja: '仮想サービスのアドレスです。' },
    },
    {
      name: 'vport',
      invertible: true,
      values: [{ type: port, label: 'port', sample: '80' }],
      doc: { en: "The virtual service's port.", ja: '仮想サービスのポートです。' },
    },
    {
      name: 'vdir',
      values: [{ type: direction, label: 'ORIGINAL|REPLY', sample: 'ORIGINAL' }],
      doc: {
        en: 'The way the packet goes: `ORIGINAL`, to the service; `REPLY`, back to the client.',
        ja: 'パケットの向きです。`ORIGINAL` はサービスへ、`REPLY` はクライアントへ向かいます。',
      },
    },
    {
      name: 'vmethod',
      invertible: true,
      values: [{ type: method, label: 'GATE|IPIP|MASQ', sample: 'MASQ' }],
      doc: {
        en: 'How IPVS hands the packets on: `GATE` (direct routing), `IPIP` (tunnel), `MASQ` (NAT).',
        ja: 'IPVS の転送方式です。`GATE`(ダイレクトルーティング)、`IPIP`(トンネル)、`MASQ`(NAT)があります。',
      },
    },
    {
      name: 'vportctl',
      invertible: true,
      values: [{ type: port, label: 'port', sample: '21' }],
      doc: {
        en: "The virtual port of the connection that controls this one: 21 for FTP's data connections.",
        ja: 'この接続を制御しているコネクションの仮想ポートです。FTP のデータ接続なら 21 です。',
      },
    },
  ],
  groups: [
    {
      options: ['ipvs', 'vproto', 'vaddr', 'vport', 'vdir', 'vmethod', 'vportctl'],
      count: 'at-least-one',
      refusal: 'IPVS: At least one option is required',
    },
  ],
  check: notAndMore,
  examples: [
    {
      table: 'nat',
      rules: [
        '-A POSTROUTING -m ipvs --vproto tcp --vaddr 192.0.2.80 --vport 80 --vdir ORIGINAL --vmethod MASQ -j MASQUERADE',
        '-A POSTROUTING -m ipvs --ipvs ! --vportctl 21 -j ACCEPT',
      ],
      family: 'ipv4',
      title: { en: 'Real servers answer through the balancer', ja: '実サーバーの応答をロードバランサー経由にします' },
      requires: 'xt_ipvs',
    },
    {
      table: 'filter',
      rules: ['-A FORWARD -m ipvs ! --ipvs -j DROP'],
      title: { en: 'Forwards balanced connections only', ja: '負荷分散する接続だけを転送します' },
      requires: 'xt_ipvs',
    },
  ],
  source: { man: 'ipvs', file: 'extensions/libxt_ipvs.c', kernel: 'net/netfilter/xt_ipvs.c' },
  since: 'Linux 2.6.37',
};

/** `ipvs_mt_check` in libxt_ipvs.c. */
function notAndMore(use: ExtensionUse): readonly UseFault[] {
  const other = use.options.find(({ name }) => name !== 'ipvs');
  if (other === undefined || !use.options.some(({ name, inverted }) => name === 'ipvs' && inverted)) return [];
  return [
    {
      option: 'ipvs',
      message: {
        en: `"! --ipvs" stands alone: --${other.name} asks for a packet of IPVS.`,
        ja: `「! --ipvs」は単独で使います。--${other.name} は IPVS のパケットを求めています。`,
      },
      refusal: '! --ipvs cannot be together with other options',
    },
  ];
}

import type { TargetSpec } from '../schema';

export const CONNSECMARKTarget: TargetSpec = {
  kind: 'target',
  name: 'CONNSECMARK',
  verdict: 'continue',
  changes: ['connection'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Copies the security mark between the packet and its connection.',
    ja: 'セキュリティマークをパケットとコネクションの間でコピーします。',
  },
  doc: {
    en: '`SECMARK` labels the first packet, this target carries the label over to all others of the connection. Where a mark stands already, it stays. Untracked packets have no connection to copy from.',
    ja: '`SECMARK` が最初のパケットに付けたラベルを、コネクションのほかのパケットに引き継ぎます。既にマークがある側は変わりません。追跡されないパケットには、コピー元のコネクションがありません。',
  },
  tables: ['mangle', 'security'],
  options: [
    {
      name: 'save',
      values: [],
      excludes: ['restore'],
      doc: { en: 'From the packet to the connection.', ja: 'パケットからコネクションへコピーします。' },
    },
    {
      name: 'restore',
      values: [],
      excludes: ['save'],
      doc: { en: 'From the connection to the packet.', ja: 'コネクションからパケットへコピーします。' },
    },
  ],
  groups: [{ options: ['save', 'restore'], count: 'at-least-one', refusal: 'CONNSECMARK target: parameter required' }],
  examples: [
    {
      table: 'security',
      rules: [
        '-A INPUT -m conntrack --ctstate NEW -j CONNSECMARK --save',
        '-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j CONNSECMARK --restore',
      ],
      title: { en: 'Keep the label for the whole connection', ja: 'ラベルをコネクション全体で保つ' },
      requires: 'the security table (CONFIG_IP_NF_SECURITY)',
    },
  ],
  source: { man: 'CONNSECMARK', file: 'extensions/libxt_CONNSECMARK.c', kernel: 'net/netfilter/xt_CONNSECMARK.c' },
};

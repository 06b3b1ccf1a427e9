import type { TargetSpec } from '../schema';

export const RETURNTarget: TargetSpec = {
  kind: 'target',
  name: 'RETURN',
  verdict: 'return',
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Leaves the chain and goes on behind the rule that called it.',
    ja: 'チェインを抜け、呼び出したルールの次から続けます。',
  },
  doc: {
    en: 'In a built-in chain nothing has called: there the policy decides. After `-g` the walk goes back to the last chain that was left with `-j`.',
    ja: '組み込みチェインには呼び出し元がないため、ポリシーで決まります。`-g` で移ってきたチェインからは、最後に `-j` で離れたチェインに戻ります。',
  },
  options: [],
  examples: [
    {
      table: 'filter',
      rules: ['-N WEB', '-A INPUT -p tcp -m tcp --dport 80 -j WEB', '-A WEB -s 192.0.2.0/24 -j RETURN', '-A WEB -j DROP'],
      family: 'ipv4',
      title: { en: 'Leave a chain early for one network', ja: '特定のネットワークだけ、チェインを途中で抜ける' },
    },
    {
      table: 'filter',
      rules: ['-N WEB', '-A INPUT -p tcp -m tcp --dport 80 -j WEB', '-A WEB -s 2001:db8::/64 -j RETURN', '-A WEB -j DROP'],
      family: 'ipv6',
      title: { en: 'Leave a chain early for one network', ja: '特定のネットワークだけ、チェインを途中で抜ける' },
    },
  ],
  source: { man: 'iptables(8), TARGETS', file: 'extensions/libxt_standard.c', kernel: 'net/ipv4/netfilter/ip_tables.c' },
};

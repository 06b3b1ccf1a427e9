import { defineRule } from './rule';

export const invalidCombination = defineRule({
  code: 'invalid-combination',
  severity: 'error',
  title: { en: 'Options that do not go together', ja: '組み合わせられない指定' },
  page: {
    en: 'Each part of the rule is right by itself, but the match or target refuses them together, or lacks something that another part makes necessary: a port in `--to-destination` without a protocol that has ports, `--reject-with tcp-reset` without `-p tcp`, `CT --helper` without `-p`.',
    ja: 'ルールの各部分は正しいものの、マッチやターゲットがその組み合わせを拒否するか、ほかの部分によって必要になるものが欠けています。たとえば、ポートのあるプロトコルを指定せずに `--to-destination` にポートを書いた場合、`-p tcp` なしの `--reject-with tcp-reset`、`-p` なしの `CT --helper` などです。',
  },
  refusals: [
    'Need TCP, UDP, SCTP or DCCP with port specification',
    'RULE_APPEND failed (Invalid argument): rule in chain INPUT',
    'iptables-restore: line 4 failed',
  ],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p udp -j REJECT --reject-with tcp-reset\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -j REJECT --reject-with tcp-reset\nCOMMIT\n',
    },
    {
      bad: '*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -j DNAT --to-destination 192.0.2.10:8080\nCOMMIT\n',
      good: '*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp -j DNAT --to-destination 192.0.2.10:8080\nCOMMIT\n',
    },
  ],
  message: ({ message }) => message,
  refusal: ({ refusal }) => refusal,
});

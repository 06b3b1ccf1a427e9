import { defineRule } from './rule';
import { suggested } from './support/fix';

export const neverMatchingValue = defineRule({
  code: 'never-matching-value',
  severity: 'warning',
  title: { en: 'Value that never matches', ja: '一致することのない値' },
  page: {
    en: 'The value loads, but no packet can have it: a range whose end lies before its start, a mark with bits that its mask takes away. The rule then does nothing. Newer releases refuse some of these.',
    ja: '値は読み込まれますが、それに当てはまるパケットがありません。終わりが始まりより前にある範囲や、マスクで消えるビットを含む mark などです。ルールは何もしません。新しい版の iptables では拒否されるものもあります。',
  },
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -m iprange --src-range 192.0.2.20-192.0.2.10 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -m iprange --src-range 192.0.2.10-192.0.2.20 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ message }) => message,
  refusal: ({ refusal }) => refusal,
  fixes: (finding) => suggested(finding),
});

import { defineRule } from './rule';

export const unlikelyCombination = defineRule({
  code: 'unlikely-combination',
  severity: 'warning',
  title: { en: 'Unlikely combination', ja: '意図と異なる可能性のある組み合わせ' },
  page: {
    en: 'The rule loads, but its parts together hardly do what is meant: a target without the option that makes it do anything, two conditions that no packet meets at once.',
    ja: 'ルールは読み込まれますが、各部分を合わせると意図どおりに働かない可能性が高いものです。何かをさせるためのオプションがないターゲットや、同時には成り立たない二つの条件などです。',
  },
  examples: [
    {
      bad: '*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p udp --dport 694 -j CT\nCOMMIT\n',
      good: '*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p udp --dport 694 -j CT --notrack\n-A OUTPUT -p udp --dport 694 -j CT --notrack\nCOMMIT\n',
    },
  ],
  message: ({ message }) => message,
});

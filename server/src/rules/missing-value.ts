import { defineRule } from './rule';

export const missingValue = defineRule({
  code: 'missing-value',
  severity: 'error',
  title: { en: 'Missing value', ja: '値がない' },
  page: {
    en: 'The option needs a value behind it. At the end of a line iptables says so; in the middle it takes the next word, often the next option, for the value and complains of what follows that.',
    ja: 'このオプションの後には値が必要です。行末であればそのとおりのエラーになりますが、途中では次の単語（多くは次のオプション）が値とみなされ、さらにその後ろを指してエラーになります。',
  },
  refusals: [
    'option "--dport" requires an argument',
    '-P requires a chain and a policy',
    '-R requires a rule number',
    "Bad argument `ACCEPT'",
  ],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -j ACCEPT --dport\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -j ACCEPT --dport 22\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-P INPUT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-P INPUT DROP\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-R INPUT -j DROP\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-I INPUT 1 -j DROP\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -s -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -s 192.0.2.1 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ option, label }) => ({
    en: `\`${option}\` needs a value that is missing here: \`${label}\`.`,
    ja: `\`${option}\` に必要な値がありません（\`${label}\`）。`,
  }),
});

import { defineRule } from './rule';
import { replacement } from './support/fix';

export const invalidRuleNumber = defineRule({
  code: 'invalid-rule-number',
  severity: 'error',
  title: { en: 'Rule number too big', ja: '大きすぎるルール番号' },
  page: {
    en: 'The number behind `-I` may be at most one more than the chain has rules at that point of the file, that behind `-R` and `-D` at most as many. `*table` begins with an empty chain, so rules of an earlier load do not count.',
    ja: '`-I` の番号は、ファイルのその時点でチェインにあるルールの数より 1 大きい値まで、`-R` と `-D` の番号はルールの数までです。`*table` は空のチェインから始まるため、以前に読み込んだルールは数えません。',
  },
  refusals: ['Index of insertion too big.', 'Index of deletion too big.', 'iptables-restore: line 4 failed'],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-I INPUT 5 -p tcp --dport 22 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-I INPUT 2 -p tcp --dport 22 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-D INPUT 5\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-D INPUT 1\nCOMMIT\n',
    },
  ],
  message: ({ chain, number, count }) => ({
    en: `There is no place ${number} in \`${chain}\`: it has ${count === 0 ? 'no rules' : count === 1 ? 'one rule' : `${count} rules`} by here.`,
    ja: `\`${chain}\` に ${number} 番の位置はありません。この時点でのルールは ${count} 個です。`,
  }),
  refusal: ({ refusal }) => refusal,
  fixes: (finding) => {
    const insertion = finding.refusal.includes('insertion');
    if (!insertion && finding.count === 0) return [];
    return [replacement(finding, String(insertion ? finding.count + 1 : finding.count))];
  },
});

import { replaceSpan } from '../text/position';
import { defineRule } from './rule';

export const blankWithSpaces = defineRule({
  code: 'blank-with-spaces',
  severity: 'error',
  hasAutomaticFix: true,
  title: { en: 'Line of spaces only', ja: '空白だけの行' },
  page: {
    en: 'An empty line is skipped. A line of nothing but spaces or tabs is not empty: iptables-restore reads it as a rule without a command and refuses the table.',
    ja: '空行は読み飛ばされますが、空白やタブだけの行は空行ではありません。iptables-restore はコマンドのないルールとして読み、テーブルを拒否します。',
  },
  refusals: ['no command specified'],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n   \n-A INPUT -i lo -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: () => ({
    en: 'This line looks empty but has spaces in it: iptables reads it as a rule without a command. Empty it.',
    ja: 'この行は空に見えますが空白が含まれており、iptables はコマンドのないルールとして読みます。空白を削除してください。',
  }),
  refusal: () => 'no command specified',
  fixes: (finding, file) => [
    {
      title: { en: 'Empty the line', ja: '行を空にする' },
      edits: [replaceSpan(finding.line, { start: 0, end: file.lineText(finding.line).length }, '')],
      preferred: true,
      automatic: true,
    },
  ],
});

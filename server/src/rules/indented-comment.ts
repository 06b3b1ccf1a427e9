import { replaceSpan } from '../text/position';
import { defineRule } from './rule';

export const indentedComment = defineRule({
  code: 'indented-comment',
  severity: 'error',
  hasAutomaticFix: true,
  title: { en: 'Indented comment', ja: '字下げされたコメント' },
  page: {
    en: 'A line is a comment only when `#` is its very first character. With a space or tab before it iptables-restore reads the line as a rule and refuses the table.',
    ja: '行がコメントになるのは、`#` が行の最初の文字である場合だけです。前に空白やタブがあると、iptables-restore はその行をルールとして読み、テーブルを拒否します。',
  },
  refusals: ["Bad argument `#'"],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n  # administrators\n-A INPUT -s 192.0.2.0/24 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n# administrators\n-A INPUT -s 192.0.2.0/24 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: () => ({
    en: "A comment must begin in column 1: with something before the `#` iptables reads the line as a rule. Move it to the line's start.",
    ja: 'コメントは行の先頭から書く必要があります。`#` の前に何かあると、iptables はルールとして読みます。行の先頭に移してください。',
  }),
  refusal: () => "Bad argument `#'",
  fixes: (finding) => [
    {
      title: { en: 'Move the comment to column 1', ja: 'コメントを行の先頭に移す' },
      edits: [replaceSpan(finding.line, { start: 0, end: finding.start }, '')],
      preferred: true,
      automatic: true,
    },
  ],
});

import { preferredEnd } from '../text/lines';
import { rangeOf } from '../text/position';
import { defineRule } from './rule';

export const conflictingCommands = defineRule({
  code: 'conflicting-commands',
  severity: 'error',
  title: { en: 'Two commands on one line', ja: '一行に二つのコマンド' },
  page: {
    en: 'A line does one thing: it appends, inserts, deletes or creates. A second command on it is refused, also the same one again. Mostly a line end got lost between two rules.',
    ja: '一つの行でできるのは、追加、挿入、削除、作成などのうち一つだけです。二つ目のコマンドは、同じものの繰り返しであっても拒否されます。たいていは二つのルールの間の改行が失われています。',
  },
  refusals: ['Cannot use -A with -A'],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT -A INPUT -p tcp --dport 22\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -p tcp --dport 22\nCOMMIT\n',
    },
  ],
  message: ({ first, second }) => ({
    en: `A line takes one command, and \`${first}\` stands here already. Put \`${second}\` on a line of its own.`,
    ja: `一行に書けるコマンドは一つで、すでに \`${first}\` があります。\`${second}\` は別の行に書いてください。`,
  }),
  refusal: ({ first, second }) => `Cannot use ${second} with ${first}`,
  fixes: (finding, file) => {
    const end = file.lineText(finding.line).slice(0, finding.start).trimEnd().length;
    return [
      {
        title: { en: 'Put the second command on a line of its own', ja: '二つ目のコマンドを別の行にする' },
        edits: [{ range: rangeOf(finding.line, { start: end, end: finding.start }), newText: preferredEnd(file.lines) }],
        preferred: true,
      },
    ];
  },
});

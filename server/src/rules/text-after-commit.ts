import { preferredEnd } from '../text/lines';
import { replaceSpan } from '../text/position';
import { defineRule } from './rule';

export const textAfterCommit = defineRule({
  code: 'text-after-commit',
  severity: 'error',
  hasAutomaticFix: true,
  title: { en: 'Not exactly COMMIT', ja: '正確な COMMIT でない行' },
  page: {
    en: 'The line that ends a table must be `COMMIT` to the letter: upper case, from column 1, with nothing behind it, not even a space. Anything else is read as a rule, so the table is refused.',
    ja: 'テーブルを閉じる行は、正確に `COMMIT` でなければなりません。大文字で、行の先頭から書き、後ろには空白一つも置けません。それ以外はルールとして読まれ、テーブルが拒否されます。',
  },
  refusals: ["Bad argument `COMMIT'", "Bad argument `commit'"],
  examples: [
    { bad: '*filter\n:INPUT ACCEPT [0:0]\nCOMMIT \n', good: '*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n' },
    { bad: '*filter\n:INPUT ACCEPT [0:0]\ncommit\n', good: '*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n' },
    { bad: '*filter\n:INPUT ACCEPT [0:0]\nCOMMIT # done\n', good: '*filter\n:INPUT ACCEPT [0:0]\n# done\nCOMMIT\n' },
  ],
  message: ({ commit }) =>
    commit
      ? {
          en: 'This line must be `COMMIT` and nothing else: with a space or anything more on it, iptables reads it as a rule.',
          ja: 'この行は `COMMIT` だけでなければなりません。空白一つでも余分にあると、iptables はルールとして読みます。',
        }
      : {
          en: 'The line that ends a table must be `COMMIT`, in upper case and with nothing else on it.',
          ja: 'テーブルを閉じる行は、大文字の `COMMIT` だけでなければなりません。',
        },
  refusal: ({ commit }) => (commit ? "Bad argument `COMMIT'" : "Bad argument `commit'"),
  fixes: (finding, file) => {
    const rest = file
      .lineText(finding.line)
      .trim()
      .replace(/^commit/i, '')
      .trim();
    const comment = rest.startsWith('#');
    const end = preferredEnd(file.lines);
    const words = rest === '' ? 'COMMIT' : comment ? `${rest}${end}COMMIT` : `COMMIT${end}${rest}`;
    return [
      {
        title:
          rest === ''
            ? { en: 'Write just `COMMIT`', ja: '`COMMIT` だけにする' }
            : { en: 'Put `COMMIT` on a line of its own', ja: '`COMMIT` を独立した行にする' },
        edits: [replaceSpan(finding.line, { start: 0, end: file.lineText(finding.line).length }, words)],
        preferred: true,
        ...(rest === '' || comment ? { automatic: true } : {}),
      },
    ];
  },
});

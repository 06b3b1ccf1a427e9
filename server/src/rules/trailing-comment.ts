import type { RulesFile } from '../model/rules-file';
import { replaceSpan } from '../text/position';
import { byteLength } from '../values/scan';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { insertLines } from './support/sections';

export const trailingComment = defineRule({
  code: 'trailing-comment',
  severity: 'error',
  hasAutomaticFix: true,
  title: { en: 'Comment behind a rule', ja: 'ルールの後ろのコメント' },
  page: {
    en: 'The format has no comments at the end of a line: `#` begins one only as the first character of a line. Behind a rule it is a stray word, and the table is refused. Put the comment on a line of its own, or into the rule with `-m comment --comment "…"`, which `iptables-save` keeps.',
    ja: 'この形式では行末にコメントを書けません。`#` がコメントになるのは行の最初の文字である場合だけです。ルールの後ろに書くと余分な単語とみなされ、テーブルが拒否されます。独立した行に書くか、`-m comment --comment "…"` でルールに含めてください。後者は `iptables-save` でも残ります。',
  },
  refusals: ["Bad argument `#'"],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 22 -j ACCEPT # ssh\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n# ssh\n-A INPUT -p tcp --dport 22 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: () => ({
    en: 'iptables knows no comments behind a rule: `#` is a stray word here. Put the comment on a line of its own, or into `-m comment --comment "…"`.',
    ja: 'iptables ではルールの後ろにコメントを書けず、`#` は余分な単語になります。独立した行にするか、`-m comment --comment "…"` に書いてください。',
  }),
  refusal: () => "Bad argument `#'",
  fixes: (finding, file) => {
    const text = file.lineText(finding.line);
    const end = text.slice(0, finding.start).trimEnd().length;
    const removal = replaceSpan(finding.line, { start: end, end: text.length }, '');
    const above: Fix = {
      title: { en: 'Move the comment to a line of its own', ja: 'コメントを独立した行に移す' },
      edits: [insertLines(file, finding.line, [text.slice(finding.start).trimEnd()]), removal],
      preferred: true,
      automatic: true,
    };
    return [above, ...asMatch(finding, file, end)];
  },
});

/** The most bytes that the comment match keeps. */
const longestComment = 255;

/** "Turn it into `-m comment`", before the rule's target. */
function asMatch(finding: Finding<'trailing-comment'>, file: RulesFile, end: number): readonly Fix[] {
  const text = file.lineText(finding.line);
  const rule = file.bound(finding.line);
  const words = text
    .slice(finding.start)
    .replace(/^#+\s*/, '')
    .trimEnd();
  if (rule?.command?.spec.takesRule !== true || words === '' || byteLength(words) > longestComment) return [];
  const match = `-m comment --comment "${words.replace(/["\\]/g, '\\$&')}"`;
  const jump = rule.jump?.option.name.start;
  const removed = { start: end, end: text.length };
  return [
    {
      title: { en: 'Turn it into a `-m comment` match', ja: '`-m comment` に変える' },
      edits:
        jump === undefined
          ? [replaceSpan(finding.line, removed, ` ${match}`)]
          : [replaceSpan(finding.line, { start: jump, end: jump }, `${match} `), replaceSpan(finding.line, removed, '')],
    },
  ];
}

import type { RulesFile } from '../model/rules-file';
import { isTypographicQuote } from '../syntax/words';
import { replaceSpan } from '../text/position';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';

export const typographicQuote = defineRule({
  code: 'typographic-quote',
  severity: 'error',
  hasAutomaticFix: true,
  title: { en: 'Typographic quote', ja: '「“ ”」などの曲がった引用符' },
  page: {
    en: 'iptables-restore knows one quote, the plain `"` (U+0022). Curly quotes (“ ”), guillemets and their like, which word processors and web pages put in its place, are letters to it. Text with spaces between them falls apart into words, and the table is refused (an error). A single word between them loads, quotes included: the comment or log prefix has them, and a string that is searched for is not found (a warning).',
    ja: 'iptables-restore が引用符として認識するのは普通の `"`（U+0022）だけです。ワープロや Web ページが置き換える “ ” や « » などは、ただの文字として扱われます。間に空白があると単語がばらばらになり、テーブルが拒否されます（エラー）。一つの単語だけを囲んだ場合は引用符ごと読み込まれ、コメントやログの接頭辞に引用符が残り、検索する文字列は一致しません（警告）。',
  },
  refusals: ["Bad argument `admins'"],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 22 -m comment --comment “let admins in” -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 22 -m comment --comment "let admins in" -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -j LOG --log-prefix “DROP:”\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -j LOG --log-prefix "DROP:"\nCOMMIT\n',
    },
  ],
  message: ({ refused }) =>
    refused
      ? {
          en: 'These are typographic quotes, which do not quote: iptables takes the text apart at its spaces. Use `"`.',
          ja: '「“ ”」などの曲がった引用符は引用符として働かず、iptables は空白で単語を区切ってしまいます。`"` を使ってください。',
        }
      : {
          en: 'These are typographic quotes, letters like any other to iptables: they become a part of the value. Use `"`.',
          ja: '「“ ”」などの曲がった引用符は iptables にとってただの文字で、値の一部になります。`"` を使ってください。',
        },
  severityOf: ({ refused }) => (refused ? 'error' : 'warning'),
  fixes: plainQuotes,
});

function plainQuotes(finding: Finding<'typographic-quote'>, file: RulesFile): readonly Fix[] {
  const word = file.lineText(finding.line).slice(finding.start, finding.end);
  const last = word.length - 1;
  if (last < 1 || !isTypographicQuote(word.charCodeAt(0)) || !isTypographicQuote(word.charCodeAt(last))) return [];
  const plain = `"${word.slice(1, last).replace(/["\\]/g, '\\$&')}"`;
  return [
    {
      title: { en: 'Use plain quotes', ja: '普通の引用符に置き換える' },
      edits: [replaceSpan(finding.line, finding, plain)],
      preferred: true,
      automatic: true,
    },
  ];
}

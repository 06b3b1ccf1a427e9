import type { RulesFile } from '../model/rules-file';
import type { Edit } from '../text/position';
import { defineRule } from './rule';

export const crlfLineEnds = defineRule({
  code: 'crlf-line-ends',
  severity: 'error',
  hasAutomaticFix: true,
  title: { en: 'Windows line ends', ja: 'Windows の改行' },
  page: {
    en: 'iptables-restore ends a line at the line feed alone. With Windows line ends (CR LF) the carriage return becomes the last letter of the last word: the table is `filter␍`, the target `ACCEPT␍`. The refusal prints the invisible character and seems to complain of a right name. Comments bear it, and so do chain declarations with counters.',
    ja: 'iptables-restore は LF だけを改行とみなします。Windows の改行（CR LF）では、CR が最後の単語の末尾の文字になり、テーブルは `filter␍`、ターゲットは `ACCEPT␍` になります。エラーには見えない文字がそのまま出るため、正しい名前を指して文句を言われているように見えます。コメントと、カウンター付きのチェイン宣言だけは影響を受けません。',
  },
  refusals: ["unable to initialize table 'filter", "table name 'filter", 'Invalid target name `ACCEPT'],
  examples: [
    {
      bad: '*filter\r\n:INPUT DROP [0:0]\r\n-A INPUT -i lo -j ACCEPT\r\nCOMMIT\r\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\r\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ lines }) => ({
    en: `${lines === 1 ? 'A line ends' : `${lines} lines end`} in a carriage return, which iptables takes for a letter of the last word. Save the file with plain line feeds (LF).`,
    ja: `${lines} 行が CR で終わっており、iptables はそれを最後の単語の文字とみなします。改行を LF にして保存してください。`,
  }),
  fixes: (_finding, file) => [
    {
      title: { en: 'Convert all line ends to LF', ja: 'すべての改行を LF に変える' },
      edits: [wholeText(file, file.lines.texts.join('\n'))],
      preferred: true,
      automatic: true,
    },
  ],
});

function wholeText(file: RulesFile, newText: string): Edit {
  const last = file.lineCount - 1;
  return { range: { start: { line: 0, character: 0 }, end: { line: last, character: file.lineText(last).length } }, newText };
}

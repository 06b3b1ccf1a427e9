import { defineRule } from './rule';
import { removeLines } from './support/fix';

export const missingRule = defineRule({
  code: 'missing-rule',
  severity: 'error',
  title: { en: 'Deletion of a rule that is not there', ja: '存在しないルールの削除' },
  page: {
    en: 'iptables-restore empties a table before it reads the lines, so a chain holds just the rules that stand above in the same section. `-D` with a rule that is not among them is refused, and the whole table with it.',
    ja: 'iptables-restore は行を読む前にテーブルを空にするため、チェインにあるのは同じセクションで上に書かれたルールだけです。その中にないルールを `-D` で指定すると拒否され、テーブル全体が読み込まれません。',
  },
  refusals: ['Bad rule (does a matching rule exist in that chain?).'],
  examples: [
    {
      bad: '*filter\n:INPUT ACCEPT [0:0]\n-D INPUT -i lo -j ACCEPT\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ chain, empty, check }) =>
    check
      ? {
          en: `\`-C\` looks for a rule that ${chain} does not have at this point, and the whole table is refused. It belongs on the command line; remove this line.`,
          ja: `\`-C\` が探しているルールは、この時点で ${chain} にありません。そのためテーブル全体が拒否されます。コマンドラインで使うものなので、この行を削除してください。`,
        }
      : empty
        ? {
            en: `${chain} has no rules at this point: iptables-restore has emptied the table, so there is nothing to delete.`,
            ja: `この時点で ${chain} にルールはありません。iptables-restore がテーブルを空にするため、削除できるものがありません。`,
          }
        : {
            en: `No rule above in ${chain} is the one to delete, so the table is refused. Remove this line, or the rule itself.`,
            ja: `${chain} の上の行に、削除するルールと同じものがないため、テーブルが拒否されます。この行か、元のルールを消してください。`,
          },
  refusal: () => 'Bad rule (does a matching rule exist in that chain?).',
  fixes: (finding) => [{ title: { en: 'Remove this line', ja: 'この行を削除する' }, edits: [removeLines(finding.line, finding.line)] }],
});

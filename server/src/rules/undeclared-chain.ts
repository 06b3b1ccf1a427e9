import { defineRule } from './rule';
import { declareChain } from './support/declarations';
import { suggested } from './support/fix';

export const undeclaredChain = defineRule({
  code: 'undeclared-chain',
  severity: 'error',
  title: { en: 'Undeclared chain', ja: '宣言されていないチェイン' },
  page: {
    en: 'A command names a user chain that its section does not declare. `*table` begins with an empty table, so chains from an earlier load are gone: each user chain needs a line `:NAME - [0:0]` (or `-N NAME`) above the first line that uses it.',
    ja: 'コマンドが、そのセクションで宣言されていないユーザー定義チェインを指しています。`*table` は空のテーブルから始まるため、以前に読み込んだチェインは残っていません。どのユーザー定義チェインにも、最初に使う行より上に `:NAME - [0:0]`（または `-N NAME`）の行が必要です。',
  },
  refusals: ['No chain/target/match by that name.', 'iptables-restore: line 3 failed'],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A ADMINS -s 192.0.2.0/24 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n:ADMINS - [0:0]\n-A ADMINS -s 192.0.2.0/24 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPTU -i lo -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ name, table, suggestion }) =>
    suggestion === undefined
      ? {
          en: `The ${table} table has no chain \`${name}\`. Declare it above with \`:${name} - [0:0]\`.`,
          ja: `${table} テーブルにチェイン \`${name}\` はありません。上で \`:${name} - [0:0]\` と宣言してください。`,
        }
      : {
          en: `The ${table} table has no chain \`${name}\`. Did you mean \`${suggestion}\`? If not, declare it above with \`:${name} - [0:0]\`.`,
          ja: `${table} テーブルにチェイン \`${name}\` はありません。\`${suggestion}\` ではありませんか。そうでなければ、上で \`:${name} - [0:0]\` と宣言してください。`,
        },
  fixes: (finding, file) => [...suggested(finding), ...declareChain(file, finding.line, finding.name, finding.suggestion === undefined)],
});

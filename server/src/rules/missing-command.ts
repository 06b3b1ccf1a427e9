import { defineRule } from './rule';

export const missingCommand = defineRule({
  code: 'missing-command',
  severity: 'error',
  title: { en: 'No command', ja: 'コマンドがない' },
  page: {
    en: 'Each line of a table, unless it declares a chain or is a comment, begins with a command: `-A CHAIN` for a rule, seldom `-I`, `-N`, `-P`. Without one iptables-restore does not know what to do with the rest. There are no continuation lines either: what follows on the next line is a line of its own.',
    ja: 'テーブルの中の行は、チェインの宣言やコメントを除いて、コマンドで始まります。ルールなら `-A CHAIN`、まれに `-I`、`-N`、`-P` です。コマンドがないと、iptables-restore は残りをどうすればよいか判断できません。行の継続もできないため、次の行に書いた続きは独立した行として扱われます。',
  },
  refusals: ['no command specified'],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-p tcp --dport 22 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 22 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: () => ({
    en: 'This line has no command. Begin a rule with `-A` and its chain: `-A INPUT …`.',
    ja: 'この行にはコマンドがありません。ルールは `-A` とチェインで始めてください（例: `-A INPUT …`）。',
  }),
  refusal: () => 'no command specified',
});

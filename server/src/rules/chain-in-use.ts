import { defineRule } from './rule';
import { removeLines } from './support/fix';
import { joined, onlyRefusedBy } from './support/wording';

export const chainInUse = defineRule({
  code: 'chain-in-use',
  severity: 'error',
  title: { en: 'Chain that cannot be deleted', ja: '削除できないチェイン' },
  page: {
    en: '`-X` deletes a user chain, and only when it holds no rules and no rule jumps to it: flush it with `-F` and delete the jumps first. Without a name it deletes all user chains, and fails at the first that cannot be. Built-in chains can neither be deleted nor renamed. A file seldom needs `-X`, because `*table` begins with an empty table.',
    ja: '`-X` が削除できるのは、中身が空で、どのルールからもジャンプされていないユーザー定義チェインだけです。先に `-F` で空にし、ジャンプを削除してください。名前を省略するとすべてのユーザー定義チェインを削除しますが、削除できないものがあればそこで失敗します。組み込みチェインは、削除も名前の変更もできません。`*table` は空のテーブルから始まるため、ファイルで `-X` が必要になることはほとんどありません。',
  },
  refusals: [
    'iptables-restore: line 5 failed',
    'Directory not empty.',
    'CHAIN_DEL failed (Device or resource busy): chain ADMINS',
    'No chain/target/match by that name.',
  ],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n:ADMINS - [0:0]\n-A INPUT -j ADMINS\n-X ADMINS\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n:ADMINS - [0:0]\n-A INPUT -j ADMINS\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n:ADMINS - [0:0]\n-A ADMINS -i lo -j ACCEPT\n-X ADMINS\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n:ADMINS - [0:0]\n-A ADMINS -i lo -j ACCEPT\n-F ADMINS\n-X ADMINS\nCOMMIT\n',
    },
    { bad: '*filter\n:INPUT DROP [0:0]\n-X INPUT\nCOMMIT\n', good: '*filter\n:INPUT DROP [0:0]\nCOMMIT\n' },
    { bad: '*filter\n:INPUT DROP [0:0]\n-E INPUT ADMINS\nCOMMIT\n', good: '*filter\n:INPUT DROP [0:0]\n-N ADMINS\nCOMMIT\n' },
  ],
  message: ({ chain, reason, otherLine, backEnd }) => {
    const line = otherLine === undefined ? '' : ` (line ${otherLine + 1})`;
    const lineJa = otherLine === undefined ? '' : `（${otherLine + 1} 行目）`;
    switch (reason) {
      case 'builtin':
        return joined(
          {
            en: `\`${chain}\` is a built-in chain and cannot be deleted. To take out its rules, write \`-F ${chain}\`.`,
            ja: `\`${chain}\` は組み込みチェインなので削除できません。ルールを消すには \`-F ${chain}\` と書きます。`,
          },
          onlyRefusedBy(backEnd, { en: 'takes it', ja: '受け付けます' }),
        );
      case 'renamed':
        return {
          en: `\`${chain}\` is a built-in chain and cannot be renamed. Make a chain of the new name with \`-N\`.`,
          ja: `\`${chain}\` は組み込みチェインなので名前を変えられません。新しい名前のチェインは \`-N\` で作ります。`,
        };
      case 'rules':
        return {
          en: `\`${chain}\` holds rules at this point${line}, and only an empty chain can be deleted. Write \`-F ${chain}\` before this line.`,
          ja: `この時点で \`${chain}\` にはルールがあります${lineJa}。削除できるのは空のチェインだけです。この行の前に \`-F ${chain}\` を書いてください。`,
        };
      case 'jumps':
        return {
          en: `A rule jumps to \`${chain}\`${line}, so the chain cannot be deleted. Delete that rule first, or keep the chain.`,
          ja: `\`${chain}\` にジャンプするルールがあるため${lineJa}、チェインを削除できません。先にそのルールを削除するか、チェインを残してください。`,
        };
    }
  },
  related: ({ reason, otherLine }) =>
    otherLine === undefined
      ? []
      : [
          {
            line: otherLine,
            message:
              reason === 'jumps'
                ? { en: 'The rule that jumps to it.', ja: 'ここからジャンプしています。' }
                : { en: 'A rule in it.', ja: 'チェインにあるルールです。' },
          },
        ],
  fixes: (finding) => [
    {
      title: { en: 'Remove this line', ja: 'この行を削除する' },
      edits: [removeLines(finding.line, finding.line)],
      preferred: true,
    },
  ],
});

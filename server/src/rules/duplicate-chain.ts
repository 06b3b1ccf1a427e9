import { defineRule } from './rule';
import { removeLines } from './support/fix';
import { joined, onlyRefusedBy } from './support/wording';

export const duplicateChain = defineRule({
  code: 'duplicate-chain',
  severity: 'error',
  title: { en: 'Chain declared twice', ja: 'チェインの二重宣言' },
  page: {
    en: 'A user chain can be created once in a section. A second `:NAME -` is refused by the legacy back end and taken by nft; a second `-N NAME`, or `-N` for a built-in chain, is refused by both. (A second `:INPUT ACCEPT [0:0]` of a built-in chain only sets its policy again.)',
    ja: 'ユーザー定義チェインを作れるのは、一つのセクションで一度だけです。二つ目の `:NAME -` は legacy バックエンドが拒否し、nft バックエンドは受け付けます。二つ目の `-N NAME` や、組み込みチェインへの `-N` は両方が拒否します。（組み込みチェインの `:INPUT ACCEPT [0:0]` を二度書いても、ポリシーを設定し直すだけです。）',
  },
  refusals: ["error creating chain 'ADMINS':File exists", 'Chain already exists.'],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n:ADMINS - [0:0]\n:ADMINS - [0:0]\n-A INPUT -j ADMINS\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n:ADMINS - [0:0]\n-A INPUT -j ADMINS\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-N INPUT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\nCOMMIT\n',
    },
  ],
  message: ({ name, firstLine, backEnd }) => {
    const text =
      firstLine < 0
        ? {
            en: `\`${name}\` is a built-in chain of this table and exists already. Remove the line.`,
            ja: `\`${name}\` はこのテーブルの組み込みチェインで、すでに存在します。この行を削除してください。`,
          }
        : {
            en: `The chain \`${name}\` is declared in line ${firstLine + 1} already. Remove this second declaration.`,
            ja: `チェイン \`${name}\` は ${firstLine + 1} 行目ですでに宣言されています。この二つ目の宣言を削除してください。`,
          };
    return joined(text, onlyRefusedBy(backEnd, { en: 'takes it', ja: '受け付けます' }));
  },
  related: ({ firstLine }) =>
    firstLine < 0 ? [] : [{ line: firstLine, message: { en: 'The first declaration.', ja: '最初の宣言です。' } }],
  fixes: (finding) => [
    {
      title: { en: 'Remove the second declaration', ja: '二つ目の宣言を削除する' },
      edits: [removeLines(finding.line, finding.line)],
      preferred: true,
    },
  ],
});

import { defineRule } from './rule';
import { declareChain } from './support/declarations';
import { suggested } from './support/fix';

export const unknownTarget = defineRule({
  code: 'unknown-target',
  severity: 'error',
  hasAutomaticFix: true,
  title: { en: 'Unknown target', ja: '不明なターゲット' },
  page: {
    en: 'Behind `-j` stands a target, in upper case, or a user chain that the same section declares above. A name that is neither is refused: legacy then says that it cannot load a target, nft that a chain does not exist.',
    ja: '`-j` の後には、大文字のターゲット名か、同じセクションの上の方で宣言されたユーザー定義チェインを書きます。どちらでもない名前は拒否されます。legacy バックエンドではターゲットを読み込めないというエラー、nft バックエンドではチェインが存在しないというエラーになります。',
  },
  refusals: ["Couldn't load target `ACEPT':No such file or directory", "Chain 'ACEPT' does not exist"],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j accept\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -s 192.0.2.0/24 -j ADMINS\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n:ADMINS - [0:0]\n-A INPUT -s 192.0.2.0/24 -j ADMINS\nCOMMIT\n',
    },
  ],
  message: ({ name, suggestion, suggestionIsChain, otherFamily }) => {
    if (otherFamily)
      return {
        en: `The target \`${name}\` exists for the other IP family only.`,
        ja: `ターゲット \`${name}\` は、もう一方の IP ファミリーにしかありません。`,
      };
    if (suggestion !== undefined)
      return {
        en: `There is no target and no chain \`${name}\`. Did you mean the ${suggestionIsChain ? 'chain' : 'target'} \`${suggestion}\`?`,
        ja: `ターゲットにもチェインにも \`${name}\` はありません。${suggestionIsChain ? 'チェイン' : 'ターゲット'} \`${suggestion}\` ではありませんか。`,
      };
    return {
      en: `There is no target \`${name}\`, and no chain of that name is declared above. Declare it with \`:${name} - [0:0]\`, or correct the name.`,
      ja: `\`${name}\` というターゲットはなく、その名前のチェインも上で宣言されていません。\`:${name} - [0:0]\` と宣言するか、名前を直してください。`,
    };
  },
  refusal: ({ name }) => `Couldn't load target \`${name}':No such file or directory`,
  fixes: (finding, file) => [
    ...suggested(finding, { automatic: !finding.suggestionIsChain && finding.suggestion === finding.name.toUpperCase() }),
    ...declareChain(file, finding.line, finding.name, finding.suggestion === undefined && !finding.otherFamily),
  ],
});

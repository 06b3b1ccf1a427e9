import type { RulesFile } from '../model/rules-file';
import { replaceSpan } from '../text/position';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { replacement } from './support/fix';
import { joined, onlyRefusedBy } from './support/wording';

export const invalidPolicy = defineRule({
  code: 'invalid-policy',
  severity: 'error',
  hasAutomaticFix: true,
  title: { en: 'Invalid policy', ja: '不正なポリシー' },
  page: {
    en: 'The policy of a built-in chain is `ACCEPT` or `DROP`, in upper case; `REJECT` cannot be one (end the chain with a rule `-j REJECT`). A user chain has no policy: in its declaration stands `-`, and what reaches its end goes back to the chain that called it. Legacy refuses a policy there; nft loads the line and forgets the policy. The command `-P` refuses DROP in the nat table, which a `:` line takes.',
    ja: '組み込みチェインのポリシーは大文字の `ACCEPT` か `DROP` です。`REJECT` は指定できません（チェインの最後に `-j REJECT` のルールを書きます）。ユーザー定義チェインにポリシーはなく、宣言には `-` を書きます。末尾まで来たパケットは呼び出し元のチェインに戻ります。ここにポリシーを書くと legacy バックエンドは拒否し、nft バックエンドは読み込んでポリシーを捨てます。`-P` コマンドは nat テーブルの DROP を拒否しますが、`:` の行では受け付けられます。',
  },
  refusals: [
    "Can't set policy `drop' on `INPUT' line 2: Bad policy name",
    "Can't set policy `DROP' on `ADMINS' line 3: Bad built-in chain name",
    'iptables-restore: line 2 policy invalid',
  ],
  examples: [
    {
      bad: '*filter\n:INPUT drop [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n:ADMINS DROP [0:0]\n-A INPUT -j ADMINS\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n:ADMINS - [0:0]\n-A INPUT -j ADMINS\nCOMMIT\n',
    },
    { bad: '*filter\n:INPUT\nCOMMIT\n', good: '*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n' },
  ],
  message: ({ policy, chain, userChain, suggestion, backEnd }) => {
    if (policy === undefined)
      return userChain
        ? {
            en: `Behind the name of a user chain stands \`-\`: write \`:${chain} - [0:0]\`.`,
            ja: `ユーザー定義チェインの名前の後には \`-\` が必要です。\`:${chain} - [0:0]\` と書いてください。`,
          }
        : {
            en: `The policy of \`${chain}\` is missing: \`ACCEPT\`, \`DROP\`, or \`-\` to leave it as it is.`,
            ja: `\`${chain}\` のポリシーがありません。\`ACCEPT\`、\`DROP\`、または変更しないことを示す \`-\` を書いてください。`,
          };
    if (userChain)
      return joined(
        {
          en: `\`${chain}\` is a user chain and has no policy: what reaches its end goes back to the caller. Write \`-\`, and end the chain with a rule for all the rest if need be.`,
          ja: `\`${chain}\` はユーザー定義チェインで、ポリシーはありません。末尾まで来たパケットは呼び出し元に戻ります。\`-\` と書き、必要なら最後に残りすべてを処理するルールを置いてください。`,
        },
        onlyRefusedBy(backEnd, { en: 'loads it and forgets the policy', ja: '読み込んでポリシーを捨てます' }),
      );
    if (policy === 'DROP')
      return {
        en: 'The nat table is not meant for filtering, and `-P` refuses DROP there. Drop the packets in the filter table.',
        ja: 'nat テーブルはフィルタリング用ではなく、`-P` での DROP は拒否されます。パケットは filter テーブルで破棄してください。',
      };
    return suggestion === undefined
      ? {
          en: `\`${policy}\` is no policy: a built-in chain has \`ACCEPT\` or \`DROP\`.`,
          ja: `\`${policy}\` はポリシーになりません。組み込みチェインのポリシーは \`ACCEPT\` か \`DROP\` です。`,
        }
      : {
          en: `\`${policy}\` is no policy. Did you mean \`${suggestion}\`?`,
          ja: `\`${policy}\` はポリシーになりません。\`${suggestion}\` ではありませんか。`,
        };
  },
  refusal: ({ policy, userChain }) => {
    if (policy === undefined) return 'policy invalid';
    if (policy === '-') return '-P requires a chain and a policy';
    if (userChain) return 'Bad built-in chain name';
    return policy === 'DROP' ? 'The "nat" table is not intended for filtering, the use of DROP is therefore inhibited.' : 'Bad policy name';
  },
  fixes: (finding, file) => {
    if (finding.policy === undefined) return missingPolicy(finding, file);
    if (file.records[finding.line]?.kind !== 'chain' && finding.userChain) return [];
    if (finding.suggestion === undefined) return finding.policy === 'REJECT' ? [{ ...replacement(finding, 'DROP'), preferred: false }] : [];
    return [
      replacement(finding, finding.suggestion, { automatic: !finding.userChain && finding.suggestion === finding.policy.toUpperCase() }),
    ];
  },
});

function missingPolicy(finding: Finding<'invalid-policy'>, file: RulesFile): readonly Fix[] {
  const place = { start: finding.end, end: file.lineText(finding.line).length };
  if (finding.userChain)
    return [
      {
        title: { en: 'Add `- [0:0]`', ja: '`- [0:0]` を追加する' },
        edits: [replaceSpan(finding.line, place, ' - [0:0]')],
        preferred: true,
        automatic: true,
      },
    ];
  return ['ACCEPT', 'DROP'].map((policy) => ({
    title: { en: `Add \`${policy} [0:0]\``, ja: `\`${policy} [0:0]\` を追加する` },
    edits: [replaceSpan(finding.line, place, ` ${policy} [0:0]`)],
  }));
}

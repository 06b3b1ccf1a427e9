import type { RulesFile } from '../model/rules-file';
import type { Finding } from './rule';
import { defineRule } from './rule';
import { nftablesBlocks } from './support/nftables';
import { ruleSpan } from './support/take-out';

declare module './rule' {
  interface AnalysisData {
    'nftables-syntax': {
      /** How many lines of the file are written so, one after the other. */
      readonly lines: number;
    };
  }
}

export const nftablesSyntax = defineRule({
  code: 'nftables-syntax',
  severity: 'error',
  title: { en: 'nftables syntax', ja: 'nftables の構文' },
  page: {
    en: 'nftables has a language of its own: `table inet filter { chain input { … } }`, `nft add rule …`. Its program is `nft`, and such a file is loaded by `nft -f`. iptables-restore refuses it, also where iptables works with the nft back end (`iptables-nft`): that only changes what the kernel gets, not what the file looks like.\n\nSuch lines are told once for each block of them. Write their rules in the format of iptables-save, or keep them in a file of their own for `nft -f`. A packet meets the rules of both, and what either drops is gone.',
    ja: 'nftables には `table inet filter { chain input { … } }` や `nft add rule …` のような独自の構文があります。プログラムは `nft` で、このようなファイルは `nft -f` で読み込みます。iptables-restore は、nft バックエンド（`iptables-nft`）を使っている場合でも読み込めません。バックエンドで変わるのはカーネルへの渡し方で、ファイルの書式は同じです。\n\nこのような行は、まとまりごとに一度だけ指摘します。iptables-save の書式でルールを書き直すか、`nft -f` 用の別のファイルに分けてください。両方を読み込んだ場合、パケットは両方のルールを通り、どちらかで破棄されればそこで終わりです。',
  },
  refusals: ["Bad argument `table'", "Bad argument `nft'", 'iptables-restore: line 1 failed'],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\nadd rule ip filter INPUT tcp dport 22 accept\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 22 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '#!/usr/sbin/nft -f\nflush ruleset\n\ntable ip filter {\n  chain input {\n    type filter hook input priority 0; policy drop;\n    iif lo accept\n    tcp dport { 22, 80 } accept\n  }\n}\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -p tcp -m multiport --dports 22,80 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ lines }) => {
    const count = lines === 1 ? { en: 'This line is', ja: 'この行は' } : { en: `These ${lines} lines are`, ja: `この ${lines} 行は` };
    return {
      en: `${count.en} in the syntax of nftables, which iptables-restore does not read. Load it with \`nft -f\`, or write the rules as iptables does.`,
      ja: `${count.ja} nftables の構文で書かれており、iptables-restore では読み込めません。\`nft -f\` で読み込むか、iptables の書式で書き直してください。`,
    };
  },
  check,
});

function check(file: RulesFile): readonly Finding<'nftables-syntax'>[] {
  return nftablesBlocks(file).map(({ first, last }) => ({
    code: 'nftables-syntax',
    line: first,
    lines: last - first + 1,
    ...ruleSpan(file, first),
  }));
}

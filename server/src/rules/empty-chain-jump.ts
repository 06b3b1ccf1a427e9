import { programOfChain } from '../catalogue/program-chains';
import { isRefusal } from '../model/refusal';
import type { Section } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import { chainNamed, sectionAt } from '../model/sections';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { isFragment } from './support/fragment';
import { leavesTraces, removeRule } from './support/remove-rule';

declare module './rule' {
  interface AnalysisData {
    /** `from`: the built-in chain whose policy decides, for a goto in one; `undefined` in a user chain and for a plain jump. */
    'empty-chain-jump': { readonly chain: string; readonly goto: boolean; readonly from: string | undefined };
  }
}

export const emptyChainJump = defineRule({
  code: 'empty-chain-jump',
  severity: 'hint',
  title: { en: 'Jump to an empty chain', ja: '空のチェインへのジャンプ' },
  page: {
    en: 'The chain has no rules in this file. A packet that `-j` sends there comes straight back, so the jump does nothing. With `-g` it does not come back: it leaves the chain that the `-g` stands in, and in a built-in chain its policy decides.\n\nA program may fill the chain while the host runs. Chains of programs that are known to do so are passed over by their names (`DOCKER-USER`, `f2b-…`, firewalld’s `…_direct`). Where nothing fills the chain, its rules are missing, or the jump can go.',
    ja: 'このファイルでは、チェインにルールがありません。`-j` で送られたパケットはすぐに戻ってくるので、ジャンプには効果がありません。`-g` の場合は戻らず、`-g` のあるチェインを抜けます。組み込みチェインではポリシーが適用されます。\n\n稼働中にプログラムがルールを追加するチェインもあります。そうしたプログラムのチェインのうち、名前で分かるもの（`DOCKER-USER`、`f2b-…`、firewalld の `…_direct` など）は指摘しません。追加するものがなければ、ルールの書き忘れか、不要なジャンプです。',
  },
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n:ADMINS - [0:0]\n-A INPUT -p tcp --dport 22 -j ADMINS\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n:ADMINS - [0:0]\n-A INPUT -p tcp --dport 22 -j ADMINS\n-A INPUT -i lo -j ACCEPT\n-A ADMINS -s 192.0.2.0/28 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n:WEB - [0:0]\n-A INPUT -p tcp --dport 443 -g WEB\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n:WEB - [0:0]\n-A INPUT -p tcp --dport 443 -g WEB\n-A INPUT -i lo -j ACCEPT\n-A WEB -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ chain, goto, from }) => {
    const unless = {
      en: ', unless a program fills it at run time',
      ja: '（プログラムが稼働中にルールを追加する場合を除きます）',
    };
    if (!goto) {
      return {
        en: `\`${chain}\` has no rules in this file: packets come straight back, and the jump does nothing${unless.en}.`,
        ja: `このファイルでは \`${chain}\` にルールがありません。パケットはすぐに戻ってくるため、ジャンプには効果がありません${unless.ja}。`,
      };
    }
    return from === undefined
      ? {
          en: `\`${chain}\` has no rules in this file: with \`-g\`, packets just leave this chain${unless.en}.`,
          ja: `このファイルでは \`${chain}\` にルールがありません。\`-g\` で送られたパケットは、このチェインを抜けるだけです${unless.ja}。`,
        }
      : {
          en: `\`${chain}\` has no rules in this file: with \`-g\`, the policy of ${from} decides at once, and no later rule of ${from} is read${unless.en}.`,
          ja: `このファイルでは \`${chain}\` にルールがありません。\`-g\` で送られたパケットには ${from} のポリシーが直ちに適用され、${from} の以降のルールは評価されません${unless.ja}。`,
        };
  },
  related: ({ line, chain }, file) => {
    const declared = chainNamed(sectionAt(file, line), chain)?.declared ?? -1;
    const record = file.records[declared];
    if (record === undefined) return [];
    const span = { start: record.chainStart, end: record.chainEnd };
    return [{ line: declared, span, message: { en: 'The chain is made here.', ja: 'このチェインはここで作られます。' } }];
  },
  check: (file) => file.resolution().sections.flatMap((section) => jumpsToEmpty(file, section)),
  fixes: removal,
});

function jumpsToEmpty(file: RulesFile, section: Section): readonly Finding<'empty-chain-jump'>[] {
  const empty = new Set<number>();
  for (const chain of section.chains.values())
    if (!chain.builtin && chain.declared >= 0 && chain.count === 0 && programOfChain(chain.name) === undefined) empty.add(chain.id);
  if (empty.size === 0 || isFragment(file, section)) return [];
  return section.jumps
    .filter(({ line, to }) => empty.has(to) && file.records[line]?.faults.some(isRefusal) !== true)
    .map(({ line, from, to, goto }) => ({
      code: 'empty-chain-jump',
      line,
      start: file.records[line]?.jumpStart ?? 0,
      end: file.records[line]?.jumpEnd ?? 0,
      chain: file.nameText(to),
      goto,
      from: goto && section.chains.get(from)?.builtin === true ? file.nameText(from) : undefined,
    }));
}

/** A goto is kept: without it the rules behind it would be met. So is a rule whose matches count what passes. */
function removal(finding: Finding<'empty-chain-jump'>, file: RulesFile): readonly Fix[] {
  const rule = file.bound(finding.line);
  if (finding.goto || rule === undefined || leavesTraces(rule)) return [];
  const edit = removeRule(file, finding.line);
  return edit === undefined ? [] : [{ title: { en: 'Remove the rule', ja: 'このルールを削除する' }, edits: [edit] }];
}

import { rulesInOrder } from '../analysis/chain-order';
import { everything, relate } from '../analysis/conditions';
import { lineConditions } from '../analysis/line-conditions';
import { targetNamed } from '../catalogue/index';
import type { Chain, Section } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import { replaceSpan } from '../text/position';
import type { Finding, Fix, Related } from './rule';
import { defineRule } from './rule';
import { replaceTitle } from './support/fix';

declare module './rule' {
  interface AnalysisData {
    'return-in-builtin': {
      readonly chain: string;
      readonly table: string;
      readonly policy: 'ACCEPT' | 'DROP';
      readonly policyLine: number;
      /** The later rule that the packets miss: one that could accept them under a DROP policy, the one that drops the rest under ACCEPT. */
      readonly missedLine: number;
      /** That rule's target or chain. */
      readonly missed: string;
    };
  }
}

export const returnInBuiltin = defineRule({
  code: 'return-in-builtin',
  severity: 'information',
  title: { en: 'RETURN in a built-in chain', ja: '組み込みチェインの RETURN' },
  page: {
    en: "`-j RETURN` goes back to the chain that jumped here. A built-in chain has none: there the chain's policy decides at once. Under a DROP policy RETURN therefore drops, although rules further down might accept. Under an ACCEPT policy it accepts, although a last rule drops everything else. Whoever meant “skip the next rules” needs a chain of their own; whoever meant the policy says it better by its name.\n\nIt is reported only in these two cases. In the nat table RETURN under ACCEPT is common for “do not translate”, and fine.",
    ja: '`-j RETURN` は、ジャンプ元のチェインに戻ります。組み込みチェインには戻り先がないため、その場でチェインのポリシーが適用されます。ポリシーが DROP なら、後のルールで許可されるはずのパケットも破棄されます。ACCEPT なら、最後のルールで残りを破棄していても許可されます。後続のルールを飛ばすだけのつもりなら、ユーザー定義チェインに分けてください。ポリシーの動作が目的なら、その名前で書くほうが明確です。\n\n指摘するのはこの二つの場合だけです。nat テーブルで、ポリシーが ACCEPT のまま「変換しない」の意味で RETURN を使うのは一般的で、問題ありません。',
  },
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i eth1 -j RETURN\n-A INPUT -p tcp --dport 22 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i eth1 -j DROP\n-A INPUT -p tcp --dport 22 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -s 192.0.2.0/28 -j RETURN\n-A INPUT -p tcp --dport 22 -j ACCEPT\n-A INPUT -j REJECT\nCOMMIT\n',
      good: '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -s 192.0.2.0/28 -j ACCEPT\n-A INPUT -p tcp --dport 22 -j ACCEPT\n-A INPUT -j REJECT\nCOMMIT\n',
    },
  ],
  message: ({ chain, policy, missed, missedLine }) =>
    policy === 'DROP'
      ? {
          en: `RETURN in a built-in chain means its policy: ${chain} drops these packets here, and no later rule is read. Write \`-j DROP\`, or use a chain of your own if later rules should see them.`,
          ja: `組み込みチェインでの RETURN はポリシーの適用を意味します。${chain} はここでパケットを破棄し、以降のルールは評価されません。\`-j DROP\` と書くか、後のルールも評価させたい場合はユーザー定義チェインに分けてください。`,
        }
      : {
          en: `RETURN in a built-in chain means its policy: ${chain} accepts these packets here, and the ${missed} in line ${missedLine + 1} does not get them. Write \`-j ACCEPT\` if that is meant.`,
          ja: `組み込みチェインでの RETURN はポリシーの適用を意味します。${chain} はここでパケットを許可し、${missedLine + 1} 行目の ${missed} は適用されません。意図どおりなら \`-j ACCEPT\` と書いてください。`,
        },
  related: ({ chain, policy, policyLine, missedLine, missed }, file): readonly Related[] => [
    {
      line: policyLine,
      message: { en: `The policy of ${chain} is ${policy}.`, ja: `${chain} のポリシーは ${policy} です。` },
    },
    {
      line: missedLine,
      span: { start: file.records[missedLine]?.jumpStart ?? 0, end: file.records[missedLine]?.jumpEnd ?? 0 },
      message: { en: `This ${missed} does not get the packets.`, ja: `この ${missed} には届きません。` },
    },
  ],
  check: (file) => {
    const findings: Finding<'return-in-builtin'>[] = [];
    for (const section of file.resolution().sections)
      for (const chain of section.chains.values()) findings.push(...returnsIn(file, section, chain));
    return findings;
  },
  fixes: (finding) => byName(finding),
});

function returnsIn(file: RulesFile, section: Section, chain: Chain): readonly Finding<'return-in-builtin'>[] {
  const { policy, policyLine } = chain;
  // Only built-in chains have a policy.
  if (policy !== 'ACCEPT' && policy !== 'DROP') return [];
  if (!chain.rules.some((line) => file.records[line]?.target === 'RETURN')) return [];
  const order = rulesInOrder(file, chain) ?? [];
  const findings: Finding<'return-in-builtin'>[] = [];
  let missedLine = -1;
  // From the end, so that each RETURN knows what stands behind it.
  for (const line of [...order].reverse()) {
    const record = file.records[line];
    if (record === undefined) continue;
    if (record.target === 'RETURN' && missedLine >= 0) {
      const missed = file.nameText(file.records[missedLine]?.jump ?? -1);
      const span = { start: record.jumpStart, end: record.jumpEnd };
      findings.push({
        code: 'return-in-builtin',
        line,
        ...span,
        chain: chain.name,
        table: section.table,
        policy,
        policyLine,
        missedLine,
        missed,
      });
    }
    missedLine = missedFrom(file, line, policy, missedLine);
  }
  return findings;
}

/** The rule that a RETURN before a line makes packets miss, from what one behind the line makes them miss; -1 without one. */
function missedFrom(file: RulesFile, line: number, policy: 'ACCEPT' | 'DROP', behind: number): number {
  const record = file.records[line];
  if (record === undefined || record.jump < 0) return behind;
  const verdict = record.target === undefined ? undefined : targetNamed(record.target, file.family)?.verdict;
  // A chain of the author's may accept.
  if (policy === 'DROP' && (verdict === 'accept' || record.target === undefined)) return line;
  if (verdict === undefined || verdict === 'continue') return behind;
  const own = lineConditions(file, line);
  if (own === undefined || relate(everything(file.family), own) !== 'all') return behind;
  // It takes all that is left, so nothing behind it counts.
  return policy === 'ACCEPT' && verdict === 'drop' ? line : -1;
}

/** The policy by its name, which the nat table does not take where it is DROP. */
function byName(finding: Finding<'return-in-builtin'>): readonly Fix[] {
  if (finding.table === 'nat' && finding.policy === 'DROP') return [];
  return [{ title: replaceTitle(finding.policy), edits: [replaceSpan(finding.line, finding, finding.policy)], preferred: true }];
}

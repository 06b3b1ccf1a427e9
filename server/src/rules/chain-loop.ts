import type { Section } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import type { Finding, Related } from './rule';
import { defineRule } from './rule';
import { sectionAt } from './support/declarations';

export const chainLoop = defineRule({
  code: 'chain-loop',
  severity: 'error',
  title: { en: 'Loop of chains', ja: 'チェインのループ' },
  page: {
    en: 'Chains may call each other, but not in a circle: the kernel follows all jumps from the built-in chains and refuses the table when a packet could come back to a chain it is still in. Legacy then names only the COMMIT line. A circle that no built-in chain leads to loads.',
    ja: 'チェインは互いに呼び出せますが、循環させることはできません。カーネルは組み込みチェインからのジャンプをすべてたどり、パケットが通過中のチェインに戻りうる場合はテーブルを拒否します。legacy バックエンドのエラーは COMMIT の行を指すだけです。どの組み込みチェインからも到達しない循環は読み込まれます。',
  },
  refusals: ['iptables-restore: line 8 failed', 'RULE_APPEND failed (Too many links): rule in chain B'],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n:A - [0:0]\n:B - [0:0]\n-A INPUT -j A\n-A A -j B\n-A B -j A\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n:A - [0:0]\n:B - [0:0]\n-A INPUT -j A\n-A A -j B\n-A B -j RETURN\nCOMMIT\n',
    },
  ],
  message: ({ chains }) => ({
    en: `This jump closes a circle, which the kernel refuses: ${chains.map((chain) => `\`${chain}\``).join(' → ')}. To go back to the caller, use \`-j RETURN\`.`,
    ja: `このジャンプで循環ができ、カーネルに拒否されます（${chains.map((chain) => `\`${chain}\``).join(' → ')}）。呼び出し元に戻るには \`-j RETURN\` を使ってください。`,
  }),
  refusal: () => 'RULE_APPEND failed (Too many links)',
  related: otherJumps,
});

/** The other jumps of the circle. */
function otherJumps(finding: Finding<'chain-loop'>, file: RulesFile): readonly Related[] {
  const section = sectionAt(file, finding.line);
  if (section === undefined) return [];
  const related: Related[] = [];
  for (let index = 0; index + 1 < finding.chains.length; index++) {
    const from = finding.chains[index] ?? '';
    const to = finding.chains[index + 1] ?? '';
    const line = jumpLine(section, file, from, to);
    if (line === undefined || line === finding.line) continue;
    const record = file.records[line];
    related.push({
      line,
      ...(record === undefined ? {} : { span: { start: record.jumpStart, end: record.jumpEnd } }),
      message: { en: `\`${from}\` jumps to \`${to}\` here.`, ja: `\`${from}\` はここで \`${to}\` にジャンプします。` },
    });
  }
  return related;
}

function jumpLine(section: Section, file: RulesFile, from: string, to: string): number | undefined {
  return section.jumps.find((jump) => file.nameText(jump.from) === from && file.nameText(jump.to) === to)?.line;
}

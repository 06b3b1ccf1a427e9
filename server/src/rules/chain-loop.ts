import type { Section } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import { chainNamed, sectionAt } from '../model/sections';
import type { Finding, Related } from './rule';
import { defineRule } from './rule';

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
    en: `This jump closes a circle, which the kernel refuses: ${inWords(chains)}. To go back to the caller, use \`-j RETURN\`.`,
    ja: `このジャンプで循環ができ、カーネルに拒否されます（${inWords(chains)}）。呼び出し元に戻るには \`-j RETURN\` を使ってください。`,
  }),
  refusal: () => 'RULE_APPEND failed (Too many links)',
  related: otherJumps,
});

/** In the words of a longer circle the chains in its middle are left out: nobody reads thousands of names. */
const mostNamed = 20;

/** So many other jumps of a circle are told at most: the first ones that a packet meets in it. */
const mostRelated = 20;

function inWords(chains: readonly string[]): string {
  const named = chains.map((chain) => `\`${chain}\``);
  const left = named.length > mostNamed ? [...named.slice(0, mostNamed - 2), '…', ...named.slice(-2)] : named;
  return left.join(' → ');
}

/** The other jumps of the circle. */
function otherJumps(finding: Finding<'chain-loop'>, file: RulesFile): readonly Related[] {
  const section = sectionAt(file, finding.line);
  if (section === undefined) return [];
  const related: Related[] = [];
  for (let index = 0; index + 1 < finding.chains.length && related.length < mostRelated; index++) {
    const from = finding.chains[index] ?? '';
    const to = finding.chains[index + 1] ?? '';
    const line = jumpLine(section, from, to);
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

function jumpLine(section: Section, from: string, to: string): number | undefined {
  const [fromId, toId] = [chainNamed(section, from)?.id, chainNamed(section, to)?.id];
  return section.jumps.find((jump) => jump.from === fromId && jump.to === toId)?.line;
}

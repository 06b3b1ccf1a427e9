import type { RulesetAnalysis } from '../analysis/ruleset';
import type { RulesFile } from '../model/rules-file';
import type { Finding } from './rule';
import { defineRule } from './rule';
import { coverageOf } from './support/coverage';
import { isTold } from './support/covered-kinds';
import { moveBefore, ruleSpan, takeOut } from './support/take-out';

declare module './rule' {
  interface AnalysisData {
    'unreachable-after-terminal': {
      /** The rule without conditions that takes everything. */
      readonly terminal: number;
      /** What stands behind its `-j` or `-g`. */
      readonly target: string;
      /** It is the first rule behind it; the others are told more quietly. */
      readonly first: boolean;
      /** How many rules are behind it. */
      readonly count: number;
    };
  }
}

export const unreachableAfterTerminal = defineRule({
  code: 'unreachable-after-terminal',
  severity: 'warning',
  tag: 'unnecessary',
  title: { en: 'Rule behind the one that takes everything', ja: 'すべてを処理するルールより後ろのルール' },
  page: {
    en: 'A rule without conditions (`-j DROP`, `-j ACCEPT`, `-j REJECT`, `-g CHAIN`) takes every packet that comes to it, so the rules behind it in the same chain are never read. Rules that were appended with `iptables -A` to a chain which already ends in `-j DROP` stand there. Move them before it, or remove them.\n\nThe first such rule of a chain is a warning, the others behind it are hints, and so is what stands behind a RETURN.',
    ja: '条件のないルール（`-j DROP`、`-j ACCEPT`、`-j REJECT`、`-g CHAIN`）は届いたパケットをすべて処理するため、同じチェインでその後ろにあるルールは評価されません。最後が `-j DROP` のチェインに `iptables -A` で追加したルールが、この位置に入ります。その前に移動するか、削除してください。\n\nチェインごとに最初のルールを警告とし、それより後ろのものと RETURN の後ろのものはヒントとします。',
  },
  examples: [
    {
      bad: '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -j REJECT --reject-with icmp-host-prohibited\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n-A INPUT -j REJECT --reject-with icmp-host-prohibited\nCOMMIT\n',
    },
  ],
  message: ({ terminal, target, first, count }) => {
    const others =
      first && count > 1
        ? {
            en: `, nor ${count === 2 ? 'is the rule' : `are the ${count - 1} rules`} behind it`,
            ja: `この後の ${count - 1} 個のルールも同様です。`,
          }
        : { en: '', ja: '' };
    return {
      en: `Line ${terminal + 1} (\`${target}\`, without a condition) takes every packet: this rule is never read${others.en}. Move it before that line, or remove it.`,
      ja: `${terminal + 1} 行目（条件のない \`${target}\`）がすべてのパケットを処理するため、このルールは評価されません。${others.ja}その前に移動するか、削除してください。`,
    };
  },
  // Programs write rules behind a RETURN of their own that they count on being skipped.
  severityOf: ({ first, target }) => (first && !/\bRETURN$/.test(target) ? 'warning' : 'hint'),
  related: ({ terminal }) => [
    { line: terminal, message: { en: 'This rule takes every packet.', ja: 'このルールがすべてのパケットを処理します。' } },
  ],
  analyse,
  fixes: ({ line, terminal }, file) => [...moveBefore(file, line, terminal), ...takeOut(file, line, false)],
});

function analyse(analysis: RulesetAnalysis): readonly Finding<'unreachable-after-terminal'>[] {
  const { file } = analysis;
  const behind = new Map<number, number[]>();
  for (const unmet of coverageOf(analysis).unmet) {
    const terminal = unmet.covers[0]?.line;
    if (unmet.why !== 'covered' || terminal === undefined || isTold(analysis, unmet) !== 'behind-terminal') continue;
    const lines = behind.get(terminal);
    if (lines === undefined) behind.set(terminal, [unmet.line]);
    else lines.push(unmet.line);
  }
  return [...behind].flatMap(([terminal, lines]) =>
    lines.map((line, index) => ({
      code: 'unreachable-after-terminal' as const,
      line,
      ...ruleSpan(file, line),
      terminal,
      target: targetWords(file, terminal),
      first: index === 0,
      count: lines.length,
    })),
  );
}

/** `-j DROP`, as it is written. */
function targetWords(file: RulesFile, line: number): string {
  const from = file.bound(line)?.jump?.option.name.start ?? 0;
  return file.lineText(line).slice(from, file.records[line]?.jumpEnd ?? 0);
}

import type { RulesetAnalysis } from '../analysis/ruleset';
import type { Finding } from './rule';
import { defineRule } from './rule';
import { conflictingOptions } from './support/conflicting-conditions';
import type { Unmet } from './support/coverage';
import { coverageOf } from './support/coverage';
import { ruleSpan, takeOut } from './support/take-out';

declare module './rule' {
  interface AnalysisData {
    'empty-match': {
      /** `self`: its own conditions. `callers`: nothing with these conditions comes into the chain. `place`: nothing has them at this place. */
      readonly why: 'self' | 'callers' | 'place';
      /** The conditions that exclude one another, as written. */
      readonly words: readonly string[];
      readonly chain: string;
    };
  }
}

export const emptyMatch = defineRule({
  code: 'empty-match',
  severity: 'warning',
  title: { en: 'Conditions that no packet has', ja: '満たすパケットがない条件' },
  page: {
    en: 'All conditions of a rule must hold for one packet. Here they exclude one another (two states at once, an address outside of itself), so the rule never matches: a warning. Or each is possible, but nothing with these conditions comes into the chain: the rules that jump there ask for something else, or take such packets before; a piece of information, since other jumps may come.\n\n`-i` in a chain that only OUTPUT leads to is of that kind: what this host sends has no incoming interface. So is a mark that is always set to something else before.',
    ja: 'ルールの条件は、一つのパケットがすべて満たす必要があります。ここでは条件どうしが両立しないため（二つの状態を同時に求める、自分自身を除いたアドレスを求めるなど）、一致することはありません。これは警告です。それぞれの条件は成り立ちうるものの、そのようなパケットがこのチェインに来ない場合もあります。ジャンプするルールが別の条件を付けているか、その前に処理されているためです。呼び出し元が増えることもあるため、これは情報として示します。\n\nOUTPUT からしか呼ばれないチェインの `-i` もその例です。このホストが送るパケットには入力インターフェイスがありません。前で必ず別の値が設定される mark も同様です。',
  },
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -m state --state NEW -m state --state ESTABLISHED -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -m state --state NEW,ESTABLISHED -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:OUTPUT ACCEPT [0:0]\n:LAN - [0:0]\n-A OUTPUT -p tcp -j LAN\n-A LAN -i eth1 -j ACCEPT\n-A LAN -j DROP\nCOMMIT\n',
      good: '*filter\n:OUTPUT ACCEPT [0:0]\n:LAN - [0:0]\n-A OUTPUT -p tcp -j LAN\n-A LAN -o eth1 -j ACCEPT\n-A LAN -j DROP\nCOMMIT\n',
    },
  ],
  message: ({ why, words, chain }) => {
    if (why === 'self') {
      const quoted = words.map((word) => `\`${word}\``);
      return quoted.length === 1
        ? {
            en: `No packet fits ${quoted[0]}: this rule never matches. Change the condition.`,
            ja: `${quoted[0]} に当てはまるパケットはないため、このルールが一致することはありません。条件を見直してください。`,
          }
        : {
            en: `No packet has ${quoted.length === 0 ? 'all these conditions' : quoted.join(' and ')} at once: this rule never matches. Change one of them.`,
            ja: `${quoted.length === 0 ? 'これらの条件' : quoted.join(' と ')} を同時に満たすパケットはないため、このルールが一致することはありません。どれかを見直してください。`,
          };
    }
    return why === 'callers'
      ? {
          en: `Nothing that comes into \`${chain}\` has these conditions: the jumps that lead here ask for something else, or such packets are taken before. This rule never matches.`,
          ja: `\`${chain}\` に来るパケットに、これらの条件を満たすものはありません。ここへのジャンプが別の条件を付けているか、その前に処理されています。このルールが一致することはありません。`,
        }
      : {
          en: `No packet has these conditions when it comes here: what they ask for is set to something else, or taken, before. This rule never matches.`,
          ja: `ここに来る時点で、これらの条件を満たすパケットはありません。その前に別の値が設定されるか、処理されています。このルールが一致することはありません。`,
        };
  },
  severityOf: ({ why }) => (why === 'self' ? 'warning' : 'information'),
  analyse,
  fixes: ({ line }, file) => takeOut(file, line, false),
});

/** Faults of a line that say already that it never matches. */
const toldOtherwise: ReadonlySet<string> = new Set(['never-matching-value', 'never-matching-interface', 'unlikely-combination']);

function analyse(analysis: RulesetAnalysis): readonly Finding<'empty-match'>[] {
  const { file } = analysis;
  return coverageOf(analysis).unmet.flatMap((unmet) => {
    if (unmet.why === 'covered' || file.records[unmet.line]?.faults.some(({ code }) => toldOtherwise.has(code)) === true) return [];
    return findingOf(analysis, unmet);
  });
}

function findingOf(analysis: RulesetAnalysis, { line, why, chain }: Unmet): Finding<'empty-match'> {
  const name = chain.chain.name;
  const conflict = why === 'self' ? conflictingOptions(analysis, line) : [];
  const first = conflict[0];
  const last = conflict[conflict.length - 1];
  const span = first === undefined || last === undefined ? ruleSpan(analysis.file, line) : { start: first.start, end: last.end };
  const words = conflict.map(({ start, end }) => analysis.file.lineText(line).slice(start, end));
  return { code: 'empty-match', line, ...span, why: why === 'self' || why === 'callers' ? why : 'place', words, chain: name };
}

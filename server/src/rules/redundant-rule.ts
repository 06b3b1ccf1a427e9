import type { Verdict } from '../analysis/effects';
import type { RulesetAnalysis } from '../analysis/ruleset';
import type { Finding } from './rule';
import { defineRule } from './rule';
import { coverageOf } from './support/coverage';
import { isTold } from './support/covered-kinds';
import { ruleSpan, takeOut } from './support/take-out';
import { linesInWords, verb } from './support/verdict-words';

declare module './rule' {
  interface AnalysisData {
    'redundant-rule': {
      /** `above`: rules above take its packets. `below`: rules below, or what stands at the chain's end, do the same to them. */
      readonly side: 'above' | 'below';
      readonly lines: readonly number[];
      /** What the rule does; `undefined` for one that jumps or returns. */
      readonly verdict: Verdict | undefined;
      /** Where `side` is `below`: what stands at the end of its chain does it, for some packets at least. */
      readonly after: 'policy' | 'return' | undefined;
      readonly chain: string;
    };
  }
}

export const redundantRule = defineRule({
  code: 'redundant-rule',
  severity: 'hint',
  tag: 'unnecessary',
  title: { en: 'Rule that makes no difference', ja: 'あってもなくても同じルール' },
  page: {
    en: "Taking the rule out would change nothing for any packet. Either rules above already take every packet that it asks for, and do the same with it; or what it does to its packets, rules below or the chain's end do anyway: an ACCEPT in front of a wider ACCEPT, a DROP at the end of a chain whose policy is DROP, a RETURN in the last line.\n\nThat need not be wrong. A rule's counters may be wanted, or a last `-j DROP` that stays when somebody sets the policy to ACCEPT. Rules that log, count or set something, or that have a match which is not worked out (a rate limit, a clock), are never called redundant, nor are those whose packets would come to such a rule without them.",
    ja: 'このルールを削除しても、どのパケットの扱いも変わりません。対象のパケットがすべて上のルールで先に同じように処理されるか、下のルールやチェインの末尾で結局同じように処理されるためです。より広い ACCEPT の前にある ACCEPT、ポリシーが DROP のチェインの最後の DROP、最後の行の RETURN などが当たります。\n\n誤りとは限りません。カウンターのために残すことも、ポリシーが ACCEPT に変えられた場合に備えて最後に `-j DROP` を置くこともあります。ログや計数をするルール、値を設定するルール、調べられない条件（頻度の制限や時刻など）を持つルールは、余分とは判断しません。また、削除するとパケットがそのようなルールに届くようになる場合も同様です。',
  },
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -s 10.0.0.0/8 -j ACCEPT\n-A INPUT -s 10.1.2.0/24 -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -s 10.0.0.0/8 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n-A INPUT -p tcp -m multiport --dports 22,80,443 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -m multiport --dports 22,80,443 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ side, lines, verdict, after, chain }) => {
    const what = verb(verdict);
    const by = lines.length === 0 ? undefined : linesInWords(lines);
    const many = lines.length === 1 ? what.en : what.en.replace(/s$/, '');
    if (side === 'above')
      return {
        en: `${by === undefined ? 'Rules above' : by.en.replace(/^l/, 'L')} already ${many} every packet that this rule asks for. Removing it changes nothing.`,
        ja: `このルールの対象になるパケットは、すべて ${by?.ja ?? '上のルール'}ですでに${what.ja}ています。削除しても何も変わりません。`,
      };
    const atEnd =
      after === 'policy'
        ? { en: `the policy of ${chain}`, ja: `${chain} のポリシー` }
        : after === 'return'
          ? { en: `what follows the end of ${chain}`, ja: `${chain} から戻った先` }
          : undefined;
    const en = [by?.en, atEnd?.en].filter((part) => part !== undefined).join(' and ') || 'what follows';
    const ja = [by?.ja, atEnd?.ja].filter((part) => part !== undefined).join('と') || '後に続くルール';
    return {
      en: `Without this rule its packets would fare the same, by ${en}. Removing it changes nothing.`,
      ja: `このルールがなくても、対象のパケットは ${ja}で同じように処理されます。削除しても何も変わりません。`,
    };
  },
  related: ({ lines, side }) =>
    lines.slice(0, 5).map((line) => ({
      line,
      message:
        side === 'above'
          ? { en: 'This rule already does it.', ja: 'このルールですでに処理されています。' }
          : { en: 'This rule would do the same.', ja: 'このルールで同じように処理されます。' },
    })),
  analyse,
  fixes: ({ line }, file) => takeOut(file, line, true),
});

function analyse(analysis: RulesetAnalysis): readonly Finding<'redundant-rule'>[] {
  const { file } = analysis;
  const { unmet, idle } = coverageOf(analysis);
  const findings: Finding<'redundant-rule'>[] = [];
  const verdictOf = (line: number): Verdict | undefined => {
    const effect = analysis.rule(line)?.effect;
    return effect?.kind === 'verdict' ? effect.verdict : undefined;
  };
  for (const one of unmet) {
    if (one.why !== 'covered' || isTold(analysis, one) !== 'redundant') continue;
    const { line, covers, chain } = one;
    const lines = covers.map((cover) => cover.line);
    findings.push({
      code: 'redundant-rule',
      line,
      ...ruleSpan(file, line),
      side: 'above',
      lines,
      verdict: verdictOf(line),
      after: undefined,
      chain: chain.chain.name,
    });
  }
  for (const { line, chain, later, end } of idle) {
    const { name, builtin } = chain.chain;
    const atEnd = end ? (builtin ? 'policy' : 'return') : undefined;
    findings.push({
      code: 'redundant-rule',
      line,
      ...ruleSpan(file, line),
      side: 'below',
      lines: later,
      verdict: verdictOf(line),
      after: atEnd,
      chain: name,
    });
  }
  return findings;
}

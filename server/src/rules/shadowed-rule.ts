import { analysisOf, whereAnalysed } from '../analysis/current';
import type { RulesetAnalysis } from '../analysis/ruleset';
import type { Finding } from './rule';
import { defineRule } from './rule';
import type { Unmet } from './support/coverage';
import { coverageOf } from './support/coverage';
import { isTold, sameVerdict } from './support/covered-kinds';
import { moveBefore, ruleSpan, takeOut } from './support/take-out';
import { linesInWords, verb } from './support/verdict-words';

declare module './rule' {
  interface AnalysisData {
    'shadowed-rule': {
      /** The rules that take every packet before, in the order of the chain; empty where that took too long to find out. */
      readonly covers: readonly number[];
      /** What those do, where all do the same, as a verb of each language. */
      readonly does: { readonly en: string; readonly ja: string };
      /** It is so whatever comes into the chain. */
      readonly always: boolean;
    };
  }
}

export const shadowedRule = defineRule({
  code: 'shadowed-rule',
  severity: 'warning',
  title: { en: 'Rule that never matches', ja: '一致することのないルール' },
  page: {
    en: 'Rules are read from top to bottom, and the first verdict counts. Here rules above, one of them or several together, take every packet that this rule asks for and do something else with it, so this rule never matches. Often a general rule was put before its exceptions, or a rule was added at the end of the chain, behind the drop.\n\nMove the rule before the ones that take its packets, or remove it. What the related places name was worked out over addresses, ports, interfaces, protocols, states, marks and chains together; a match that is not worked out (a rate limit, a clock, a counter) never counts as taking a packet for certain.\n\nIn a user chain it is a piece of information where it is so only for what jumps there now.',
    ja: 'ルールは上から順に評価され、最初に決まった判定が適用されます。ここでは、上にある一つまたは複数のルールが、このルールの対象になるパケットをすべて先に別の形で処理するため、このルールが一致することはありません。例外より前に一般的なルールを置いた場合や、破棄するルールより後ろにルールを追加した場合によく起こります。\n\nそれらのルールより前に移動するか、削除してください。関連する行は、アドレス、ポート、インターフェイス、プロトコル、状態、mark、チェインを合わせて調べた結果です。調べられない条件（頻度の制限、時刻、カウンターなど）を持つルールは、確実にパケットを処理するものとは数えません。\n\nユーザー定義チェインで、現在の呼び出し元から来るパケットについてだけ言えることは、情報として示します。',
  },
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -j REJECT --reject-with tcp-reset\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n-A INPUT -p tcp -j REJECT --reject-with tcp-reset\nCOMMIT\n',
    },
    {
      bad: '*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD -s 10.0.0.0/25 -j ACCEPT\n-A FORWARD -s 10.0.0.128/25 -j ACCEPT\n-A FORWARD -s 10.0.0.0/24 -d 192.0.2.1/32 -j DROP\nCOMMIT\n',
      good: '*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD -s 10.0.0.0/24 -d 192.0.2.1/32 -j DROP\n-A FORWARD -s 10.0.0.0/25 -j ACCEPT\n-A FORWARD -s 10.0.0.128/25 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ covers, does, always }) => {
    const by = covers.length === 0 ? { en: 'rules above', ja: '上のルール' } : linesInWords(covers);
    const verbEn = covers.length === 1 ? does.en : does.en.replace(/s$/, '');
    const scope = always ? { en: '', ja: '' } : { en: ' that comes into this chain', ja: 'このチェインに来る' };
    return {
      en: `No packet gets to this rule: ${by.en} ${verbEn} every packet${scope.en} that it asks for. Move it before that, or remove it.`,
      ja: `このルールに届くパケットはありません。対象になる${scope.ja}パケットは、すべて ${by.ja}で${does.ja}ます。その前に移動するか、削除してください。`,
    };
  },
  severityOf: ({ always }) => (always ? 'warning' : 'information'),
  related: ({ covers }) =>
    covers.slice(0, 8).map((line) => ({
      line,
      message: { en: 'This rule takes packets that the other one asks for.', ja: '対象になるパケットは、このルールで先に処理されます。' },
    })),
  analyse,
  fixes: ({ line, covers }, file) => {
    const [first] = covers;
    const move =
      first === undefined || (whereAnalysed(() => covers.some((cover) => wouldShadow(analysisOf(file), line, cover))) ?? true)
        ? []
        : moveBefore(file, line, first);
    return [...move, ...takeOut(file, line, false)];
  },
});

/** Whether a rule takes every packet that another one asks for, so that the other would be the one that never matches. */
function wouldShadow(analysis: RulesetAnalysis, line: number, other: number): boolean {
  const [rule, cover] = [analysis.rule(line), analysis.rule(other)];
  return rule === undefined || cover === undefined || analysis.space.diagram.within(cover.upper, rule.lower);
}

function analyse(analysis: RulesetAnalysis): readonly Finding<'shadowed-rule'>[] {
  return coverageOf(analysis).unmet.flatMap((unmet) =>
    unmet.why === 'covered' && isTold(analysis, unmet) === 'shadowed' ? findingOf(analysis, unmet) : [],
  );
}

function findingOf({ file }: RulesetAnalysis, { line, covers, always }: Unmet): Finding<'shadowed-rule'> {
  const record = file.records[line];
  const span = record === undefined || record.jump < 0 ? ruleSpan(file, line) : { start: record.jumpStart, end: record.jumpEnd };
  return { code: 'shadowed-rule', line, ...span, covers: covers.map((cover) => cover.line), does: verb(sameVerdict(covers)), always };
}

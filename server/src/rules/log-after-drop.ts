import type { RulesetAnalysis } from '../analysis/ruleset';
import type { Finding } from './rule';
import { defineRule } from './rule';
import { coverageOf } from './support/coverage';
import { isTold, sameVerdict } from './support/covered-kinds';
import { moveBefore, takeOut } from './support/take-out';
import { linesInWords, verb } from './support/verdict-words';
import { wholeCover } from './support/whole-cover';

declare module './rule' {
  interface AnalysisData {
    'log-after-drop': {
      /** The rules that take what it would log, in the order of the chain; empty where that took too long to find out. */
      readonly covers: readonly number[];
      /** What those do, where all do the same, as a verb of each language. */
      readonly does: { readonly en: string; readonly ja: string };
    };
  }
}

export const logAfterDrop = defineRule({
  code: 'log-after-drop',
  severity: 'information',
  title: { en: 'Log rule behind the drop', ja: '破棄より後ろのログ' },
  page: {
    en: 'LOG and NFLOG write down a packet that comes to them and let it go on. A packet that a rule above has dropped does not come to them, so a log rule for what is dropped has to stand before the rule that drops it. Here rules above take everything that this one asks for, and it never logs. (Where the rule above has no conditions at all, everything behind it is dead, and `unreachable-after-terminal` says so.)',
    ja: 'LOG と NFLOG は届いたパケットを記録し、そのまま次のルールに進ませます。上のルールで破棄されたパケットは届かないため、破棄するものを記録するルールは、破棄するルールより前に置く必要があります。ここでは、上のルールがこのルールの対象をすべて先に処理するため、何も記録されません。（上のルールに条件がまったくない場合は、それより後ろがすべて無効であることを `unreachable-after-terminal` で示します。）',
  },
  examples: [
    {
      bad: '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -m conntrack --ctstate INVALID -j DROP\n-A INPUT -m conntrack --ctstate INVALID -m limit --limit 5/min -j LOG --log-prefix "invalid: "\nCOMMIT\n',
      good: '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -m conntrack --ctstate INVALID -m limit --limit 5/min -j LOG --log-prefix "invalid: "\n-A INPUT -m conntrack --ctstate INVALID -j DROP\nCOMMIT\n',
    },
  ],
  message: ({ covers, does }) => {
    const by = covers.length === 0 ? { en: 'rules above', ja: '上のルール' } : linesInWords(covers);
    const verbEn = covers.length === 1 ? does.en : does.en.replace(/s$/, '');
    return {
      en: `This never logs anything: ${by.en} ${verbEn} every packet that it asks for. Put it before that.`,
      ja: `このルールは何も記録しません。${by.ja}が、対象のパケットをすべて先に${does.ja}ます。その前に置いてください。`,
    };
  },
  related: ({ covers }) =>
    covers.slice(0, 8).map((line) => ({
      line,
      message: { en: 'This takes packets that should be logged.', ja: '記録するはずのパケットは、ここで処理されます。' },
    })),
  analyse,
  fixes: ({ line, covers }, file) => {
    const [only, ...more] = covers;
    const moved = only === undefined || more.length > 0 ? [] : moveBefore(file, line, only).map((fix) => ({ ...fix, preferred: true }));
    return [...moved, ...takeOut(file, line, false)];
  },
});

function analyse(analysis: RulesetAnalysis): readonly Finding<'log-after-drop'>[] {
  const { file } = analysis;
  return coverageOf(analysis).unmet.flatMap((unmet): readonly Finding<'log-after-drop'>[] => {
    const record = file.records[unmet.line];
    if (unmet.why !== 'covered' || record === undefined || isTold(analysis, unmet) !== 'log') return [];
    const whole = wholeCover(analysis, unmet);
    const covers = whole === undefined ? unmet.covers : [whole];
    return [
      {
        code: 'log-after-drop',
        line: unmet.line,
        start: record.jumpStart,
        end: record.jumpEnd,
        covers: covers.map(({ line }) => line),
        does: verb(sameVerdict(covers)),
      },
    ];
  });
}

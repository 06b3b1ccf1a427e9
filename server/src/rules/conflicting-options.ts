import { optionSpan } from '../model/bound';
import type { RulesFile } from '../model/rules-file';
import type { Finding, Fix, Related } from './rule';
import { defineRule } from './rule';
import { removeTitle, removeWords } from './support/fix';

export const conflictingOptions = defineRule({
  code: 'conflicting-options',
  severity: 'error',
  title: { en: 'Options that exclude each other', ja: '同時に使えないオプション' },
  page: {
    en: 'Two options of one match or target exclude each other: multiport takes `--sports` or `--dports` or `--ports`, MARK one way to set the mark. Where both conditions are meant, load the match twice: `-m multiport --sports … -m multiport --dports …`.',
    ja: '同じマッチやターゲットの二つのオプションは、同時に指定できません。multiport なら `--sports`、`--dports`、`--ports` のいずれか、MARK なら設定方法のどれか一つです。両方の条件が必要な場合は、`-m multiport --sports … -m multiport --dports …` のようにマッチを二回書いてください。',
  },
  refusals: [
    'multiport: option "--source-ports" cannot be used together with "--destination-ports".',
    'MARK: option "--set-mark" cannot be used together with "--or-mark".',
  ],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -m multiport --sports 1024:65535 --dports 22,80 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -m multiport --sports 1024:65535 -m multiport --dports 22,80 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*mangle\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -j MARK --set-mark 1 --or-mark 2\nCOMMIT\n',
      good: '*mangle\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -j MARK --set-mark 3\nCOMMIT\n',
    },
  ],
  message: ({ extension, option, other }) => ({
    en: `${extension} does not take \`${option}\` together with \`${other}\`. Remove one of the two.`,
    ja: `${extension} の \`${option}\` と \`${other}\` は同時に指定できません。どちらかを削除してください。`,
  }),
  refusal: ({ refusal }) => refusal,
  related: otherPlace,
  fixes: (finding, file) => {
    const options = file.bound(finding.line)?.options ?? [];
    const second = options.find((option) => option.name.start === finding.start);
    const first = options.find((option) => option.name.text === finding.other && option.owner === second?.owner);
    const fixes: Fix[] = [];
    for (const option of [second, first]) {
      if (option === undefined) continue;
      const span = optionSpan(option);
      fixes.push({
        title: removeTitle(file.lineText(finding.line).slice(span.start, span.end)),
        edits: [removeWords(file, finding.line, span)],
      });
    }
    return fixes;
  },
});

function otherPlace(finding: Finding<'conflicting-options'>, file: RulesFile): readonly Related[] {
  const options = file.bound(finding.line)?.options ?? [];
  const other = options.find((option) => option.name.text === finding.other && option.name.start < finding.start);
  if (other === undefined) return [];
  return [
    {
      line: finding.line,
      span: { start: other.name.start, end: other.name.end },
      message: { en: 'The other one.', ja: 'もう一方の指定です。' },
    },
  ];
}

import { programOfChain } from '../catalogue/program-chains';
import type { BoundExtension, BoundRule } from '../model/bound';
import { optionSpan } from '../model/bound';
import type { RulesFile } from '../model/rules-file';
import { parseMultiport } from '../values/index';
import type { Finding } from './rule';
import { defineRule } from './rule';
import { lineByLine } from './support/by-line';
import { withPorts } from './support/port-list';

declare module './rule' {
  interface AnalysisData {
    /** `option`: `--dports 22` as written; `plain`: the same without multiport. */
    'multiport-single': { readonly option: string; readonly plain: string };
  }
}

export const multiportSingle = defineRule({
  code: 'multiport-single',
  severity: 'hint',
  title: { en: 'A list of one port', ja: 'ポートが一つだけの multiport' },
  page: {
    en: '`-m multiport --dports` is for lists. For one port, `--dport` of the protocol itself says the same, is shorter, and needs no second match. (`--ports`, which takes either side, has no such counterpart.)',
    ja: '`-m multiport --dports` は一覧のためのものです。ポートが一つなら、プロトコル自体の `--dport` でも同じ意味になり、短く、match も一つで済みます。（送信元と宛先のどちらにも一致する `--ports` には、対応する書き方がありません。）',
  },
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -m multiport --dports 22 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 22 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:OUTPUT DROP [0:0]\n-A OUTPUT -p udp -m multiport ! --sports 53 -m multiport --dports 123,694 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:OUTPUT DROP [0:0]\n-A OUTPUT -p udp ! --sport 53 -m multiport --dports 123,694 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ option, plain }) => ({
    en: `A list of one port needs no multiport: \`${plain}\` says the same as \`-m multiport ${option}\`.`,
    ja: `ポートが一つなら multiport は不要です。\`${plain}\` は \`-m multiport ${option}\` と同じ意味です。`,
  }),
  ofOneLine: true,
  check: lineByLine({ test: mayHaveSingle }, singlesIn),
  fixes: ({ line, start, plain }, file) => {
    const rule = file.bound(line);
    const match = rule?.matches.find((one) => one.name.start === start);
    const single = rule && match && singlePort(rule, match);
    const edits = rule && single && withPorts(file, rule, line, single, [single.port]);
    if (edits === undefined) return [];
    return [{ title: { en: `Write \`${plain}\``, ja: `\`${plain}\` と書く` }, edits, preferred: true }];
  },
});

/** Whether a line has the word and, behind an option for ports, a list of one. Looks at each character once. */
function mayHaveSingle(text: string): boolean {
  if (!text.includes('multiport')) return false;
  for (const [, comma] of text.matchAll(/ports?[\s=]+[^\s,=][^\s,]*(,?)/g)) if (comma === '') return true;
  return false;
}

function singlesIn(file: RulesFile, rule: BoundRule, line: number): readonly Omit<Finding<'multiport-single'>, 'line'>[] {
  if (isProgramsOwn(file, line)) return [];
  return rule.matches.flatMap((match) => {
    const single = singlePort(rule, match);
    if (single === undefined || withPorts(file, rule, line, single, [single.port]) === undefined) return [];
    const span = optionSpan(single.option);
    const plain = `${single.option.negation === undefined ? '' : '! '}--${single.side === 'source' ? 's' : 'd'}port ${single.port}`;
    const { start, end } = match.name;
    return [{ code: 'multiport-single', start, end, option: rule.tree.text.slice(span.start, span.end), plain }];
  });
}

/** Programs such as fail2ban write every rule of theirs so. */
function isProgramsOwn(file: RulesFile, line: number): boolean {
  const record = file.records[line];
  return [record?.chain ?? -1, record?.jump ?? -1].some((id) => id >= 0 && programOfChain(file.nameText(id)) !== undefined);
}

/** The one port of a multiport match, for which the protocol's own match has an option; `undefined` for any other match. */
function singlePort(rule: BoundRule, match: BoundExtension) {
  const [option, ...others] = match.options;
  if (match.spec.name !== 'multiport' || option === undefined || others.length > 0 || option.spec.name === 'ports') return undefined;
  const port = option.values[0]?.text ?? '';
  const [range, ...more] = parseMultiport(port, rule.protocol) ?? [];
  if (range === undefined || more.length > 0 || range.from !== range.to) return undefined;
  return { side: option.spec.name === 'source-ports' ? ('source' as const) : ('destination' as const), option, match, port };
}

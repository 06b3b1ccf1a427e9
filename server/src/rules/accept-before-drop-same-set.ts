import { analysisOf } from '../analysis/current';
import type { RulesetAnalysis } from '../analysis/ruleset';
import type { RulesFile } from '../model/rules-file';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { coverageOf } from './support/coverage';
import { removeRule } from './support/remove-rule';
import { acceptedSet } from './support/same-set';
import { moveBefore } from './support/take-out';

declare module './rule' {
  interface AnalysisData {
    'accept-before-drop-same-set': { readonly set: string; readonly accept: number };
  }
}

export const acceptBeforeDropSameSet = defineRule({
  code: 'accept-before-drop-same-set',
  severity: 'warning',
  title: { en: 'Set accepted before it is dropped', ja: '破棄の前に許可される set' },
  page: {
    en: 'Two rules of a chain ask for the same set (`-m set --match-set NAME src`): the first accepts its packets, the second would drop them and never sees one. Either the first was meant to drop, or to have another set (an allow list beside a block list), or the second is left over. What is in the set makes no difference: both ask the same.\n\nNothing is said where the first rule asks for more than the second, such as a port, so that packets are left for the drop.',
    ja: '同じチェインの二つのルールが同じ set（`-m set --match-set NAME src`）を条件にしています。一つ目でそのパケットを許可するため、二つ目の破棄するルールには何も届きません。一つ目も破棄するつもりだったか、別の set（ブロックリストに対する許可リストなど）を指定するつもりだったか、二つ目が残ってしまったかのいずれかでしょう。どちらも同じ条件なので、set の中身には関係ありません。\n\n一つ目にポートなどの条件が加わっていて、破棄するルールに届くパケットが残る場合は、何も指摘しません。',
  },
  examples: [
    {
      bad: '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -i eth0 -m set --match-set blocklist src -j ACCEPT\n-A INPUT -i eth0 -m set --match-set blocklist src -j DROP\nCOMMIT\n',
      good: '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -i eth0 -p tcp -m tcp --dport 443 -m set --match-set blocklist src -j ACCEPT\n-A INPUT -i eth0 -m set --match-set blocklist src -j DROP\nCOMMIT\n',
    },
  ],
  message: ({ set, accept }) => ({
    en: `This never drops anything: line ${accept + 1} accepts the packets of the same set \`${set}\` before. Remove one of the two, or name another set.`,
    ja: `このルールは何も破棄しません。同じ set \`${set}\` のパケットを、先に ${accept + 1} 行目で許可しているためです。どちらかを削除するか、別の set を指定してください。`,
  }),
  related: ({ set, accept }) => [
    { line: accept, message: { en: `Here the packets of \`${set}\` are accepted.`, ja: `\`${set}\` のパケットは、ここで許可されます。` } },
  ],
  analyse,
  fixes,
});

function analyse(analysis: RulesetAnalysis): readonly Finding<'accept-before-drop-same-set'>[] {
  return coverageOf(analysis).unmet.flatMap((unmet): readonly Finding<'accept-before-drop-same-set'>[] => {
    const found = acceptedSet(analysis, unmet);
    if (found === undefined) return [];
    const { name, accept } = found;
    return [{ code: 'accept-before-drop-same-set', line: unmet.line, start: name.start, end: name.end, set: name.text, accept }];
  });
}

/** Which of the two is wrong, only the author knows. */
function fixes({ line, accept }: Finding<'accept-before-drop-same-set'>, file: RulesFile): readonly Fix[] {
  const analysis = analysisOf(file);
  // An accept that asks for less also lets in what the drop does not ask for, and stays for that.
  const same = analysis.rule(accept)?.upper === analysis.rule(line)?.upper;
  const dropping = same ? removal(file, accept, 'which accepts them', '許可している') : moveBefore(file, line, accept);
  return [...dropping, ...removal(file, line, 'which never drops them', '破棄することのない')];
}

function removal(file: RulesFile, line: number, which: string, whichJa: string): readonly Fix[] {
  const edit = removeRule(file, line);
  if (edit === undefined) return [];
  return [{ title: { en: `Remove line ${line + 1}, ${which}`, ja: `${whichJa} ${line + 1} 行目を削除する` }, edits: [edit] }];
}

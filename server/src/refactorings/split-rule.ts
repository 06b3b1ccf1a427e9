import { isCountedOn } from '../rules/support/remove-rule';
import { preferredEnd } from '../text/lines';
import { replaceSpan } from '../text/position';
import type { Refactoring, Selection } from './refactoring';
import { variationsOf } from './support/variations';

/** "Split into 3 rules": one for each port or address that a rule lists. */
export function splitRule({ file, range }: Selection): readonly Refactoring[] {
  const { line } = range.start;
  const fixes: Refactoring[] = [];
  for (const { kind, entries, expands, takes, write } of variationsOf(file, line)) {
    if (entries.length < 2 || !takes([]) || isCountedOn(file, line)) continue;
    const text = file.lineText(line);
    const rules = entries.map((entry) => write([entry]));
    if (rules.includes(undefined)) continue;
    // Each address of a list is a rule of its own already, with these counters. What a list of ports has counted cannot be told apart.
    const written = text.slice(0, file.tree(line).counters?.end ?? 0);
    const counters = written === '' ? '' : expands ? `${written} ` : '[0:0] ';
    const noun = kind === 'source' || kind === 'destination' ? { en: 'address', ja: 'アドレス' } : { en: 'port', ja: 'ポート' };
    fixes.push({
      kind: 'refactor.rewrite',
      title: { en: `Split into ${rules.length} rules, one for each ${noun.en}`, ja: `${noun.ja}ごとに ${rules.length} 個のルールに分ける` },
      edits: [replaceSpan(line, { start: 0, end: text.length }, rules.map((rule) => `${counters}${rule}`).join(preferredEnd(file.lines)))],
    });
  }
  return fixes;
}

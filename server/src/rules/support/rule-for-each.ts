import { generalOption } from '../../model/bound';
import type { RulesFile } from '../../model/rules-file';
import { preferredEnd } from '../../text/lines';
import { replaceSpan } from '../../text/position';
import type { Finding, Fix } from '../rule';
import { isCountedOn } from './remove-rule';
import { rewritten, textAfter } from './rewritten';

/** General parameters of which one value each is taken where a list was written: protocols always, addresses beside an inverted one. */
const listed = ['protocol', 'source', 'destination'];

/** "Write one rule for each: `tcp`, `udp`": a list behind `-p`, which takes one, or addresses beside `! -d`. */
export function ruleForEach(finding: Finding<'unknown-protocol' | 'invalid-value'>, file: RulesFile): Fix | undefined {
  const { line } = finding;
  const rule = file.records[line]?.command === 'append' ? file.bound(line) : undefined;
  const options = rule === undefined ? [] : listed.flatMap((name) => generalOption(rule, name) ?? []);
  const option = options.find(({ values: [one] }) => one?.start === finding.start && one.end === finding.end);
  const value = option?.values[0];
  const names = value?.text.split(',') ?? [];
  if (rule === undefined || value === undefined || names.length < 2 || isCountedOn(file, line)) return undefined;
  // Of `! -p tcp,udp` each rule alone would match what the other one leaves out.
  if (option?.negation !== undefined || new Set(names).size < names.length) return undefined;
  const texts: string[] = [];
  for (const name of names) {
    const edits = [replaceSpan(line, value, name)];
    if (rewritten(file, rule, line, edits) === undefined) return undefined;
    texts.push(textAfter(rule, edits));
  }
  const list = names.map((name) => `\`${name}\``);
  return {
    title: { en: `Write one rule for each: ${list.join(', ')}`, ja: `${list.join('、')} ごとのルールに分ける` },
    edits: [replaceSpan(line, { start: 0, end: rule.tree.text.length }, texts.join(preferredEnd(file.lines)))],
    preferred: true,
  };
}

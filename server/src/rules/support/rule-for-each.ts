import { generalOption } from '../../model/bound';
import type { RulesFile } from '../../model/rules-file';
import { preferredEnd } from '../../text/lines';
import { replaceSpan } from '../../text/position';
import type { Finding, Fix } from '../rule';
import { isCountedOn } from './remove-rule';
import { rewritten, textAfter } from './rewritten';

/** "Write one rule for each: `tcp`, `udp`": a list of protocols behind `-p`, which takes one. */
export function ruleForEach(finding: Finding<'unknown-protocol'>, file: RulesFile): Fix | undefined {
  const { line } = finding;
  const rule = file.records[line]?.command === 'append' ? file.bound(line) : undefined;
  const option = rule && generalOption(rule, 'protocol');
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

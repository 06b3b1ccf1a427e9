import type { BoundRule } from '../../model/bound';
import type { LineRecord } from '../../model/record';
import type { RulesFile } from '../../model/rules-file';
import { isAccepted } from './rewritten';

/**
 * What a check finds that looks at one rule at a time, in every line that iptables takes. It is kept as long as a line stays as
 * it is, so that an edit of a large file asks again for the edited lines only.
 * @param has What every line with a finding has in its text; the others are not bound again.
 * @param find The findings in a rule, without their line, which may move. They may depend on nothing but the rule.
 */
export function lineByLine<T extends object>(
  has: { test(text: string): boolean },
  find: (file: RulesFile, rule: BoundRule, line: number) => readonly T[],
): (file: RulesFile) => readonly (T & { readonly line: number })[] {
  const known = new WeakMap<LineRecord, readonly T[]>();
  return (file) => {
    const findings: (T & { readonly line: number })[] = [];
    file.records.forEach((record, line) => {
      if (record.kind !== 'command' || !has.test(file.lineText(line))) return;
      let found = known.get(record);
      if (found === undefined) {
        const rule = file.bound(line);
        found = rule === undefined || !isAccepted(rule) ? [] : find(file, rule, line);
        known.set(record, found);
      }
      for (const one of found) findings.push({ ...one, line });
    });
    return findings;
  };
}

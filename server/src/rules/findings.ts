import type { FaultCode } from '../model/faults';
import type { RulesFile } from '../model/rules-file';
import { allRules } from './all';
import type { Finding, Rule, RuleCode } from './rule';

const rulesByCode: ReadonlyMap<string, Rule> = new Map(allRules.map((rule) => [rule.code, rule]));
const checkingRules: readonly Rule[] = allRules.filter((rule) => rule.check !== undefined);

/** The rule of a code; `undefined` for a code that no rule has. */
export function ruleOf(code: string): Rule | undefined {
  return rulesByCode.get(code);
}

/** Everything found in a file, line by line; silence comments and settings do not count here. */
export function findingsOf(file: RulesFile): Finding[] {
  const { faults } = file.resolution();
  const findings: Finding[] = [];
  file.records.forEach((record, line) => {
    for (const fault of record.faults) findings.push({ ...fault, line } as Finding<FaultCode>);
  });
  for (const [line, list] of faults) for (const fault of list) findings.push({ ...fault, line } as Finding<FaultCode>);
  for (const rule of checkingRules) for (const finding of rule.check?.(file) ?? []) findings.push(finding as Finding<RuleCode>);
  return findings.sort((a, b) => a.line - b.line || a.start - b.start);
}

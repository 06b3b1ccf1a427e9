import type { RulesFile } from '../../model/rules-file';
import { ruleOf } from '../../rules/findings';
import type { Finding } from '../../rules/rule';

/** Whether the model has found an error in a line, whatever severities the user has set: what it means is then not sure. */
export function hasError(file: RulesFile, line: number): boolean {
  const own = file.records[line]?.faults ?? [];
  const others = file.resolution().faults.get(line) ?? [];
  return own.some((fault) => isError({ ...fault, line } as Finding)) || others.some((fault) => isError({ ...fault, line } as Finding));
}

function isError(finding: Finding): boolean {
  const rule = ruleOf(finding.code);
  return (rule?.severityOf?.(finding) ?? rule?.severity) === 'error';
}

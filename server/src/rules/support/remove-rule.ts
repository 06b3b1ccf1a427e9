import type { BoundRule } from '../../model/bound';
import type { RulesFile } from '../../model/rules-file';
import { sectionAt } from '../../model/sections';
import type { Edit } from '../../text/position';
import { removeLines } from './fix';

/** Takes a rule's line out; `undefined` where other lines of its chain count on the rule's number. */
export function removeRule(file: RulesFile, line: number): Edit | undefined {
  return isCountedOn(file, line) ? undefined : removeLines(line, line);
}

/** Whether another line of a rule's chain names a rule by number, or by its words, so that the chain's rules must stay as they are. */
export function isCountedOn(file: RulesFile, line: number): boolean {
  const section = sectionAt(file, line);
  const chain = file.records[line]?.chain;
  if (section === undefined || chain === undefined || chain < 0) return true;
  for (let other = section.first + 1; other <= section.last; other++) {
    const record = file.records[other];
    if (record === undefined || record.chain !== chain || record.command === undefined || other === line) continue;
    if (record.number > 1) return true;
    if (record.command !== 'append' && record.command !== 'insert' && record.command !== 'policy') return true;
  }
  return false;
}

/** Matches that remember something, or count, whether or not the rule's target does anything. */
const remembering: ReadonlySet<string> = new Set([
  ...['recent', 'hashlimit', 'limit', 'quota', 'nfacct', 'connlimit', 'statistic', 'connlabel', 'set'],
]);

/** Whether a rule does something by being asked, even where its target does nothing. */
export function leavesTraces(rule: BoundRule): boolean {
  return rule.matches.some((match) => remembering.has(match.spec.name));
}

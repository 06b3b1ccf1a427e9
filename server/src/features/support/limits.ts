import type { RulesFile } from '../../model/rules-file';

/** Larger files have no code lenses: in a file with thousands of chains nobody reads them. */
export const mostLinesWithLenses = 5000;

/** Files with more lines are looked at as a whole in the background only, once nobody types. */
export { mostLinesHere as mostLinesAtOnce } from '../../model/rules-file';

/**
 * A line that is no rule of iptables by far: longer than iptables-restore reads (10,239 bytes), or wrong in a hundred places. That is
 * told; no answer at a place of it, and no fix, would be worth the wait.
 */
export function isHopeless(file: RulesFile, line: number): boolean {
  return file.lineText(line).length > longestLine || (file.records[line]?.faults.length ?? 0) > mostFaults;
}

const longestLine = 20_000;
const mostFaults = 100;

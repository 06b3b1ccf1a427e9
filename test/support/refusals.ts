import { isRefusal } from '../../server/src/model/refusal';
import type { RulesFile } from '../../server/src/model/rules-file';

/** The codes of what iptables refuses in a file, and of what the lines of a file are at odds about. */
export function refusalsOf(file: RulesFile): readonly string[] {
  const alone = file.records.flatMap(({ faults }) => faults.filter(isRefusal).map(({ code }) => code));
  const together = [...file.resolution().faults.values()].flatMap((faults) => faults.map(({ code }) => code));
  return [...alone, ...together].sort();
}

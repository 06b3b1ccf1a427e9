import type { RulesFile } from '../../model/rules-file';
import { isPlain } from '../../syntax/template-line';

/**
 * The lines behind which a blank line is missing: between a table's end and the next table, with nothing but comments there, one
 * is wanted. What iptables-save writes behind its COMMIT (`# Completed on …`) belongs to the table above.
 */
export function gapsMissing(file: RulesFile, first: number, last: number): number[] {
  const gaps: number[] = [];
  for (let line = first; line <= last; line++) {
    if (file.records[line]?.kind !== 'commit') continue;
    let next = line + 1;
    while (file.records[next]?.kind === 'comment' && isPlain(file.records[next]?.template)) next++;
    if (file.records[next]?.kind !== 'table') continue;
    const place = file.lineText(line + 1).startsWith('# Completed') ? line + 1 : line;
    if (place <= last) gaps.push(place);
  }
  return gaps;
}

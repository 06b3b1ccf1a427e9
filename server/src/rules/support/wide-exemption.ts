import { nothing } from '../../analysis/diagram';
import { packetsWith, regardless } from '../../analysis/packets';
import type { RulesetAnalysis } from '../../analysis/ruleset';
import { isExempting } from '../../analysis/tracking';

/** Whether a NOTRACK rule takes everything that comes to its chain by some interfaces, `lo` apart: it asks for nothing but an interface. */
export function isWide(analysis: RulesetAnalysis, line: number): boolean {
  const rule = analysis.rule(line);
  if (rule === undefined || !isExempting(analysis, line)) return false;
  const { space } = analysis;
  const { diagram } = space;
  const id = analysis.file.records[line]?.chain ?? -1;
  const met = diagram.intersect(rule.upper, analysis.tables.get('raw')?.chains.get(id)?.entering ?? nothing);
  const loopback = diagram.unite(packetsWith(space, { input: 'lo' }), packetsWith(space, { output: 'lo' }));
  return diagram.complement(regardless(space, diagram.subtract(met, loopback), ['input', 'output'])) === nothing;
}

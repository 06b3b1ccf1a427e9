import { allPackets, nothing } from '../../analysis/diagram';
import { asksWithout } from '../../analysis/rule-words';
import type { RulesetAnalysis } from '../../analysis/ruleset';
import { optionSpan } from '../../model/bound';
import type { Span } from '../../text/position';

/**
 * The options of a rule that exclude one another: those without which, taken one by one, some packet would match. Empty where
 * several pairs exclude each other, so that none alone is at fault.
 */
export function conflictingOptions(analysis: RulesetAnalysis, line: number): readonly Span[] {
  const { file, space } = analysis;
  const rule = file.bound(line);
  if (rule === undefined) return [];
  const raw = file.records[line]?.table === 'raw';
  const spans: Span[] = [];
  for (const option of rule.options) {
    let set = allPackets;
    for (const predicate of asksWithout(file, rule, option)) set = space.diagram.intersect(set, space.setOf(predicate, raw) ?? allPackets);
    if (set !== nothing) spans.push(optionSpan(option));
  }
  return spans;
}

import type { LineTree } from '../syntax/line';
import type { TemplateLine } from '../syntax/template-line';
import type { Span } from '../text/position';
import type { Fault } from './faults';

/**
 * Of what is wrong with a line by itself that which is so whatever a template fills in. A fault of a word that has a placeholder in
 * it is not; nor is one of the table that the line stands in where that depends on the template.
 */
export function certainInLine(faults: readonly Fault[], template: TemplateLine | undefined): readonly Fault[] {
  if (template === undefined) return faults;
  return faults.filter((fault) => {
    if (fault.code === 'wrong-table' && template.tableUnsure) return false;
    if (template.continues && atLineEnd.has(fault.code)) return false;
    if (atStart.has(fault.code)) return !template.holes.some((hole) => hole.start <= fault.start && fault.start < hole.end);
    return !template.holes.some((hole) => hole.start < fault.end && fault.start < hole.end);
  });
}

/** A template fills in a part of a span of a line. */
export function overlapsHole(tree: LineTree, { start, end }: Span): boolean {
  return tree.template?.holes.some((hole) => hole.start < end && start < hole.end) === true;
}

/** What the next line may mend where the rule goes on there. */
const atLineEnd: ReadonlySet<Fault['code']> = new Set(['missing-value', 'dangling-negation', 'unclosed-quote', 'missing-command']);

/** These reach to the end of the line, and are so because of how they begin. */
const atStart: ReadonlySet<Fault['code']> = new Set(['trailing-comment', 'indented-comment', 'rule-outside-table', 'text-after-commit']);

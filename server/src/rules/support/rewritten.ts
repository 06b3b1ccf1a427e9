import { bindText } from '../../model/bind';
import type { BoundRule } from '../../model/bound';
import { isRefusal } from '../../model/refusal';
import type { RulesFile } from '../../model/rules-file';
import { applyEdits } from '../../text/lines';
import type { Edit } from '../../text/position';

/**
 * How iptables reads a rule after edits inside its line; `undefined` when it would refuse it. With options that several
 * extensions share, and abbreviations, a small change can give a word to another extension.
 */
export function rewritten(file: RulesFile, rule: BoundRule, line: number, edits: readonly Edit[]): BoundRule | undefined {
  // Nobody knows how iptables reads a rule that a template still fills in.
  if (rule.tree.template !== undefined) return undefined;
  const context = {
    family: file.family,
    table: file.records[line]?.table,
    // The jump's name is left as it is, and so is what it means.
    isChain: (name: string) => name === rule.jump?.name.text && rule.jump.target === undefined,
    isMade: () => true,
  };
  const result = bindText(textAfter(rule, edits), context);
  return isAccepted(result) ? result : undefined;
}

/** The text of a rule's line after edits inside it. */
export function textAfter(rule: BoundRule, edits: readonly Edit[]): string {
  const inLine = edits.map(({ range, newText }) => ({
    range: { start: { line: 0, character: range.start.character }, end: { line: 0, character: range.end.character } },
    newText,
  }));
  return applyEdits(rule.tree.text, inLine);
}

/** Nothing in a rule keeps iptables from loading its line. */
export function isAccepted(rule: BoundRule): boolean {
  return !rule.faults.some(isRefusal);
}

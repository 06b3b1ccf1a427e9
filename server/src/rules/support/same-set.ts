import { isDrop } from '../../analysis/decide';
import type { RulesetAnalysis } from '../../analysis/ruleset';
import type { BoundOption } from '../../model/bound';
import type { RulesFile } from '../../model/rules-file';
import type { Unmet } from './coverage';
import { wholeCover } from './whole-cover';

/** A rule that would drop the packets of a set that the rule before accepts. */
export interface AcceptedSet {
  /** The set's name, where it stands in the rule that drops. */
  readonly name: BoundOption['values'][number];
  /** The line that accepts them. */
  readonly accept: number;
}

/** Whether a rule never drops what is in a set since one rule before it, for the same set, accepts all of it; `undefined`: not so. */
export function acceptedSet(analysis: RulesetAnalysis, unmet: Unmet): AcceptedSet | undefined {
  const { line, rule, why } = unmet;
  const cover = why === 'covered' ? wholeCover(analysis, unmet) : undefined;
  if (cover?.verdict !== 'accept' || rule.effect.kind !== 'verdict' || !isDrop(rule.effect.verdict)) return undefined;
  const accepted = setsOf(analysis.file, cover.line).map(wordsOf);
  const option = setsOf(analysis.file, line).find((one) => accepted.includes(wordsOf(one)));
  const name = option?.values[0];
  return name && { name, accept: cover.line };
}

/** The sets that a rule's packets are in. */
function setsOf(file: RulesFile, line: number): readonly BoundOption[] {
  return (file.bound(line)?.options ?? []).filter(
    ({ owner, spec, negation }) => owner?.spec.name === 'set' && spec.name === 'match-set' && negation === undefined,
  );
}

function wordsOf({ values }: BoundOption): string {
  return values.map(({ text }) => text).join(' ');
}

import { exemption } from './exemption';
import { mergeRules } from './merge-rules';
import type { Refactor, Refactoring, Selection } from './refactoring';
import { splitRule } from './split-rule';

/** In the order in which an editor shows them. */
const all: readonly Refactor[] = [exemption, mergeRules, splitRule];

/** The refactorings of a selection. */
export function refactorings(selection: Selection): readonly Refactoring[] {
  return all.flatMap((refactor) => refactor(selection));
}

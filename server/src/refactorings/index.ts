import { whereAnalysed } from '../analysis/current';
import { exemption } from './exemption';
import { extractChain } from './extract-chain';
import { inlineChain } from './inline-chain';
import { mergeRules } from './merge-rules';
import { moveRule } from './move-rule';
import { otherDirection } from './other-direction';
import { otherFamily } from './other-family';
import type { Refactor, Refactoring, Selection } from './refactoring';
import { sortDeclarations } from './sort-declarations';
import { splitRule } from './split-rule';
import { stateMatch } from './state-match';

/** In the order in which an editor shows them. */
const all: readonly Refactor[] = [
  extractChain,
  inlineChain,
  exemption,
  mergeRules,
  splitRule,
  otherDirection,
  otherFamily,
  stateMatch,
  sortDeclarations,
  moveRule,
];

/** The refactorings of a selection. */
export function refactorings(selection: Selection): readonly Refactoring[] {
  return all.flatMap((refactor) => whereAnalysed(() => refactor(selection)) ?? []);
}

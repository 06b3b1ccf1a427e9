import type { BoundExtension, BoundRule } from '../model/bound';
import type { RulesFile } from '../model/rules-file';
import { asConntrack, asState } from '../rules/support/state-match';
import type { Edit } from '../text/position';
import type { Refactoring, Selection } from './refactoring';
import { selectedLines } from './refactoring';

/** How many lines of a selection are looked at. */
const mostLines = 2000;

/** `-m state --state` and `-m conntrack --ctstate`: two spellings of one thing, in the rules of a selection. */
export function stateMatch(selection: Selection): readonly Refactoring[] {
  const refactorings: Refactoring[] = [];
  for (const { respell, from, to } of spellings) {
    const edits = selectedRules(selection).flatMap(({ rule, line }) =>
      rule.matches.flatMap((match) => respell(selection.file, rule, line, match) ?? []),
    );
    if (edits.length === 0) continue;
    const title = { en: `Write \`${from}\` as \`${to}\``, ja: `\`${from}\` を \`${to}\` に書き換える` };
    refactorings.push({ kind: 'refactor.rewrite', title, edits });
  }
  return refactorings;
}

interface Spelling {
  readonly respell: (file: RulesFile, rule: BoundRule, line: number, match: BoundExtension) => readonly Edit[] | undefined;
  readonly from: string;
  readonly to: string;
}

const [old, current] = ['-m state --state', '-m conntrack --ctstate'];
const spellings: readonly Spelling[] = [
  { respell: asConntrack, from: old, to: current },
  { respell: asState, from: current, to: old },
];

function selectedRules(selection: Selection): readonly { readonly rule: BoundRule; readonly line: number }[] {
  const { file } = selection;
  const { first, last } = selectedLines(selection);
  const rules: { rule: BoundRule; line: number }[] = [];
  for (let line = first; line <= last && line - first < mostLines; line++) {
    // Most rules ask for no state; only the others are bound.
    const rule = file.records[line]?.kind === 'command' && file.lineText(line).includes('stat') ? file.bound(line) : undefined;
    if (rule !== undefined && !rule.skipped) rules.push({ rule, line });
  }
  return rules;
}

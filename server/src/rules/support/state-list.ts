import type { BoundOption, BoundRule, BoundValue } from '../../model/bound';
import type { RulesFile } from '../../model/rules-file';
import { replaceSpan } from '../../text/position';
import type { Fix } from '../rule';

/** The state list of a rule, `--state` or `--ctstate`, not inverted; `undefined` when the rule has none. */
export function stateListOf(file: RulesFile, line: number): BoundValue | undefined {
  for (const option of file.bound(line)?.options ?? []) {
    if (option.spec.name !== 'state' && option.spec.name !== 'ctstate') continue;
    if (option.negation === undefined) return option.values[0];
  }
  return undefined;
}

/** Adds UNTRACKED to the state list of a rule; `undefined` when it has none that this would help. */
export function addUntracked(file: RulesFile, line: number): Fix | undefined {
  const list = stateListOf(file, line);
  if (list === undefined) return undefined;
  return {
    title: {
      en: `Add UNTRACKED to \`${list.text}\` in line ${line + 1}`,
      ja: `${line + 1} 行目の \`${list.text}\` に UNTRACKED を追加する`,
    },
    edits: [replaceSpan(line, list, `${list.text},UNTRACKED`)],
  };
}

/** Whether an option, or the `-m` that brings it, does nothing but ask for a state. */
export function isOfState(rule: BoundRule, option: BoundOption): boolean {
  const stateMatches = rule.matches.filter(
    (match) =>
      match.spec.name === 'state' || (match.spec.name === 'conntrack' && match.options.every((use) => use.spec.name === 'ctstate')),
  );
  return stateMatches.some(
    (match) => option.owner === match || (option.owner === undefined && option.values[0]?.start === match.name.start),
  );
}

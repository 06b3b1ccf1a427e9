import { knownAnalysis } from '../../analysis/current';
import type { RulesetAnalysis } from '../../analysis/ruleset';
import type { RulesFile } from '../../model/rules-file';
import type { FindingsFilter } from '../../rules/findings';
import { analysedFindings, checkedFindings, comparedFindings } from '../../rules/findings';
import type { Finding } from '../../rules/rule';
import type { Settings } from '../settings';
import { mostLinesAtOnce } from './limits';

/** Whether a look at all lines of a file takes longer than a key may. */
export function isLarge(file: RulesFile): boolean {
  return file.lineCount > mostLinesAtOnce;
}

/** What an analysis elsewhere has found. */
export interface ApartFindings {
  readonly findings: readonly Finding[];
  /** Some of the ruleset was left out for want of memory. */
  readonly partial: boolean;
}

/** Whether what the ruleset does is known of the file as it stands from an analysis elsewhere; `undefined`: it is not. */
export function knownApart(file: RulesFile, settings: Settings): { readonly partial: boolean } | undefined {
  const last = kept.get(file);
  return last?.revision === file.revision && last.settings === settings && last.apart !== undefined ? last.apart : undefined;
}

/** Keeps what an analysis elsewhere has found in a file as it stands. */
export function keepApart(file: RulesFile, settings: Settings, { findings, partial }: ApartFindings): void {
  kept.set(file, { revision: file.revision, settings, own: findings, compared: [], other: undefined, apart: { partial } });
}

interface Kept {
  readonly revision: number;
  readonly settings: Settings;
  readonly own: readonly Finding[];
  /** What the file of the other family tells as well, and its analysis. */
  readonly compared: readonly Finding[];
  readonly other: RulesetAnalysis | undefined;
  /** It was worked out elsewhere. */
  readonly apart?: { readonly partial: boolean };
}

const kept = new WeakMap<RulesFile, Kept>();

/**
 * What the analysis of the whole ruleset tells: of the file as it stands, where that is worked out. Otherwise what it told last,
 * moved with the lines and without those that were edited, until the new answer is there: findings that come and go with every
 * key would be worse than ones that are a moment old.
 */
export function rulesetFindings(file: RulesFile, settings: Settings, filter: FindingsFilter): readonly Finding[] {
  // Nothing more will come of a template, so what was told before it became one is not kept either.
  if (file.isUncertain) return [];
  const now = kept.get(file);
  const last = now?.settings === settings ? now : undefined;
  const analysis = knownAnalysis(file);
  if (analysis === undefined) return last === undefined ? [] : moved(last, file);
  const current = last?.revision === file.revision ? last : undefined;
  const own = current?.own ?? [...analysedFindings(analysis, filter), ...(isLarge(file) ? checkedFindings(file, filter) : [])];
  const sibling = file.sibling?.file.isUncertain === true ? undefined : file.sibling;
  const other = sibling && knownAnalysis(sibling.file);
  const isKnown = current !== undefined && (current.other === other || (sibling !== undefined && other === undefined));
  const compared = isKnown ? current.compared : other === undefined ? [] : comparedFindings(analysis, other, filter);
  kept.set(file, { revision: file.revision, settings, own, compared, other: isKnown ? current.other : other });
  return [...own, ...compared];
}

function moved({ revision, own, compared }: Kept, file: RulesFile): readonly Finding[] {
  const changes = file.changesSince(revision);
  if (changes === undefined) return [];
  return [...own, ...compared].flatMap((finding) => {
    let line: number | undefined = finding.line;
    for (const { first, removed, inserted } of changes) {
      if (line < first) continue;
      if (line < first + removed) return [];
      line += inserted - removed;
    }
    return line === finding.line ? [finding] : [{ ...finding, line }];
  });
}

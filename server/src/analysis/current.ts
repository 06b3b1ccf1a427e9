import type { RulesFile } from '../model/rules-file';
import type { RulesetAnalysis } from './ruleset';
import { analyseRuleset, finish } from './ruleset';

const known = new WeakMap<RulesFile, RulesetAnalysis>();

/** Thrown to whoever wants to know at once what a ruleset does that is analysed elsewhere. */
export class AnalysedApart extends Error {}

/**
 * What a file's ruleset does, as the file stands; worked out now where that has not been done yet.
 * @throws AnalysedApart where that is not to be done here.
 */
export function analysisOf(file: RulesFile): RulesetAnalysis {
  if (file.analysedApart && knownAnalysis(file) === undefined) throw new AnalysedApart('The ruleset is analysed elsewhere.');
  return knownAnalysis(file) ?? finish(analysisSteps(file));
}

/** What an answer that needs an analysis comes to; `undefined` where the analysis is made elsewhere, so that other answers are still given. */
export function whereAnalysed<T>(answer: () => T): T | undefined {
  try {
    return answer();
  } catch (error) {
    if (error instanceof AnalysedApart) return undefined;
    throw error;
  }
}

/** What a file's ruleset does, where it has been worked out for the file as it stands; `undefined` otherwise. */
export function knownAnalysis(file: RulesFile): RulesetAnalysis | undefined {
  const analysis = known.get(file);
  return analysis?.revision === file.revision ? analysis : undefined;
}

/** Works out what a file's ruleset does in small steps, and keeps the result unless the file has changed meanwhile. */
export function* analysisSteps(file: RulesFile): Generator<void, RulesetAnalysis> {
  const analysis = knownAnalysis(file) ?? (yield* analyseRuleset(file, { previous: known.get(file) }));
  if (analysis.revision === file.revision) known.set(file, analysis);
  return analysis;
}

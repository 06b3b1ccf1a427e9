import type { Diagnostic, DiagnosticRelatedInformation } from 'vscode-languageserver-types';
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import { analysisOf, analysisSteps, knownAnalysis } from '../analysis/current';
import { isPartial } from '../analysis/ruleset';
import type { Language } from '../l10n/text';
import type { RulesFile } from '../model/rules-file';
import type { FindingsFilter } from '../rules/findings';
import { analysedFindings, analysedSteps, checkedFindings, checkedSteps, findingsOf, ruleOf } from '../rules/findings';
import type { Finding, Rule, Severity } from '../rules/rule';
import type { Silence } from '../rules/silence';
import { silenceOf } from '../rules/silence';
import { rangeOf } from '../text/position';
import type { Settings } from './settings';
import { gravest, leftOutNote } from './support/gravest';
import type { ApartFindings } from './support/ruleset-findings';
import { isLarge, rulesetFindings } from './support/ruleset-findings';

/** The name that stands beside each diagnostic. */
export const diagnosticSource = 'iptables';

const severityNumbers: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/**
 * The findings of a file that are to be shown: not silenced by a comment, not switched off, not another back end's.
 * @param analysis What of the analysis of the whole ruleset: all, worked out `now`; what is `known` so far; or `none`.
 */
export function shownFindings(file: RulesFile, settings: Settings, analysis: 'now' | 'known' | 'none' = 'now'): readonly Finding[] {
  const silence = silenceOf(file);
  const { runs, shows } = filterOf(silence, settings);
  const all = findingsOf(file, { runs, shows, withoutAnalysis: analysis !== 'now', withoutChecks: analysis === 'known' && isLarge(file) });
  const ruleset = analysis === 'known' ? rulesetFindings(file, settings, { runs, shows }) : [];
  const unknown = silence.unknown.filter((finding) => isOn(ruleOf(finding.code), settings) && shows(finding));
  if (unknown.length > 0 || ruleset.length > 0) {
    for (const finding of [...unknown, ...ruleset]) all.push(finding);
    all.sort((a, b) => a.line - b.line || a.start - b.start);
  }
  return all;
}

/** What the user wants to see. */
function filterOf(silence: Silence, settings: Settings): Required<Pick<FindingsFilter, 'runs' | 'shows'>> {
  return {
    runs: (rule) => isOn(rule, settings),
    shows: (finding) =>
      (settings.backend === 'any' || finding.backEnd === undefined || finding.backEnd === settings.backend) &&
      !silence.covers(finding.code, finding.line),
  };
}

/** What only a look at a large file as a whole tells: the analysis that another thread makes. */
export function findApart(file: RulesFile, settings: Settings): ApartFindings {
  const filter = filterOf(silenceOf(file), settings);
  const analysis = analysisOf(file);
  return { findings: [...analysedFindings(analysis, filter), ...checkedFindings(file, filter)], partial: isPartial(analysis) };
}

/** The steps of the analysis of a file's ruleset, and of that beside it, that are still to be done; `undefined` when none are. */
export function analysisOfRuleset(file: RulesFile, settings: Settings): Iterator<unknown> | undefined {
  const files = [file, file.sibling?.file].flatMap((one) =>
    one === undefined || one.isUncertain || one.analysedApart || knownAnalysis(one) !== undefined ? [] : [one],
  );
  return files.length === 0 ? undefined : analysisOfAll(files, settings);
}

function* analysisOfAll(files: readonly RulesFile[], settings: Settings): Generator<unknown> {
  const runs = (rule: Rule): boolean => isOn(rule, settings);
  for (const file of files) {
    if (isLarge(file)) yield* checkedSteps(file, runs);
    yield* analysedSteps(yield* analysisSteps(file), runs);
  }
}

export { isLarge } from './support/ruleset-findings';

/** Whether a file is so short that its ruleset is analysed in some milliseconds, even by code that has not run before. */
export function isShort({ lineCount }: RulesFile): boolean {
  return lineCount <= 100;
}

/** A rule is asked under the settings: it is not switched off, or it is switched on where that is needed. */
function isOn(rule: Rule | undefined, settings: Settings): boolean {
  const set = rule && settings.rules[rule.code];
  return set === undefined ? rule?.offByDefault !== true : set !== 'off';
}

/**
 * A file's diagnostics as the Language Server Protocol has them.
 * @param uri The file's, for the places that diagnostics refer to.
 * @param findings The findings to show; all that are to be shown where it is left out.
 */
export function diagnose(
  file: RulesFile,
  uri: string,
  settings: Settings,
  language: Language,
  findings: readonly Finding[] = shownFindings(file, settings),
): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const finding of findings) {
    const diagnostic = diagnosticOf(finding, file, uri, settings, language);
    if (diagnostic !== undefined) diagnostics.push(diagnostic);
  }
  return diagnostics;
}

/** What an editor is given of a file as far as it is known: of very many findings the gravest, and a note on the others. */
export function diagnoseForEditor(file: RulesFile, uri: string, settings: Settings, language: Language): Diagnostic[] {
  const { shown, left } = gravest(shownFindings(file, settings, 'known'), (finding) => severityOf(finding, settings));
  const diagnostics = diagnose(file, uri, settings, language, shown);
  if (left > 0) diagnostics.unshift(leftOutNote(file, left, diagnosticSource, language));
  return diagnostics;
}

/** The severity of a finding under the settings; `undefined` for a code without a rule. */
export function severityOf(finding: Finding, settings: Settings): Severity | undefined {
  const rule = ruleOf(finding.code);
  const set = settings.rules[finding.code];
  if (set !== undefined && set !== 'off') return set;
  return rule?.severityOf?.(finding) ?? rule?.severity;
}

function diagnosticOf(finding: Finding, file: RulesFile, uri: string, settings: Settings, language: Language): Diagnostic | undefined {
  const rule = ruleOf(finding.code);
  const severity = severityOf(finding, settings);
  if (rule === undefined || severity === undefined) return undefined;
  const refusal = rule.refusal?.(finding);
  const related = rule.related?.(finding, file) ?? [];
  const diagnostic: Diagnostic = {
    range: rangeOf(finding.line, finding),
    severity: severityNumbers[severity],
    code: finding.code,
    source: diagnosticSource,
    message: rule.message(finding)[language] + (refusal === undefined ? '' : `\niptables: ${refusal}`),
  };
  if (related.length > 0) {
    diagnostic.relatedInformation = related.flatMap((place): DiagnosticRelatedInformation[] => {
      const where = place.sibling === true ? file.sibling : { uri, file };
      if (where === undefined) return [];
      const span = place.span ?? { start: 0, end: where.file.lineText(place.line).length };
      return [{ location: { uri: where.uri, range: rangeOf(place.line, span) }, message: place.message[language] }];
    });
  }
  if (rule.tag !== undefined) diagnostic.tags = [rule.tag === 'unnecessary' ? DiagnosticTag.Unnecessary : DiagnosticTag.Deprecated];
  return diagnostic;
}

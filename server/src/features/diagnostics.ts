import type { Diagnostic, DiagnosticRelatedInformation } from 'vscode-languageserver-types';
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import type { Language } from '../l10n/text';
import type { RulesFile } from '../model/rules-file';
import { findingsOf, ruleOf } from '../rules/findings';
import type { Finding, Severity } from '../rules/rule';
import { silenceOf } from '../rules/silence';
import { rangeOf } from '../text/position';
import type { Settings } from './settings';

/** The name that stands beside each diagnostic. */
export const diagnosticSource = 'iptables';

const severityNumbers: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** The findings of a file that are to be shown: not silenced by a comment, not switched off, not another back end's. */
export function shownFindings(file: RulesFile, settings: Settings): readonly Finding[] {
  const silence = silenceOf(file);
  const all = findingsOf(file);
  if (silence.unknown.length > 0) {
    all.push(...silence.unknown);
    all.sort((a, b) => a.line - b.line || a.start - b.start);
  }
  return all.filter(
    (finding) =>
      settings.rules[finding.code] !== 'off' &&
      (settings.backend === 'any' || finding.backEnd === undefined || finding.backEnd === settings.backend) &&
      !silence.covers(finding.code, finding.line),
  );
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
    diagnostic.relatedInformation = related.map(
      (place): DiagnosticRelatedInformation => ({
        location: { uri, range: rangeOf(place.line, place.span ?? { start: 0, end: file.lineText(place.line).length }) },
        message: place.message[language],
      }),
    );
  }
  if (rule.tag !== undefined) diagnostic.tags = [rule.tag === 'unnecessary' ? DiagnosticTag.Unnecessary : DiagnosticTag.Deprecated];
  return diagnostic;
}

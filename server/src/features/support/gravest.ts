import type { Diagnostic } from 'vscode-languageserver-types';
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import type { Language } from '../../l10n/text';
import type { RulesFile } from '../../model/rules-file';
import type { Finding, Severity } from '../../rules/rule';

/** An editor shows so many findings of a file at most: it freezes on more, and nobody reads them. */
export const mostShown = 1000;

/** The gravest findings in the order of the file, and how many are left out. */
export function gravest(
  findings: readonly Finding[],
  severityOf: (finding: Finding) => Severity | undefined,
): { readonly shown: readonly Finding[]; readonly left: number } {
  if (findings.length <= mostShown) return { shown: findings, left: 0 };
  const bySeverity = new Map<Severity | undefined, Finding[]>();
  for (const finding of findings) {
    const severity = severityOf(finding);
    const list = bySeverity.get(severity);
    if (list === undefined) bySeverity.set(severity, [finding]);
    else list.push(finding);
  }
  const chosen = new Set<Finding>();
  for (const severity of order)
    for (const finding of bySeverity.get(severity)?.slice(0, mostShown - chosen.size) ?? []) chosen.add(finding);
  return { shown: findings.filter((finding) => chosen.has(finding)), left: findings.length - chosen.size };
}

const order: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** Says in the file's first line that there are more findings than are shown. */
export function leftOutNote(file: RulesFile, left: number, source: string, language: Language): Diagnostic {
  const message = {
    en: `${left} more findings are not shown: here are the ${mostShown} gravest. \`iptables-language-server check\` lists them all.`,
    ja: `ほかに ${left} 件の指摘がありますが、重大なものから ${mostShown} 件だけを表示しています。すべての指摘は \`iptables-language-server check\` で確認できます。`,
  };
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: file.lineText(0).length } };
  return { range, severity: DiagnosticSeverity.Information, source, message: message[language] };
}

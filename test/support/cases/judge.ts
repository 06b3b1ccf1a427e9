// The checker's verdict on a file, held against that of a real back end.

import type { BackEnd, Family } from '../../../server/src/catalogue/schema';
import { severityOf } from '../../../server/src/features/diagnostics';
import { defaultSettings } from '../../../server/src/features/settings';
import { RulesFile } from '../../../server/src/model/rules-file';
import { findingsOf } from '../../../server/src/rules/findings';
import type { Finding } from '../../../server/src/rules/rule';

/** The errors the checker finds in a file, for both back ends. */
export function errorsOf(text: string, family: Family): readonly Finding[] {
  return findingsOf(new RulesFile(text, { family })).filter((finding) => severityOf(finding, defaultSettings) === 'error');
}

/** Those of them that count for a back end. */
export function errorsFor(errors: readonly Finding[], backEnd: BackEnd): readonly Finding[] {
  return errors.filter((finding) => finding.backEnd === undefined || finding.backEnd === backEnd);
}

/** A finding as `line:code word`, lines counted from 1. */
export function shown(finding: Finding, text: string): string {
  const line = text.split('\n')[finding.line] ?? '';
  return `${finding.line + 1}:${finding.code} ${line.slice(finding.start, finding.end)}`;
}

// Small helpers to look at what is found in a rules file and to take the fixes that are offered.

import { fixesOf } from '../../server/src/features/code-actions';
import { shownFindings } from '../../server/src/features/diagnostics';
import { defaultSettings } from '../../server/src/features/settings';
import { RulesFile } from '../../server/src/model/rules-file';
import type { Finding, Fix, RuleCode } from '../../server/src/rules/rule';
import { applyEdits } from '../../server/src/text/lines';

/** A file of a family. */
export function open(text: string, family: 'ipv4' | 'ipv6' = 'ipv4'): RulesFile {
  return new RulesFile(text, { family });
}

/** What is found in a file and would be shown. */
export function findings(text: string, family: 'ipv4' | 'ipv6' = 'ipv4'): readonly Finding[] {
  return shownFindings(open(text, family), defaultSettings);
}

/** The findings as `line:code word`, lines counted from 1. */
export function found(text: string, family: 'ipv4' | 'ipv6' = 'ipv4'): string[] {
  const lines = text.split('\n');
  return findings(text, family).map(({ line, code, start, end }) => `${line + 1}:${code} ${(lines[line] ?? '').slice(start, end)}`);
}

/** The lines, from 1, at which a code is found. */
export function linesWith(text: string, code: RuleCode, family: 'ipv4' | 'ipv6' = 'ipv4'): number[] {
  return findings(text, family)
    .filter((finding) => finding.code === code)
    .map((finding) => finding.line + 1);
}

/** The fixes of the first finding of a code. Throws when there is no such finding. */
export function fixes(text: string, code: RuleCode, family: 'ipv4' | 'ipv6' = 'ipv4'): readonly Fix[] {
  const file = open(text, family);
  const finding = shownFindings(file, defaultSettings).find((one) => one.code === code);
  if (finding === undefined) throw new Error(`no ${code} in\n${text}`);
  return fixesOf(finding, file);
}

/** The text after a fix of the first finding of a code: the one whose English title matches. Throws when there is none. */
export function fixed(text: string, code: RuleCode, title: RegExp, family: 'ipv4' | 'ipv6' = 'ipv4'): string {
  const all = fixes(text, code, family);
  const fix = all.find((one) => title.test(one.title.en));
  if (fix === undefined) throw new Error(`no fix ${title} among ${all.map((one) => one.title.en).join(' | ')}`);
  return applyEdits(text, fix.edits);
}

/** A table's section: its chains as declared, its rules, COMMIT. */
export function section(table: string, declarations: string, ...rules: string[]): string {
  const chains = declarations.split(/\s+/).filter((chain) => chain !== '');
  return `*${table}\n${chains.map((chain) => `:${chain.replace('=', ' ')}${/=/.test(chain) ? '' : ' -'} [0:0]\n`).join('')}${rules.map((rule) => `${rule}\n`).join('')}COMMIT\n`;
}

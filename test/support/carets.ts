// Rules files that say where their findings are. A line of carets is a comment to iptables, too:
//
//     -A INPUT -p tcp --dprot 22 -j ACCEPT
//     #               ^^^^^^^ unknown-option
//
// It speaks of the nearest line above that is no such line. Several may follow one another. A comment cannot put a
// caret into column 0, so `#<^^^` is a span from there on, and `#|` column 0 alone. Behind the code may stand a severity
// and a back end: `^^^^^ invalid-policy error legacy`; what does not stand there is not compared.

import assert from 'node:assert/strict';
import type { Family } from '../../server/src/catalogue/schema';
import { RulesFile } from '../../server/src/model/rules-file';
import { findingsOf, ruleOf } from '../../server/src/rules/findings';
import type { Finding } from '../../server/src/rules/rule';
import { silenceOf } from '../../server/src/rules/silence';
import { splitLines } from '../../server/src/text/lines';

/** One finding as a line of carets has it. */
export interface Mark {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly code: string;
  /** What stands behind the code. */
  readonly details: readonly string[];
}

/**
 * Checks that a file has exactly the findings that its caret lines say, at exactly those spans. Findings of rules that look
 * at the ruleset as a whole count only where the file speaks of their code: an excerpt is rarely a good ruleset.
 */
export function checkCarets(
  text: string,
  options: { readonly family?: Family; readonly sibling?: string; readonly about?: readonly string[] } = {},
): void {
  const expected = marksIn(text);
  const codes = new Set([...expected.map(({ code }) => code), ...(options.about ?? [])]);
  const found = findingsIn(text, options.family, options.sibling)
    .filter(({ code }) => codes.has(code) || isAboutOneLine(code))
    .map((finding) => markOf(finding, expected));
  assert.equal(render(text, found), render(text, expected));
}

/** Neither the ruleset as a whole nor what other rules have found is needed for it. */
function isAboutOneLine(code: string): boolean {
  const rule = ruleOf(code);
  return rule?.check === undefined && rule?.analyse === undefined && rule?.follow === undefined && rule?.compare === undefined;
}

/**
 * Everything that is found in a file, with the findings about comments to the checker.
 * @param sibling The text of the host's file of the other family.
 */
export function findingsIn(text: string, family: Family = 'ipv4', sibling?: string): readonly Finding[] {
  const file = fileWithSibling(text, family, sibling);
  return [...findingsOf(file), ...silenceOf(file).unknown];
}

/** A file of a family, with the host's file of the other family beside it. */
export function fileWithSibling(text: string, family: Family, sibling: string | undefined): RulesFile {
  const other = family === 'ipv4' ? 'ipv6' : 'ipv4';
  const beside = sibling === undefined ? undefined : { uri: `rules.${other.slice(2)}`, file: new RulesFile(sibling, { family: other }) };
  return new RulesFile(text, { family, sibling: () => beside });
}

/** The severity of a finding as its rule has it. */
export function severityOf(finding: Finding): string {
  const rule = ruleOf(finding.code);
  assert.ok(rule !== undefined, `no rule has the code ${finding.code}`);
  return rule.severityOf?.(finding) ?? rule.severity;
}

/** The findings that a file's caret lines say. */
export function marksIn(text: string): readonly Mark[] {
  const marks: Mark[] = [];
  let subject = -1;
  splitLines(text).texts.forEach((line, index) => {
    const match = isCaretLine(line) ? caretLine.exec(line) : null;
    if (match === null) {
      subject = index;
      return;
    }
    const [, zero = '', indent = '', carets = '', code = '', rest = ''] = match;
    const from = 1 + zero.length + indent.length;
    const span = zero === '|' ? { start: 0, end: 1 } : { start: zero === '<' ? 0 : from, end: from + carets.length };
    marks.push({ line: subject, ...span, code, details: rest.trim().split(/\s+/).filter(Boolean) });
  });
  return marks;
}

/** Column 0, the blanks to the first caret, the carets, the code, the details. */
const caretLine = /^#([|<]?)( *)(\^*) ([a-z][a-z0-9]*(?:-[a-z0-9]+)+)((?: [a-z]+)*)$/;

function isCaretLine(line: string): boolean {
  return /^#(?:[|<]| *\^)/.test(line) && caretLine.test(line);
}

function markOf(finding: Finding, expected: readonly Mark[]): Mark {
  const { line, start, end, code, backEnd } = finding;
  const same = expected.find((mark) => mark.line === line && mark.start === start && mark.end === end && mark.code === code);
  const all = [severityOf(finding), backEnd ?? 'both'];
  return { line, start, end, code, details: (same?.details ?? []).map((detail) => all.find((one) => one === detail) ?? all.join(' ')) };
}

/** The file's lines with a caret line under each for every mark. */
function render(text: string, marks: readonly Mark[]): string {
  const ordered = [...marks].sort((a, b) => a.start - b.start || a.end - b.end || a.code.localeCompare(b.code));
  const lines: string[] = [];
  splitLines(text).texts.forEach((line, index) => {
    if (isCaretLine(line)) return;
    lines.push(line);
    for (const mark of ordered) if (mark.line === index) lines.push(renderMark(mark));
  });
  return lines.join('\n');
}

function renderMark({ start, end, code, details }: Mark): string {
  const words = [code, ...details].join(' ');
  if (start === 0) return end === 1 ? `#| ${words}` : `#<${'^'.repeat(Math.max(0, end - 2))} ${words}`;
  return `#${' '.repeat(start - 1)}${'^'.repeat(Math.max(0, end - start))} ${words}`;
}

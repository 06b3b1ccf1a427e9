import type { CodeAction, Command, CreateFile, Diagnostic, TextDocumentEdit, TextEdit } from 'vscode-languageserver-types';
import { CodeActionKind } from 'vscode-languageserver-types';
import { whereAnalysed } from '../analysis/current';
import type { Language } from '../l10n/text';
import type { RulesFile } from '../model/rules-file';
import { refactorings } from '../refactorings';
import type { FileChange, Refactoring } from '../refactorings/refactoring';
import { ruleOf } from '../rules/findings';
import type { Finding, Fix } from '../rules/rule';
import { directiveWord, parseDirective } from '../rules/silence';
import { knowsBlockAt, shellBlockFix } from '../shell/block';
import { isPlain } from '../syntax/template-line';
import { diffLines } from '../text/diff';
import { applyEdits, preferredEnd } from '../text/lines';
import type { Edit, Range } from '../text/position';
import { insertAtLine } from '../text/position';
import { diagnose, shownFindings } from './diagnostics';
import type { Settings } from './settings';
import { fixAllKind, refactoringKinds } from './support/announced';
import { isHopeless } from './support/limits';

/** The command, of the client, that shows a diagnostic's page. */
export const showRulePageCommand = 'iptables.showRulePage';

/** The command, of the client, that gives a document plain line feeds. */
export const convertLineEndsCommand = 'iptables.convertLineEnds';

export interface CodeActionRequest {
  readonly uri: string;
  readonly version: number | undefined;
  readonly range: Range;
  /** The kinds wanted; all where it is left out. */
  readonly only: readonly string[] | undefined;
  /** The client has the command that shows a rule's page. */
  readonly canShowPages: boolean;
  /** The client has the command that gives a document plain line feeds; an edit cannot change line ends there. */
  readonly canConvertLineEnds: boolean;
  /** The client makes files that an edit names. */
  readonly canCreateFiles: boolean;
  /** The client's command that asks for another name for what stands at a place; it takes a URI and a position. */
  readonly renameCommand?: string | undefined;
}

/** The fixes for what is wrong in a range, refactorings of the rule there, and the fix of everything. */
export function codeActions(file: RulesFile, request: CodeActionRequest, settings: Settings, language: Language): CodeAction[] {
  const actions: CodeAction[] = [];
  const wants = (kind: string): boolean =>
    request.only === undefined || request.only.some((only) => kind === only || kind.startsWith(`${only}.`));
  if (wants(CodeActionKind.QuickFix)) {
    const analysis = file.lineCount <= mostLinesAnalysedAtOnce ? 'now' : 'known';
    const findings = shownFindings(file, settings, analysis)
      .filter((finding) => touches(finding, request.range))
      .slice(0, mostFindings);
    const offered = new Set<Fix>();
    let linesLeft = mostLinesAnalysedForFixes;
    for (const finding of findings) {
      const diagnostic = diagnosticFor(finding, file, request.uri, settings, language);
      const byCommand = finding.code === 'crlf-line-ends' && request.canConvertLineEnds;
      const analyses = ruleOf(finding.code)?.analyse !== undefined;
      const fixes = analyses && linesLeft <= 0 ? [] : fixesOf(finding, file);
      if (analyses) linesLeft -= file.lineCount;
      for (const fix of fixes) {
        // All lines of a block of shell commands have one fix.
        if (offered.has(fix)) continue;
        offered.add(fix);
        const action = actionOf(fix, request, language, CodeActionKind.QuickFix, diagnostic);
        if (byCommand) {
          delete action.edit;
          action.command = convertLineEnds(request, action.title);
        }
        actions.push(action);
      }
    }
    // Nothing need be found in the lines for them to be a shell's.
    const block = shellBlockIn(file, request.range);
    if (block !== undefined && !offered.has(block)) actions.unshift(actionOf(block, request, language, CodeActionKind.QuickFix));
    for (const finding of uniqueByCode(findings)) {
      const diagnostic = diagnosticFor(finding, file, request.uri, settings, language);
      actions.push(actionOf(silenceLine(finding, file), request, language, CodeActionKind.QuickFix, diagnostic));
      if (request.canShowPages) actions.push(explain(finding, language, diagnostic));
    }
  }
  // A refactoring keeps what the rules mean, and what a template's mean nobody knows.
  if (refactoringKinds.some(wants) && !file.isUncertain) {
    const isLong = request.range.end.line - request.range.start.line > mostLinesRefactored;
    for (const refactoring of isLong ? [] : refactorings({ file, range: request.range }))
      if (wants(refactoring.kind) && (request.canCreateFiles || refactoring.elsewhere?.text === undefined))
        actions.push(refactoringAction(refactoring, request, language));
  }
  if (request.only?.some((only) => fixAllKind === only || fixAllKind.startsWith(`${only}.`)) === true) {
    const edits = fixAll(file, settings);
    if (edits.length > 0) {
      const title = {
        en: 'Fix all iptables findings that have one sure fix',
        ja: '修正方法が一つに決まる iptables の指摘をすべて修正する',
      };
      const action = actionOf({ title, edits }, request, language, fixAllKind);
      if (file.lines.ends !== undefined && request.canConvertLineEnds) action.command = convertLineEnds(request, action.title);
      actions.push(action);
    }
  }
  return actions;
}

/** A finding's fixes; without those that need an analysis of the ruleset which is made elsewhere. */
export function fixesOf(finding: Finding, file: RulesFile): readonly Fix[] {
  if (isHopeless(file, finding.line)) return [];
  return whereAnalysed(() => ruleOf(finding.code)?.fixes?.(finding, file)) ?? [];
}

/** The fix of the first block of shell lines in a range. */
function shellBlockIn(file: RulesFile, range: Range): Fix | undefined {
  for (let line = range.start.line; line <= Math.min(range.end.line, range.start.line + mostLinesLookedAt); line++) {
    const fix = shellBlockFix(file, line);
    if (fix !== undefined) return fix;
  }
  return undefined;
}

/** A selection of more lines is looked at in its beginning. */
const mostLinesLookedAt = 200;

/** Of a longer selection no refactoring is offered: each proves that no packet fares differently, rule by rule. */
const mostLinesRefactored = 400;

/** For how many findings of a selection fixes are offered: a list is not read further, and there is the fix of everything. */
const mostFindings = 25;

/**
 * What an analysis has found is mended by way of another one, of the file as it would be then: a second for twenty thousand lines. So
 * many lines are analysed for one list; of a selection in a smaller file that is all of it, in a larger one its first findings.
 */
const mostLinesAnalysedForFixes = 15_000;

/** A larger file's ruleset is analysed in the background; its actions are there once that is done. */
const mostLinesAnalysedAtOnce = 2000;

/** How many rounds of fixes are tried: a fix may bring to light what the next round mends. */
const mostRounds = 12;

/**
 * To turn a block of shell lines into rules the whole file is read without them. So many lines are read for that until the rest of the
 * blocks is left for another time: people paste one script, or some, but thousands of single commands between rules would take minutes.
 */
const mostLinesReadForBlocks = 60_000;

/** The edits that mend everything which can be mended without asking. */
export function fixAll(file: RulesFile, settings: Settings): Edit[] {
  const before = file.text();
  let text = before;
  let current = file;
  const budget = { lines: mostLinesReadForBlocks };
  for (let round = 0; round < mostRounds; round++) {
    const edits = automaticEdits(current, settings, budget);
    if (edits.length === 0) break;
    text = applyEdits(text, edits);
    current = file.withText(text);
  }
  return diffLines(before, text);
}

/** The automatic fixes of one round, of which no two touch. */
function automaticEdits(file: RulesFile, settings: Settings, budget: { lines: number }): Edit[] {
  const chosen: Edit[] = [];
  /** All lines of a block of shell commands have one fix. */
  const tried = new Set<Fix>();
  /** The chosen edits by the lines that they touch: of thousands each is held against few. */
  const byLine = new Map<number, Edit[]>();
  // Nothing that an analysis of the whole ruleset tells is mended unasked.
  for (const finding of shownFindings(file, settings, 'none')) {
    if (ruleOf(finding.code)?.hasAutomaticFix !== true) continue;
    if (finding.code === 'unexpected-word' && finding.reason === 'shell' && !knowsBlockAt(file, finding.line)) {
      if (budget.lines <= 0) continue;
      budget.lines -= file.lineCount;
    }
    const fix = fixesOf(finding, file).find((one) => one.automatic === true && !tried.has(one));
    if (fix !== undefined) tried.add(fix);
    // A template's placeholders and control lines are another program's: no line that has some is changed unasked.
    if (fix === undefined || fix.edits.some((edit) => touchesTemplate(file, edit.range))) continue;
    if (
      fix.edits.some((edit) => linesOf(edit).some((line) => byLine.get(line)?.some((other) => overlap(edit.range, other.range)) === true))
    )
      continue;
    for (const edit of fix.edits) {
      chosen.push(edit);
      for (const line of linesOf(edit)) {
        const others = byLine.get(line);
        if (others === undefined) byLine.set(line, [edit]);
        else others.push(edit);
      }
    }
  }
  return chosen;
}

function linesOf({ range }: Edit): readonly number[] {
  return Array.from({ length: range.end.line - range.start.line + 1 }, (_, index) => range.start.line + index);
}

function touchesTemplate(file: RulesFile, range: Range): boolean {
  if (file.templateLanguage === undefined) return false;
  for (let line = range.start.line; line <= range.end.line; line++) if (!isPlain(file.records[line]?.template)) return true;
  return false;
}

function silenceLine(finding: Finding, file: RulesFile): Fix {
  const { line, code } = finding;
  const previous = parseDirective(file.lineText(line - 1));
  const title = { en: `Silence \`${code}\` for this line`, ja: `この行の \`${code}\` を抑制する` };
  if (line > 0 && previous !== undefined && !previous.wholeFile && previous.codes.length > 0) {
    const last = previous.codes[previous.codes.length - 1];
    const end = last === undefined ? 0 : last.start + last.name.length;
    return {
      title,
      edits: [{ range: { start: { line: line - 1, character: end }, end: { line: line - 1, character: end } }, newText: `,${code}` }],
    };
  }
  return { title, edits: [insertAtLine(line, `# ${directiveWord} disable=${code}${preferredEnd(file.lines)}`)] };
}

function explain(finding: Finding, language: Language, diagnostic: Diagnostic | undefined): CodeAction {
  const title = language === 'ja' ? `\`${finding.code}\` の説明を表示する` : `Explain \`${finding.code}\``;
  return {
    title,
    kind: CodeActionKind.QuickFix,
    command: { title, command: showRulePageCommand, arguments: [finding.code] },
    ...(diagnostic === undefined ? {} : { diagnostics: [diagnostic] }),
  };
}

function diagnosticFor(finding: Finding, file: RulesFile, uri: string, settings: Settings, language: Language): Diagnostic | undefined {
  return diagnose(file, uri, settings, language, [finding])[0];
}

function actionOf(fix: Fix, request: CodeActionRequest, language: Language, kind: string, diagnostic?: Diagnostic): CodeAction {
  const edits = fix.edits.map(textEdit);
  return {
    title: fix.title[language],
    kind,
    ...(diagnostic === undefined ? {} : { diagnostics: [diagnostic] }),
    ...(fix.preferred === true ? { isPreferred: true } : {}),
    edit: { documentChanges: [{ textDocument: { uri: request.uri, version: request.version ?? null }, edits }] },
  };
}

function refactoringAction(refactoring: Refactoring, request: CodeActionRequest, language: Language): CodeAction {
  const action = actionOf(refactoring, request, language, refactoring.kind);
  if (refactoring.rename !== undefined && request.renameCommand !== undefined)
    action.command = { title: action.title, command: request.renameCommand, arguments: [request.uri, refactoring.rename] };
  if (refactoring.elsewhere !== undefined) action.edit?.documentChanges?.push(...changesElsewhere(refactoring.elsewhere));
  return action;
}

/** A file that is not there is made first. */
function changesElsewhere({ uri, text, edits }: FileChange): (CreateFile | TextDocumentEdit)[] {
  const edit = (all: readonly Edit[]): TextDocumentEdit => ({ textDocument: { uri, version: null }, edits: all.map(textEdit) });
  if (text === undefined) return [edit(edits)];
  const beginning = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  return [{ kind: 'create', uri }, edit([{ range: beginning, newText: text }])];
}

function textEdit({ range, newText }: Edit): TextEdit {
  return { range, newText };
}

function convertLineEnds(request: CodeActionRequest, title: string): Command {
  return { title, command: convertLineEndsCommand, arguments: [request.uri] };
}

function uniqueByCode(findings: readonly Finding[]): Finding[] {
  return findings.filter(
    (finding, index) => findings.findIndex((other) => other.code === finding.code && other.line === finding.line) === index,
  );
}

function touches(finding: Finding, range: Range): boolean {
  if (finding.line < range.start.line || finding.line > range.end.line) return false;
  if (finding.line === range.start.line && finding.end < range.start.character) return false;
  return finding.line !== range.end.line || finding.start <= range.end.character;
}

function overlap(a: Range, b: Range): boolean {
  const before = (x: Range, y: Range): boolean =>
    x.end.line < y.start.line ||
    (x.end.line === y.start.line && x.end.character <= y.start.character && !(same(x) && same(y) && equal(x, y)));
  return !before(a, b) && !before(b, a);
}

function same(range: Range): boolean {
  return range.start.line === range.end.line && range.start.character === range.end.character;
}

function equal(a: Range, b: Range): boolean {
  return a.start.line === b.start.line && a.start.character === b.start.character;
}

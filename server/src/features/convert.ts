import type { TextEdit } from 'vscode-languageserver-types';
import type { Family } from '../catalogue/schema';
import type { Language } from '../l10n/text';
import type { RulesFile } from '../model/rules-file';
import { familyFor, titleOf, withLineEnds, withoutLines } from '../shell/block';
import { merge, standingIn } from '../shell/merge';
import { planOf } from '../shell/plan';
import { restoreText } from '../shell/restore-text';
import { readScript } from '../shell/script';
import { shellText } from '../shell/shell-text';
import { preferredEnd } from '../text/lines';
import type { Range } from '../text/position';

/** A text that is pasted into a file. */
export interface PasteRequest {
  /** What the text takes the place of; empty at a cursor. */
  readonly range: Range;
  readonly text: string;
}

/** How pasted shell commands become rules. */
export interface PasteAsRules {
  /** What the editor shows: "Turn these 3 iptables commands into rules of this file". */
  readonly title: string;
  readonly commands: number;
  /** What is to be inserted in the place of the text. */
  readonly insertText: string;
  /** What changes elsewhere: rules of other tables, chains, policies. None of them touches the range. */
  readonly edits: readonly TextEdit[];
}

/**
 * What pasting a text into a file comes to when its iptables commands are turned into rules; `undefined` when it has none, or is
 * pasted into the middle of a line.
 */
export function pasteAsRules(file: RulesFile, request: PasteRequest, language: Language): PasteAsRules | undefined {
  const { start, end } = request.range;
  const script = readScript(request.text);
  if (script.families.ipv4 + script.families.ipv6 === 0) return undefined;
  const before = file.lineText(start.line).slice(0, start.character);
  const after = file.lineText(end.line).slice(end.character);
  if (before.trim() !== '' || (after.trim() !== '' && end.character > 0)) return undefined;
  // A range that ends at a line's beginning leaves that line alone.
  const place = { line: start.line, end: after.trim() === '' && end.line < file.lineCount ? end.line + 1 : end.line };
  const bare = start.line === end.line ? file : withoutLines(file, place);
  const plan = planOf(script, familyFor(file, script), standingIn(bare, place));
  const { lines, edits } = merge(bare, plan, place);
  const newline = preferredEnd(file.lines);
  const ownLine = after.trim() !== '' || /\n$/.test(request.text) || isWhole(lines);
  return {
    title: titleOf(plan)[language],
    commands: plan.commands,
    insertText: lines.length === 0 ? '' : lines.join(newline) + (ownLine ? newline : ''),
    edits: withLineEnds(file, edits),
  };
}

/** The lines are a whole file, which ends in a line feed or its last line is lost to some programs. */
function isWhole(lines: readonly string[]): boolean {
  return lines.includes('COMMIT');
}

/** The shell commands that do what the lines of a range do when they are loaded; of the whole file without a range. */
export function copyAsCommands(file: RulesFile, range?: Range): string {
  if (range === undefined) return shellText(file);
  const { start, end } = range;
  // A selection that ends at a line's beginning does not hold that line.
  const last = end.character === 0 && end.line > start.line ? end.line : end.line + 1;
  return shellText(file, { first: start.line, end: last });
}

/** A rules file made of a script. */
export interface ConvertedScript {
  readonly text: string;
  readonly family: Family;
  /** How many commands it holds. */
  readonly commands: number;
  /** Commands of the other family, which are comments in it. */
  readonly otherFamily: number;
}

/**
 * The rules file that a shell script comes to; `undefined` for a text without iptables commands.
 * @param family Whose commands are wanted; those of the family with more of them where it is left out.
 */
export function convertScript(source: string, family?: Family): ConvertedScript | undefined {
  const script = readScript(source);
  const { ipv4, ipv6 } = script.families;
  const wanted: Family = family ?? (ipv6 > ipv4 ? 'ipv6' : 'ipv4');
  if (script.families[wanted] === 0) return undefined;
  const plan = planOf(script, wanted);
  return { text: restoreText(plan), family: wanted, commands: plan.commands, otherFamily: plan.otherFamily };
}

/** Whether a text is a rules file rather than a shell script: it has a table line. */
export function isRulesText(text: string): boolean {
  return /^\*[a-z]+[ \t]*\r?$/m.test(text);
}

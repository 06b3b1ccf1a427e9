import type { RulesFile } from '../model/rules-file';
import { isPlain } from '../syntax/template-line';
import { preferredEnd } from '../text/lines';
import type { Edit, Position, Range } from '../text/position';
import { replaceSpan } from '../text/position';
import type { Cell } from './formatting/align';
import { alignedLines, plainLine } from './formatting/align';
import { canonicalCells } from './formatting/canonical';
import { lineEdits } from './formatting/line-edits';
import { gapsMissing } from './formatting/table-gaps';
import { tidyLine } from './formatting/tidy';
import { tidyCells } from './formatting/tidy-cells';
import type { FormatSettings } from './settings';
import { hasError } from './support/line-errors';

/**
 * The edits that format a file, or the lines of a range of it. No line is taken away, none that has an error is touched, nor
 * one in which a template has something; what the file loads stays the same.
 */
export function formatFile(file: RulesFile, settings: FormatSettings, range?: Range): Edit[] {
  const last = file.lineCount - 1;
  if (range === undefined) return formatLines(file, settings, 0, last);
  const end = range.end.character === 0 && range.end.line > range.start.line ? range.end.line - 1 : range.end.line;
  return formatLines(file, settings, Math.max(range.start.line, 0), Math.min(end, last));
}

/** The edits that format the line that was finished by a new one. */
export function formatFinishedLine(file: RulesFile, settings: FormatSettings, position: Position): Edit[] {
  const line = position.line - 1;
  if (line < 0 || line >= file.lineCount) return [];
  return formatLines(file, settings, line, line).filter((edit) => edit.range.start.line === line);
}

function formatLines(file: RulesFile, settings: FormatSettings, first: number, last: number): Edit[] {
  const edits: Edit[] = [];
  const gaps = new Set(gapsMissing(file, first, last));
  const run: Run = { first: 0, lines: [] };
  for (let line = first; line <= last; line++) {
    const text = file.lineText(line);
    if (text !== '' && !hasError(file, line) && isSettled(file, line)) {
      if (settings.align && line >= run.first + run.lines.length) readRun(run, file, settings, line);
      const formatted = (settings.align ? run.lines[line - run.first] : undefined) ?? formattedLine(file, settings, line);
      if (formatted !== text) for (const edit of lineEdits(line, text, formatted)) edits.push(edit);
    }
    if (gaps.has(line)) edits.push(replaceSpan(line, { start: text.length, end: text.length }, preferredEnd(file.lines)));
  }
  return edits;
}

/**
 * A line has nothing of a template, nor has the next one what belongs to it: what the blanks of others mean only the program knows
 * that fills them in.
 */
function isSettled(file: RulesFile, line: number): boolean {
  const template = file.records[line]?.template;
  return isPlain(template) && file.records[line + 1]?.template?.tags[0]?.trims !== true;
}

/** A line by itself. */
function formattedLine(file: RulesFile, settings: FormatSettings, line: number): string {
  const cells = settings.style === 'canonical' ? cellsOf(file, settings, line) : undefined;
  return cells === undefined ? tidyLine(file.lineText(line)) : plainLine(cells);
}

/** The groups of words of a rule; `undefined` for other lines, and for rules that have none to speak of. */
function cellsOf(file: RulesFile, settings: FormatSettings, line: number): Cell[] | undefined {
  if (file.records[line]?.kind !== 'command') return undefined;
  const rule = file.bound(line);
  if (rule === undefined) return undefined;
  return settings.style === 'canonical' ? canonicalCells(rule, file.family) : tidyCells(rule);
}

/** The formatted lines of neighbouring rules of one chain. */
interface Run {
  first: number;
  lines: readonly (string | undefined)[];
}

/** Reads the run that a line stands in; lines that do not take part in the columns are `undefined` in it. */
function readRun(run: Run, file: RulesFile, settings: FormatSettings, line: number): void {
  let first = line;
  let last = line;
  if (isAppended(file, line)) {
    while (continues(file, first - 1, line)) first--;
    while (continues(file, last + 1, line)) last++;
  }
  const rows: (Cell[] | undefined)[] = [];
  for (let at = first; at <= last; at++) rows.push(isAppended(file, at) ? cellsOf(file, settings, at) : undefined);
  const aligned = alignedLines(rows.filter((cells) => cells !== undefined));
  let next = 0;
  run.first = first;
  run.lines = rows.map((cells) => (cells === undefined ? undefined : aligned[next++]));
}

function isAppended(file: RulesFile, line: number): boolean {
  return file.records[line]?.command === 'append' && !hasError(file, line) && isSettled(file, line);
}

function continues(file: RulesFile, line: number, of: number): boolean {
  return isAppended(file, line) && file.records[line]?.chain === file.records[of]?.chain;
}

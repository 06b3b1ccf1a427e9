import type { FoldingRange } from 'vscode-languageserver-types';
import { FoldingRangeKind } from 'vscode-languageserver-types';
import type { RulesFile } from '../model/rules-file';
import { isTemplateLine, regionMarker, ruleRuns } from './support/rule-runs';
import { templateBlocks, templateComments } from './support/template-blocks';

/**
 * What can be folded: tables with their COMMIT, runs of a chain's rules, blocks of comments, regions from `# region` to
 * `# endregion`, and the blocks of a template. Ranges lie one in another or apart.
 * @param limit The most ranges that the client takes; of more the longest stay.
 */
export function foldingRanges(file: RulesFile, limit?: number): FoldingRange[] {
  const { sections } = file.resolution();
  const ranges: FoldingRange[] = [];
  const add = (startLine: number, endLine: number, kind?: FoldingRangeKind): void => {
    if (endLine > startLine) ranges.push({ startLine, endLine, ...(kind === undefined ? {} : { kind }) });
  };
  for (const { first, last } of sections) {
    add(first, last);
    for (const run of ruleRuns(file, first, last)) add(run.first, run.last);
  }
  addComments(file, add);
  addRegions(file, add);
  if (file.templateLanguage !== undefined) addBlocks(file, ranges, add);
  if (limit !== undefined && ranges.length > limit) {
    ranges.sort((a, b) => b.endLine - b.startLine - (a.endLine - a.startLine) || a.startLine - b.startLine);
    ranges.length = Math.max(0, limit);
  }
  return ranges.sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
}

type Add = (startLine: number, endLine: number, kind?: FoldingRangeKind) => void;

/** Blocks of comment lines. A region's marker is none of them: a fold of its own begins there. */
function addComments(file: RulesFile, add: Add): void {
  let first = -1;
  for (let line = 0; line <= file.records.length; line++) {
    const record = file.records[line];
    const isComment = record?.kind === 'comment' && regionMarker(file.lineText(line)) === undefined && !isTemplateLine(record);
    if (isComment && first < 0) first = line;
    if (isComment || first < 0) continue;
    add(first, line - 1, FoldingRangeKind.Comment);
    first = -1;
  }
}

/** Blocks of a template, and comments of it that have several lines. A block that begins in a fold and ends outside of it has none. */
function addBlocks(file: RulesFile, ranges: readonly FoldingRange[], add: Add): void {
  const known = [...ranges];
  for (const { first, last } of templateBlocks(file)) {
    const crosses = known.some(
      ({ startLine, endLine }) =>
        (startLine < first && first <= endLine && endLine < last) || (first < startLine && startLine <= last && last < endLine),
    );
    if (!crosses) add(first, last);
  }
  for (const { first, last } of templateComments(file)) add(first, last, FoldingRangeKind.Comment);
}

/** Regions. One that begins in a table and ends outside of it, or the reverse, would cross the table: it is none. */
function addRegions(file: RulesFile, add: Add): void {
  const { sections } = file.resolution();
  let next = 0;
  const outside: number[] = [];
  let inside: number[] = [];
  for (let line = 0; line < file.records.length; line++) {
    while ((sections[next]?.last ?? line) < line) {
      next++;
      inside = [];
    }
    const marker = file.records[line]?.kind === 'comment' ? regionMarker(file.lineText(line)) : undefined;
    if (marker === undefined) continue;
    const open = (sections[next]?.first ?? line) < line ? inside : outside;
    const begun = marker === 'ends' ? open.pop() : undefined;
    if (begun !== undefined) add(begun, line, FoldingRangeKind.Region);
    if (marker === 'begins') open.push(line);
  }
}

import type { RulesFile } from '../../model/rules-file';
import { parseDirective } from '../../rules/silence';
import { removeLines } from '../../rules/support/fix';
import { insertLines } from '../../rules/support/sections';
import type { Edit } from '../../text/position';

/**
 * The first of the comments that stand right above a line and speak of it, or the line itself. What begins or ends a region, and
 * what silences a whole file, speaks of more than one line.
 */
export function blockStart(file: RulesFile, line: number): number {
  let first = line;
  while (file.records[first - 1]?.kind === 'comment' && !ofMore(file.lineText(first - 1))) first--;
  return first;
}

/** Moves a line, with the comments right above it, before another line. All edits refer to the text as it stands. */
export function moveBlock(file: RulesFile, line: number, before: number): readonly Edit[] {
  const first = blockStart(file, line);
  const texts = Array.from({ length: line - first + 1 }, (_, index) => file.lineText(first + index));
  return [removeLines(first, line), insertLines(file, before, texts)];
}

function ofMore(text: string): boolean {
  return /^#\s*(end)?region\b/i.test(text) || parseDirective(text)?.wholeFile === true;
}

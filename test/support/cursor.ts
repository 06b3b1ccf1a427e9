// Rules files with marks in them: `<|>` is a cursor, `‹…›` a range. The marks are taken out of the text.

import type { RulesFileOptions } from '../../server/src/model/rules-file';
import { RulesFile } from '../../server/src/model/rules-file';
import type { Position, Range } from '../../server/src/text/position';

/** A fixture without its marks, and where they stood. */
export interface Marked {
  readonly text: string;
  /** Where each `<|>` stood. */
  readonly cursors: readonly Position[];
  /** What each `‹…›` enclosed, in the order of their beginnings. */
  readonly ranges: readonly Range[];
}

/** Reads the marks of a fixture. Throws on a range that is not closed, which is a mistake in the test. */
export function marked(fixture: string): Marked {
  const cursors: Position[] = [];
  const ranges: { start: Position; end: Position }[] = [];
  const open: { start: Position; end: Position }[] = [];
  let text = '';
  let line = 0;
  let character = 0;
  for (const piece of fixture.split(/(<\|>|‹|›|\n)/)) {
    const here = { line, character };
    if (piece === '<|>') cursors.push(here);
    else if (piece === '‹') {
      const range = { start: here, end: here };
      ranges.push(range);
      open.push(range);
    } else if (piece === '›') {
      const range = open.pop();
      if (range === undefined) throw new Error(`› without ‹ in line ${line + 1} of the fixture`);
      range.end = here;
    } else {
      text += piece;
      if (piece === '\n') {
        line++;
        character = 0;
      } else character += piece.length;
    }
  }
  if (open.length > 0) throw new Error('‹ without › in the fixture');
  return { text, cursors, ranges };
}

/** The file of a fixture and its only cursor. */
export function fileAtCursor(
  fixture: string,
  options: RulesFileOptions = {},
): Marked & { readonly file: RulesFile; readonly cursor: Position } {
  const found = marked(fixture);
  const [cursor, ...others] = found.cursors;
  if (cursor === undefined || others.length > 0) throw new Error(`the fixture needs one cursor, it has ${found.cursors.length}`);
  return { ...found, cursor, file: new RulesFile(found.text, options) };
}

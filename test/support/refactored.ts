// What a refactoring makes of a fixture whose selection is marked `‹…›`, or whose cursor is `<|>`.

import type { RulesFileOptions } from '../../server/src/model/rules-file';
import { RulesFile } from '../../server/src/model/rules-file';
import { refactorings } from '../../server/src/refactorings';
import type { Refactoring, RefactoringKind } from '../../server/src/refactorings/refactoring';
import { applyEdits } from '../../server/src/text/lines';
import { marked } from './cursor';

/** A refactoring that is offered, and the text after it. */
export interface Refactored {
  readonly refactoring: Refactoring;
  readonly text: string;
}

/** The one refactoring of a kind at a fixture's mark; `undefined` where none is offered. */
export function refactored(fixture: string, kind: RefactoringKind, options: RulesFileOptions = {}): Refactored | undefined {
  const { text, cursors, ranges } = marked(fixture);
  const [cursor] = cursors;
  const range = ranges[0] ?? (cursor && { start: cursor, end: cursor });
  if (range === undefined) throw new Error('the fixture needs a mark');
  const [refactoring, ...others] = refactorings({ file: new RulesFile(text, options), range }).filter((one) => one.kind === kind);
  if (others.length > 0) throw new Error(`${others.length + 1} refactorings of the kind ${kind}`);
  return refactoring && { refactoring, text: applyEdits(text, refactoring.edits) };
}

// Small helpers to look at the refactorings that are offered in a marked rules file, and to take them.

import type { RulesFileOptions } from '../../server/src/model/rules-file';
import { RulesFile } from '../../server/src/model/rules-file';
import { refactorings } from '../../server/src/refactorings';
import type { Refactoring } from '../../server/src/refactorings/refactoring';
import { applyEdits } from '../../server/src/text/lines';
import { marked } from './cursor';

/** The refactorings at the cursor, or for the selected range, of a fixture. */
export function offeredIn(fixture: string, options: RulesFileOptions = { family: 'ipv4' }): readonly Refactoring[] {
  const { text, cursors, ranges } = marked(fixture);
  const [cursor] = cursors;
  const range = ranges[0] ?? (cursor && { start: cursor, end: cursor });
  if (range === undefined) throw new Error('the fixture needs a cursor or a range');
  return refactorings({ file: new RulesFile(text, options), range });
}

/** The English titles of the refactorings that match a pattern. */
export function titlesIn(fixture: string, pattern: RegExp, options?: RulesFileOptions): readonly string[] {
  return offeredIn(fixture, options).flatMap(({ title }) => (pattern.test(title.en) ? [title.en] : []));
}

/** The one refactoring whose English title matches. Throws when there is none, or more than one. */
export function theOne(fixture: string, pattern: RegExp, options?: RulesFileOptions): Refactoring {
  const all = offeredIn(fixture, options);
  const [found, ...more] = all.filter(({ title }) => pattern.test(title.en));
  if (found === undefined || more.length > 0) throw new Error(`${pattern} among ${all.map(({ title }) => title.en).join(' | ')}`);
  return found;
}

/** The text after the one refactoring whose English title matches. */
export function refactored(fixture: string, pattern: RegExp, options?: RulesFileOptions): string {
  return applyEdits(marked(fixture).text, theOne(fixture, pattern, options).edits);
}

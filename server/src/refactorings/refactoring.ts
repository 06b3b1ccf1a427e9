import type { RulesFile } from '../model/rules-file';
import type { Fix } from '../rules/rule';
import type { Edit, Position, Range } from '../text/position';

/** Where refactorings are asked for. */
export interface Selection {
  readonly file: RulesFile;
  /** The place of the cursor, or what is selected. */
  readonly range: Range;
}

/** A change of well-formed rules that keeps their meaning, or does what its title says. */
export interface Refactoring extends Fix {
  readonly kind: RefactoringKind;
  /** What it changes in another file, which may not be there yet. */
  readonly elsewhere?: FileChange;
  /** Where a new name stands afterwards, which the user may want to change at once. */
  readonly rename?: Position;
}

/** The editor's kinds of refactorings: where in its menus one is found. */
export type RefactoringKind = 'refactor.extract' | 'refactor.inline' | 'refactor.move' | 'refactor.rewrite';

/** Edits of another file. */
export interface FileChange {
  readonly uri: string;
  /** The whole text of a file that is to be made; `undefined` where the file is there. */
  readonly text?: string;
  readonly edits: readonly Edit[];
}

/** One source of refactorings: the ones that it has for a selection. */
export type Refactor = (selection: Selection) => readonly Refactoring[];

/** The lines that a selection touches; a selection of whole lines ends before the line that it ends at the beginning of. */
export function selectedLines({ range: { start, end } }: Selection): { readonly first: number; readonly last: number } {
  return { first: start.line, last: end.character === 0 && end.line > start.line ? end.line - 1 : end.line };
}

import type { Hover } from 'vscode-languageserver-types';
import type { Language } from '../l10n/text';
import type { RulesFile } from '../model/rules-file';
import type { Position } from '../text/position';
import { rangeOf } from '../text/position';
import { explain } from './hover/explain';
import { explainTag } from './hover/template';
import { roleAt } from './support/roles';

/** What a word means: what it does, where it is valid, what to mind; `undefined` where there is nothing to say. */
export function hover(file: RulesFile, position: Position, language: Language): Hover | undefined {
  const tag = explainTag(file, position, language);
  if (tag !== undefined) return { contents: { kind: 'markdown', value: tag.text }, range: rangeOf(position.line, tag.span) };
  const role = roleAt(file, position);
  if (role === undefined) return undefined;
  const found = explain(file, position, role, language);
  if (found === undefined) return undefined;
  return { contents: { kind: 'markdown', value: found.text }, range: rangeOf(position.line, found.span) };
}

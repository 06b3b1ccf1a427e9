import type { RulesFile } from '../../model/rules-file';
import { lineEnd, preferredEnd } from '../../text/lines';
import { insertAtLine } from '../../text/position';
import type { Fix } from '../rule';
import { isCountedOn, removeRule } from './remove-rule';

/** The fix that takes a rule out; none where other lines of the chain count on its number. */
export function takeOut(file: RulesFile, line: number, preferred: boolean): readonly Fix[] {
  const edit = removeRule(file, line);
  if (edit === undefined) return [];
  const title = { en: 'Remove the rule', ja: 'このルールを削除する' };
  return [preferred ? { title, edits: [edit], preferred } : { title, edits: [edit] }];
}

/** The fix that moves a rule before another one of the same chain; none where the order is not that of the lines. */
export function moveBefore(file: RulesFile, line: number, before: number): readonly Fix[] {
  const [own, other] = [file.records[line], file.records[before]];
  if (before >= line || own?.command !== 'append' || other?.command !== 'append' || own.chain !== other.chain) return [];
  const edit = isCountedOn(file, line) || isCountedOn(file, before) ? undefined : removeRule(file, line);
  if (edit === undefined) return [];
  const text = file.lineText(line) + (lineEnd(file.lines, line) || preferredEnd(file.lines));
  return [
    {
      title: { en: `Move the rule before line ${before + 1}`, ja: `このルールを ${before + 1} 行目の前に移動する` },
      edits: [edit, insertAtLine(before, text)],
    },
  ];
}

/** The words of a rule: from its command to its end. */
export function ruleSpan(file: RulesFile, line: number): { readonly start: number; readonly end: number } {
  const text = file.lineText(line);
  const start = /^\s*(\[[^\]]*\]\s*)?/.exec(text)?.[0].length ?? 0;
  return { start: Math.min(start, Math.max(0, text.length - 1)), end: text.trimEnd().length };
}

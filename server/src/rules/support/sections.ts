import { rulesInOrder } from '../../analysis/chain-order';
import { tableNamed } from '../../catalogue/index';
import type { TableName } from '../../catalogue/schema';
import type { RulesFile } from '../../model/rules-file';
import { chainNamed, sectionOf } from '../../model/sections';
import { lineEnd, preferredEnd } from '../../text/lines';
import type { Edit } from '../../text/position';
import { insertAtLine } from '../../text/position';

/** The tables in the order in which packets meet them, which is also the order new sections are put in. */
const order: readonly TableName[] = ['raw', 'mangle', 'nat', 'filter', 'security'];

/**
 * The edit that adds rules to a chain: before a line of that chain, or at the end of its table's section, or in a new
 * section with its chains and COMMIT where the file has none of that table.
 * @param before The line to stand before; `undefined`: at the chain's end.
 */
export function addRules(file: RulesFile, table: TableName, chain: string, rules: readonly string[], before?: number): Edit {
  const newline = preferredEnd(file.lines);
  const section = sectionOf(file, table);
  if (before !== undefined) return insertAtLine(before, rules.map((rule) => rule + newline).join(''));
  if (section === undefined) return newSection(file, table, rules);
  const known = chainNamed(section, chain);
  const inOrder = known === undefined ? undefined : rulesInOrder(file, known);
  const lastRule = inOrder === undefined ? undefined : Math.max(-1, ...inOrder);
  const at = lastRule !== undefined && lastRule >= 0 ? lastRule + 1 : section.committed ? section.last : section.last + 1;
  return insertLines(file, at, rules);
}

/** The edit that puts whole lines before a line; behind the last line it ends that one first. */
export function insertLines(file: RulesFile, line: number, texts: readonly string[]): Edit {
  const newline = preferredEnd(file.lines);
  if (line < file.lineCount) return insertAtLine(line, texts.map((text) => text + newline).join(''));
  const last = file.lineCount - 1;
  const character = file.lineText(last).length;
  return { range: { start: { line: last, character }, end: { line: last, character } }, newText: newline + texts.join(newline) + newline };
}

/** A new section with all chains of its table open. */
function newSection(file: RulesFile, table: TableName, rules: readonly string[]): Edit {
  const chains = (tableNamed(table)?.chains ?? []).map((chain) => `:${chain} ACCEPT [0:0]`);
  return addSection(file, table, [`*${table}`, ...chains, ...rules, 'COMMIT']);
}

/** The edit that adds a section, from its `*table` to its COMMIT: before the first one that packets meet later, else at the end of the file. */
export function addSection(file: RulesFile, table: string, lines: readonly string[]): Edit {
  const { sections } = file.resolution();
  const rank = (name: string): number => order.findIndex((one) => one === name);
  const next = sections.find((section) => rank(section.table) > rank(table));
  if (next !== undefined) return insertLines(file, next.first, lines);
  let end = file.lineCount;
  while (end > 0 && file.lineText(end - 1).trim() === '') end--;
  if (end === file.lineCount || lineEnd(file.lines, end - 1) === '') return insertLines(file, file.lineCount, lines);
  return insertLines(file, end, lines);
}

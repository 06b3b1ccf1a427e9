import type { Section } from '../model/resolve-types';
import { isBuiltin } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import { chainNamed } from '../model/sections';
import type { Edit } from '../text/position';
import { insertAtLine, rangeOf } from '../text/position';
import type { Plan, Standing, TablePlan } from './plan';
import { declaration, rankOf, restoreText, sectionLines } from './restore-text';

/** Where a script goes in a file. */
export interface Place {
  /** The line before which the rules go that belong into the table there. */
  readonly line: number;
  /** The first line behind what the script takes the place of. */
  readonly end: number;
}

/** What a file becomes. */
export interface Merged {
  /** The lines that take the script's place. */
  readonly lines: readonly string[];
  /** The edits everywhere else; none of them touches the place. */
  readonly edits: readonly Edit[];
}

/**
 * Puts what a script comes to into a file: the rules of the table that its place stands in right there, the others at the end of
 * their tables' last sections, or in new sections. Chains are declared where they are not, policies set where the chain is declared.
 * @param file Nothing stands in its lines of the place.
 */
export function merge(file: RulesFile, plan: Plan, place: Place): Merged {
  const outside = file.resolution().sections.filter((section) => section.first < place.line || section.first >= place.end);
  if (outside.length === 0 && !hasRules(file, place)) {
    const text = restoreText(plan);
    return { lines: text === '' ? [] : text.replace(/\n$/, '').split('\n'), edits: [] };
  }
  const here = sectionAt(file, place);
  const lines: string[] = [...plan.head];
  const edits: Edit[] = [];
  const missing: TablePlan[] = [];
  for (const table of plan.tables) {
    const own = here?.table === table.table ? here : undefined;
    const section = own ?? outside.filter((one) => one.table === table.table).pop();
    if (section === undefined) {
      missing.push(table);
      continue;
    }
    edits.push(...declare(file, section, table, place));
    if (own !== undefined) lines.push(...table.lines);
    else if (table.lines.length > 0) edits.push(insertLines(file, section.committed ? section.last : section.last + 1, table.lines));
  }
  lines.push(...plan.tail);
  for (const table of missing.sort((a, b) => rankOf(a.table) - rankOf(b.table))) {
    const next = outside.find((section) => rankOf(section.table) > rankOf(table.table));
    edits.push(insertLines(file, next?.first ?? lineAfterAll(file, place), sectionLines(table)));
  }
  return folded(file, { lines, edits: merged(edits) }, place);
}

/** What is inserted right before or behind the place becomes part of its lines, so that no edits touch. */
function folded(file: RulesFile, { lines, edits }: Merged, place: Place): Merged {
  const before: string[] = [];
  const behind: string[] = [];
  const others = edits.filter(({ range: { start, end }, newText }) => {
    if (start.line !== end.line || start.character !== end.character) return true;
    const texts = newText.replace(/^\n|\n$/g, '').split('\n');
    const isBefore = start.line === place.line && start.character === 0;
    const isEnd = place.end >= file.lineCount && start.line === file.lineCount - 1;
    const isBehind = (start.line === place.end && start.character === 0) || isEnd;
    if (isBefore) before.push(...texts);
    else if (isBehind) behind.push(...texts);
    return !isBefore && !isBehind;
  });
  return { lines: [...before, ...lines, ...behind], edits: others };
}

/** The rules that stand in a file without the script's own lines. */
export function standingIn(file: RulesFile, place: Place): Standing {
  const here = sectionAt(file, place);
  return (table, name) => {
    const { sections } = file.resolution();
    const section = here?.table === table ? here : sections.filter((one) => one.table === table).pop();
    const chain = chainNamed(section, name);
    if (section === undefined || chain === undefined) return [];
    // Rules below the place come after what the script does.
    const lines = chain.rules.filter((line) => section !== here || line < place.line);
    return lines.map((line) =>
      file
        .lineText(line)
        .slice(file.records[line]?.chainEnd ?? 0)
        .trim(),
    );
  };
}

/** The section that a place stands in; `undefined` outside of all. */
function sectionAt(file: RulesFile, place: Place): Section | undefined {
  return file
    .resolution()
    .sections.find((section) => section.first < place.line && place.line <= section.last + (section.committed ? 0 : 1));
}

function hasRules(file: RulesFile, place: Place): boolean {
  return file.records.some(({ kind }, line) => (line < place.line || line >= place.end) && kind !== 'blank' && kind !== 'comment');
}

/** The edits that declare a plan's chains in a section and set its policies there. */
function declare(file: RulesFile, section: Section, plan: TablePlan, place: Place): Edit[] {
  const edits: Edit[] = [];
  const added: string[] = [];
  for (const [name, policy] of plan.policies) {
    const chain = chainNamed(section, name);
    const line = chain?.policyLine ?? -1;
    const found = line < 0 ? null : policyWord.exec(file.lineText(line));
    if (found === null) added.push(declaration(name, policy));
    else if (found[2] !== policy) {
      const start = (found[1] ?? '').length;
      edits.push({ range: rangeOf(line, { start, end: start + (found[2] ?? '').length }), newText: policy });
    }
  }
  for (const name of plan.chains) {
    const chain = chainNamed(section, name);
    if ((chain === undefined || chain.declared < 0) && !isBuiltin(plan.table, name)) added.push(declaration(name, '-'));
  }
  let at = section.first + 1;
  while (at < place.line && file.records[at]?.kind === 'chain') at++;
  if (section.first >= place.end) while (file.records[at]?.kind === 'chain') at++;
  if (added.length > 0) edits.push(insertLines(file, at, added));
  return edits;
}

const policyWord = /^(:\S+[ \t]+|-P\s+\S+\s+)([^\s[]+)/;

/** Behind everything but blank lines at the end. */
function lineAfterAll(file: RulesFile, place: Place): number {
  let end = file.lineCount;
  while (end > place.end && file.lineText(end - 1).trim() === '') end--;
  return Math.max(end, place.end);
}

/** The edit that puts whole lines before a line; behind the last line it ends that one first. */
function insertLines(file: RulesFile, line: number, lines: readonly string[]): Edit {
  if (line < file.lineCount) return insertAtLine(line, lines.map((text) => `${text}\n`).join(''));
  const last = file.lineCount - 1;
  const character = file.lineText(last).length;
  return { range: rangeOf(last, { start: character, end: character }), newText: `\n${lines.join('\n')}\n` };
}

/** Insertions at one place as one edit, so that their order is beyond doubt. */
function merged(edits: readonly Edit[]): Edit[] {
  const kept: Edit[] = [];
  for (const edit of edits) {
    const at = kept.findIndex((one) => sameInsertion(one, edit));
    const other = kept[at];
    if (other === undefined) kept.push(edit);
    else kept[at] = { range: other.range, newText: other.newText + edit.newText };
  }
  return kept;
}

function sameInsertion(a: Edit, b: Edit): boolean {
  const [x, y] = [a.range, b.range];
  return (
    x.start.line === y.start.line &&
    x.start.character === y.start.character &&
    [x, y].every(({ start, end }) => start.line === end.line && start.character === end.character)
  );
}

import { builtinChains, tableNamed } from '../catalogue/index';
import type { Chain, Section } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import { sectionAt } from '../model/sections';
import { preferredEnd } from '../text/lines';
import type { Refactoring, Selection } from './refactoring';
import { blockStart } from './support/rule-block';

/** "Sort the declarations": a table's chains in the order in which iptables-save prints them. */
export function sortDeclarations({ file, range }: Selection): readonly Refactoring[] {
  const { line } = range.start;
  const kind = file.records[line]?.kind;
  const section = kind === 'table' || kind === 'chain' ? sectionAt(file, line) : undefined;
  const lines = section && declarationLines(file, section);
  if (section === undefined || lines === undefined) return [];
  const sorted = inOrder(file, section, lines);
  const [first, last] = [lines[0], lines.at(-1)];
  if (sorted === undefined || first === undefined || last === undefined || sorted.every((one, index) => one === lines[index])) return [];
  // A declaration takes its comments along; blank lines, and comments that stand apart, stay where they are.
  const start = blockStart(file, first);
  const texts: string[] = [];
  let at = start;
  for (const [index, place] of lines.entries()) {
    for (; at < blockStart(file, place); at++) texts.push(file.lineText(at));
    const moved = sorted[index] ?? place;
    for (let own = blockStart(file, moved); own <= moved; own++) texts.push(file.lineText(own));
    at = place + 1;
  }
  const end = { line: last, character: file.lineText(last).length };
  return [
    {
      kind: 'refactor.rewrite',
      title: { en: 'Sort the chain declarations as iptables-save does', ja: 'チェインの宣言を iptables-save の順に並べ替える' },
      edits: [{ range: { start: { line: start, character: 0 }, end }, newText: texts.join(preferredEnd(file.lines)) }],
    },
  ];
}

/** With more chains a program has written the file, and an editor would ask at each move of the cursor. */
const mostChains = 1000;

/** The lines of a section that declare chains; `undefined` where something else stands between them. */
function declarationLines(file: RulesFile, section: Section): readonly number[] | undefined {
  if (section.chains.size > mostChains) return undefined;
  const lines: number[] = [];
  let over = false;
  for (let line = section.first + 1; line <= section.last; line++) {
    const kind = file.records[line]?.kind;
    if (kind === 'chain') {
      if (over) return undefined;
      lines.push(line);
    } else if (kind !== 'blank' && kind !== 'comment') over = true;
  }
  return lines;
}

/**
 * Built-in chains as packets meet them, then the others by the bytes of their names, as both back ends print them, whatever order the
 * file had. `undefined` where a name is declared twice, since the last one counts then, or is missing.
 */
function inOrder(file: RulesFile, section: Section, lines: readonly number[]): readonly number[] | undefined {
  const hooks: readonly string[] = tableNamed(section.table)?.chains ?? builtinChains.map(({ name }) => name);
  const chains = new Map<number, Chain>();
  const seen = new Set<Chain>();
  for (const line of lines) {
    const chain = section.chains.get(file.records[line]?.chain ?? -1);
    if (chain === undefined || seen.has(chain)) return undefined;
    seen.add(chain);
    chains.set(line, chain);
  }
  const rank = ({ builtin, name }: Chain): number => (builtin ? hooks.indexOf(name) : hooks.length);
  return [...chains].sort(([, a], [, b]) => rank(a) - rank(b) || compareBytes(a.name, b.name)).map(([line]) => line);
}

/** Code points have the order of their bytes in UTF-8; UTF-16 units have not. */
function compareBytes(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const difference = (left[index]?.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

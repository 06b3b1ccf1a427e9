import type { Section } from '../model/resolve-types';
import type { RulesFile, Sibling } from '../model/rules-file';
import { chainNamed, sectionOf } from '../model/sections';
import { declarationLine } from '../rules/support/declarations';
import { addRules, addSection, insertLines } from '../rules/support/sections';
import type { Edit } from '../text/position';
import type { FileChange, Refactoring, Selection } from './refactoring';
import { selectedLines } from './refactoring';
import { placeInChain } from './support/add-to-chain';
import { fileInOtherFamily, fileWithRules, isTable, sectionInOtherFamily } from './support/other-family-file';
import { inOtherFamily } from './support/other-family-rule';

/** A file with more lines than this is not converted as a whole. */
const mostLines = 1200;
/** How many rules are converted at once, and how many of them are held against how many of the other file. */
const mostRules = 500;
const mostComparisons = 20_000;

/** "Create the IPv6 counterpart in rules.v6": of a rule, of those selected, of a chain or a table, and the other way round. */
export function otherFamily(selection: Selection): readonly Refactoring[] {
  const { file } = selection;
  // ufw names its chains otherwise in each of its files.
  if (file.loadedOnTop || file.sibling?.file.isUncertain === true) return [];
  const { sibling, siblingPlace } = file;
  const chosen = sibling === undefined && siblingPlace === undefined ? undefined : choose(selection);
  if (chosen === undefined) return [];
  if (sibling !== undefined) return toSibling(file, chosen, sibling);
  return siblingPlace === undefined ? [] : toNewFile(file, chosen, siblingPlace);
}

/** The rules that are asked for. */
interface Chosen {
  readonly what: 'rules' | 'chain' | 'table';
  readonly section: Section;
  readonly lines: readonly number[];
}

function choose(selection: Selection): Chosen | undefined {
  const { file } = selection;
  const { first, last } = selectedLines(selection);
  const record = file.records[first];
  const section = sectionOf(file, record?.table ?? '');
  if (section === undefined || record === undefined || !isTable(section.table) || first < section.first || last > section.last)
    return undefined;
  if (record.kind === 'table' && first === last) return { what: 'table', section, lines: rulesOf(section) };
  if (record.kind === 'chain' && first === last) return { what: 'chain', section, lines: section.chains.get(record.chain)?.rules ?? [] };
  const lines: number[] = [];
  for (let line = first; line <= last && lines.length <= mostRules; line++) if (file.records[line]?.command === 'append') lines.push(line);
  return { what: 'rules', section, lines };
}

/** The lines of a section's rules, no more of them than it takes to see that there are too many. */
function rulesOf(section: Section): readonly number[] {
  const lines: number[] = [];
  for (const { rules } of section.chains.values()) lines.push(...rules.slice(0, mostRules + 1 - lines.length));
  return lines;
}

/** Whether rules stand in another order than their lines: what is left out of them would change that. */
function hasOtherOrder(file: RulesFile, lines: readonly number[]): boolean {
  return lines.some((line) => file.records[line]?.command !== 'append');
}

/** A rule to be added to a chain. */
interface Addition {
  readonly chain: string;
  readonly text: string;
  readonly before: number | undefined;
}

function toSibling(file: RulesFile, { what, section, lines }: Chosen, { uri, file: other }: Sibling): readonly Refactoring[] {
  if (lines.length === 0 || lines.length > mostRules || (what !== 'rules' && hasOtherOrder(file, lines))) return [];
  const there = sectionOf(other, section.table);
  if (there === undefined && what === 'table') {
    const edits = [addSection(other, section.table, sectionInOtherFamily(file, section))];
    return [refactoring(tableTitle(file, uri, section.table), { uri, edits })];
  }
  const known = [...(there?.chains.values() ?? [])].reduce((sum, chain) => sum + chain.rules.length, 0);
  if (lines.length * Math.min(known, 300) > mostComparisons) return [];
  const missing = new Set<string>();
  const isChain = (name: string): boolean => {
    if (chainNamed(there, name) !== undefined) return chainNamed(there, name)?.builtin === false;
    const own = chainNamed(section, name);
    if (what === 'rules' || own === undefined || own.builtin) return false;
    return what === 'table';
  };
  const additions: Addition[] = [];
  for (const line of lines) {
    const rule = file.bound(line);
    const chain = section.chains.get(file.records[line]?.chain ?? -1);
    if (rule === undefined || chain === undefined) continue;
    const isNew = !chain.builtin && chainNamed(there, chain.name) === undefined;
    if (isNew && what === 'rules') continue;
    for (const text of inOtherFamily(file, rule, line, isChain) ?? []) {
      const place = isNew ? { before: undefined } : placeInChain(other, section.table, chain.name, text, isChain);
      if (place === undefined || additions.some((one) => one.text === text)) continue;
      additions.push({ chain: chain.name, text, before: place.before });
      for (const name of [chain.name, rule.jump?.target === undefined ? rule.jump?.name.text : undefined]) {
        if (name !== undefined && chainNamed(section, name)?.builtin === false && chainNamed(there, name) === undefined) missing.add(name);
      }
    }
  }
  const edits = editsFor(other, section.table, additions, [...missing]);
  const title = additionTitle(file, uri, additions, lines.length);
  return edits.length === 0 || title === undefined ? [] : [refactoring(title, { uri, edits })];
}

/** Declarations first, then rules with the same place as one edit, in their order. */
function editsFor(file: RulesFile, table: string, additions: readonly Addition[], missing: readonly string[]): readonly Edit[] {
  if (!isTable(table) || additions.length === 0) return [];
  const section = sectionOf(file, table);
  // A chain of its own in a section that is not there yet: nothing would lead to it.
  if (section === undefined && (missing.length > 0 || new Set(additions.map(({ chain }) => chain)).size > 1)) return [];
  const edits: Edit[] = [];
  if (section !== undefined && missing.length > 0)
    edits.push(
      insertLines(
        file,
        declarationLine(file, section),
        missing.map((name) => `:${name} - [0:0]`),
      ),
    );
  const groups = new Map<string, Addition[]>();
  for (const addition of additions) {
    const key = `${addition.before ?? `end of ${addition.chain}`}`;
    groups.set(key, [...(groups.get(key) ?? []), addition]);
  }
  for (const group of groups.values()) {
    const [first] = group;
    if (first !== undefined)
      edits.push(
        addRules(
          file,
          table,
          first.chain,
          group.map(({ text }) => text),
          first.before,
        ),
      );
  }
  return edits;
}

function toNewFile(file: RulesFile, { what, section, lines }: Chosen, uri: string): readonly Refactoring[] {
  if (what === 'table') {
    if (file.lineCount > mostLines || file.records.some(({ number }) => number > 0)) return [];
    return [refactoring(wholeTitle(file, uri), { uri, text: fileInOtherFamily(file), edits: [] })];
  }
  const texts: string[] = [];
  if (lines.length > mostRules) return [];
  for (const line of lines) {
    const rule = file.bound(line);
    // A chain of its own would have nothing that leads to it.
    if (rule === undefined || section.chains.get(file.records[line]?.chain ?? -1)?.builtin !== true) continue;
    texts.push(...(inOtherFamily(file, rule, line, () => false) ?? []));
  }
  const title = additionTitle(
    file,
    uri,
    texts.map((text) => ({ text })),
    lines.length,
  );
  return title === undefined ? [] : [refactoring(title, { uri, text: fileWithRules(file, section, texts), edits: [] })];
}

function refactoring(title: Refactoring['title'], elsewhere: FileChange): Refactoring {
  return { kind: 'refactor.rewrite', title, edits: [], elsewhere };
}

function additionTitle(
  file: RulesFile,
  uri: string,
  additions: readonly { readonly text: string }[],
  of: number,
): Refactoring['title'] | undefined {
  const { family, name } = namesFor(file, uri);
  const [first] = additions;
  if (first === undefined) return undefined;
  if (of === 1) {
    const words = `\`${first.text}\`${additions.length > 1 ? ' …' : ''}`;
    return {
      en: `Create the ${family} counterpart in \`${name}\`: ${words}`,
      ja: `\`${name}\` に ${family} 版のルールを作成する: ${words}`,
    };
  }
  const count = additions.length;
  return {
    en: `Create ${count} ${family} counterpart${count === 1 ? '' : 's'} of these ${of} rules in \`${name}\``,
    ja: `\`${name}\` に、これら ${of} 個のルールの ${family} 版を ${count} 個作成する`,
  };
}

function tableTitle(file: RulesFile, uri: string, table: string): Refactoring['title'] {
  const { family, name } = namesFor(file, uri);
  return {
    en: `Create the ${family} counterpart of the table ${table} in \`${name}\``,
    ja: `\`${name}\` に ${table} テーブルの ${family} 版を作成する`,
  };
}

function wholeTitle(file: RulesFile, uri: string): Refactoring['title'] {
  const { family, name } = namesFor(file, uri);
  return {
    en: `Create \`${name}\`, the ${family} counterpart of this file`,
    ja: `このファイルの ${family} 版として \`${name}\` を作成する`,
  };
}

function namesFor(file: RulesFile, uri: string): { readonly family: string; readonly name: string } {
  const last = uri.slice(Math.max(uri.lastIndexOf('/'), uri.lastIndexOf('\\')) + 1);
  return { family: file.family === 'ipv4' ? 'IPv6' : 'IPv4', name: decoded(last) };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

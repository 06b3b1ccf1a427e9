import type { DocumentSymbol, SymbolInformation } from 'vscode-languageserver-types';
import { SymbolKind } from 'vscode-languageserver-types';
import type { Language } from '../l10n/text';
import { words } from '../l10n/words';
import type { Section } from '../model/resolve-types';
import { isBuiltin } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import type { Range } from '../text/position';
import { rangeOf } from '../text/position';
import { ruleName } from './support/rule-name';
import { isRuleLine, ruleRuns } from './support/rule-runs';

/** With more rules than this a file shows its chains alone: nobody reads such an outline, and editors grow slow with it. */
const mostRules = 10_000;

/**
 * The outline: tables, their chains, and the chains' rules, each named by what it does and asks for, with its comment as detail.
 * A chain stands where the longest run of its rules is, so that ranges of chains do not overlap where rules of several alternate.
 */
export function documentSymbols(file: RulesFile, language: Language): DocumentSymbol[] {
  const { sections } = file.resolution();
  const count = file.records.reduce((sum, record) => sum + (isRuleLine(record) ? 1 : 0), 0);
  return sections.map((section) => ({
    name: section.table === '' ? '*' : section.table,
    detail: words.table[language],
    kind: SymbolKind.Namespace,
    range: linesOf(file, section.first, section.last),
    selectionRange: nameRange(file, section.first),
    children: chainSymbols(file, section, count <= mostRules, language),
  }));
}

/** The same as a list, for clients that know no tree. */
export function flatSymbols(file: RulesFile, uri: string, language: Language): SymbolInformation[] {
  const found: SymbolInformation[] = [];
  const add = (symbols: readonly DocumentSymbol[], containerName: string | undefined): void => {
    for (const { name, kind, range, children } of symbols) {
      found.push({ name, kind, location: { uri, range }, ...(containerName === undefined ? {} : { containerName }) });
      add(children ?? [], name);
    }
  };
  add(documentSymbols(file, language), undefined);
  return found;
}

/** A chain while its lines are gathered. */
interface Gathered {
  readonly id: number;
  declared: number;
  readonly rules: number[];
  /** The longest run of its rules. */
  first: number;
  last: number;
}

function chainSymbols(file: RulesFile, section: Section, withRules: boolean, language: Language): DocumentSymbol[] {
  const symbols: DocumentSymbol[] = [];
  for (const chain of gather(file, section)) {
    const name = file.nameText(chain.id);
    const policy = section.chains.get(chain.id)?.policy;
    const builtin = isBuiltin(section.table, name);
    const first = chain.rules.length > 0 ? chain.first : chain.declared;
    symbols.push({
      name: name === '' ? ':' : name,
      detail: chainDetail(builtin, policy, chain.rules.length, language),
      kind: builtin ? SymbolKind.Event : SymbolKind.Function,
      range: linesOf(file, first, chain.rules.length > 0 ? chain.last : first),
      selectionRange: nameRange(file, first),
      children: withRules ? chain.rules.map((line) => ruleSymbol(file, line, language)) : [],
    });
  }
  return symbols;
}

/** The chains that a section's lines name, in the order in which they stand in the outline: as they are named first. */
function gather(file: RulesFile, section: Section): Iterable<Gathered> {
  const chains = new Map<number, Gathered>();
  const chainOf = (id: number, line: number): Gathered => {
    let chain = chains.get(id);
    if (chain === undefined) {
      chain = { id, declared: line, rules: [], first: line, last: line };
      chains.set(id, chain);
    }
    return chain;
  };
  for (let line = section.first + 1; line <= section.last; line++) {
    const record = file.records[line];
    if (record !== undefined && record.chain >= 0 && (record.kind === 'chain' || record.command === 'new-chain'))
      chainOf(record.chain, line);
  }
  for (const run of ruleRuns(file, section.first + 1, section.last)) {
    const chain = chainOf(run.chain, run.first);
    const isLonger = chain.rules.length === 0 || run.last - run.first > chain.last - chain.first;
    chain.rules.push(...run.rules);
    if (isLonger) {
      chain.first = run.first;
      chain.last = run.last;
    }
  }
  return chains.values();
}

function chainDetail(builtin: boolean, policy: string | undefined, rules: number, language: Language): string {
  const count = language === 'ja' ? `ルール ${rules} 個` : rules === 1 ? '1 rule' : `${rules} rules`;
  if (!builtin) return count;
  return policy === undefined ? count : `${policy}, ${count}`;
}

function ruleSymbol(file: RulesFile, line: number, language: Language): DocumentSymbol {
  const rule = file.bound(line);
  const text = file.lineText(line);
  const named = rule === undefined ? { name: text.trim() || '-', comment: '' } : ruleName(rule, language);
  const range = rangeOf(line, { start: 0, end: text.length });
  return {
    name: named.name,
    ...(named.comment === '' ? {} : { detail: named.comment }),
    kind: SymbolKind.Field,
    range,
    selectionRange: range,
  };
}

function linesOf(file: RulesFile, first: number, last: number): Range {
  return { start: { line: first, character: 0 }, end: { line: last, character: file.lineText(last).length } };
}

/** The name that a line gives to its table or chain; the whole line where it gives none. */
function nameRange(file: RulesFile, line: number): Range {
  const record = file.records[line];
  const hasName = record !== undefined && record.chainEnd > record.chainStart;
  return rangeOf(line, hasName ? { start: record.chainStart, end: record.chainEnd } : { start: 0, end: file.lineText(line).length });
}

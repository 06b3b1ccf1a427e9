import { builtinChains, tableNamed, tables, targetNamed } from '../catalogue/index';
import type { Family, TableName } from '../catalogue/schema';
import type { Lines } from '../text/lines';
import { mostSimilar } from '../text/similar';
import { ChainMap } from './chain-map';
import { checkDeclaration } from './check-declaration';
import { checkText } from './check-text';
import type { Fault } from './faults';
import { followJumps } from './hooks';
import type { Names } from './names';
import { readCommand } from './read-command';
import type { LineRecord } from './record';
import type { Resolver, Section } from './resolve-types';
import { addFault, chainOf } from './resolve-types';

/** Reads the records from the first to the last, as iptables-restore reads the lines. */
export function resolve(
  lines: Lines,
  records: readonly LineRecord[],
  names: Names,
  family: Family,
  ambientChains?: RegExp | undefined,
): Resolver {
  const resolver: Resolver = {
    lines,
    records,
    names,
    family,
    sections: [],
    faults: new Map(),
    hiddenTargets: new Set(),
    ambientChains,
    section: undefined,
    comparesRules: false,
    declarations: undefined,
  };
  checkText(resolver, (line, fault) => addFault(resolver, line, fault));
  for (let line = 0; line < records.length; line++) {
    const record = records[line];
    if (record === undefined || record.kind === 'blank' || record.kind === 'comment') continue;
    if (record.kind === 'table') openTable(resolver, line, record);
    else if (resolver.section === undefined) reportOutside(resolver, line, record);
    else if (record.kind === 'commit') closeTable(resolver, line, true);
    else if (record.kind === 'chain') {
      resolver.section.declaredUpTo = line;
      checkDeclaration(resolver, resolver.section, line, record);
    } else readCommand(resolver, resolver.section, line, record);
  }
  const open = resolver.section;
  if (open !== undefined) {
    const last = lastLineOf(open, records);
    addFault(resolver, last, { code: 'missing-commit', ...lastWord(lines.texts[last] ?? ''), table: open.table, firstLine: open.first });
    closeTable(resolver, last, false);
  }
  for (const section of resolver.sections) followJumps(resolver, section);
  return resolver;
}

function openTable(resolver: Resolver, line: number, record: LineRecord): void {
  const open = resolver.section;
  const name = record.table ?? '';
  const span = { start: record.chainStart, end: record.chainEnd };
  if (open !== undefined) {
    addFault(resolver, line, {
      code: 'missing-commit',
      start: 0,
      end: Math.max(1, record.chainEnd),
      table: open.table,
      firstLine: open.first,
    });
    closeTable(resolver, line - 1, false);
  }
  const spec = tableNamed(name);
  if (spec === undefined) {
    addFault(resolver, line, {
      code: 'unknown-table',
      ...(name === '' ? { start: 0, end: 1 } : span),
      name,
      suggestion:
        (mostSimilar(
          name.toLowerCase() === name ? name : name.toLowerCase(),
          tables.map((table) => table.name),
        ) as TableName | undefined) ?? tableNamed(name.toLowerCase())?.name,
    });
  } else {
    const earlier = resolver.sections.find((section) => section.table === name);
    if (earlier !== undefined) addFault(resolver, line, { code: 'duplicate-table', ...span, name, firstLine: earlier.first });
  }
  const section: Section = {
    table: name,
    first: line,
    last: line,
    committed: false,
    declaredUpTo: line,
    chains: new ChainMap(),
    jumps: [],
    plain: true,
    names: resolver.names,
  };
  resolver.section = section;
  for (const hook of spec?.chains ?? builtinChains.map((chain) => chain.name)) chainOf(resolver, section, resolver.names.id(hook), -1);
}

function closeTable(resolver: Resolver, line: number, committed: boolean): void {
  const { section } = resolver;
  if (section === undefined) return;
  section.last = line;
  section.committed = committed;
  resolver.sections.push(section);
  resolver.section = undefined;
}

/** Outside of a table iptables-restore takes only comments and empty lines. */
function reportOutside(resolver: Resolver, line: number, record: LineRecord): void {
  if (record.faults.some((fault) => saysIndented(fault))) return;
  const kind = record.kind === 'chain' ? 'chain' : record.kind === 'commit' ? 'commit' : record.command === undefined ? 'text' : 'rule';
  addFault(resolver, line, {
    code: 'rule-outside-table',
    start: 0,
    end: (resolver.lines.texts[line] ?? '').length,
    kind,
    table: probableTable(resolver, line, record),
  });
}

/** The line would be in its place if it began in column 1. */
function saysIndented(fault: Fault): boolean {
  return (
    fault.code === 'blank-with-spaces' ||
    fault.code === 'indented-comment' ||
    (fault.code === 'unexpected-word' && fault.reason === 'table')
  );
}

/** The table that a rule without one most likely belongs to. */
function probableTable(resolver: Resolver, line: number, record: LineRecord): TableName {
  const named = /(?:^|\s)(?:-t|--table)\s+(\S+)/.exec(resolver.lines.texts[line] ?? '')?.[1];
  const table = named === undefined ? undefined : tableNamed(named);
  if (table !== undefined) return table.name;
  const target = record.target === undefined ? undefined : targetNamed(record.target, resolver.family);
  const only = Array.isArray(target?.tables) ? (target.tables as readonly TableName[]) : undefined;
  if (only !== undefined && only.length > 0 && only[0] !== undefined) return only[0];
  const chain = resolver.names.text(record.chain);
  if (chain === 'PREROUTING' || chain === 'POSTROUTING') return 'nat';
  return 'filter';
}

/** The last line of a section that never ends, comments and blank lines behind it left out. */
function lastLineOf(section: Section, records: readonly LineRecord[]): number {
  let last = records.length - 1;
  while (last > section.first && isGap(records[last])) last--;
  return last;
}

function isGap(record: LineRecord | undefined): boolean {
  if (record === undefined || record.kind === 'blank' || record.kind === 'comment') return true;
  return record.faults.some((fault) => fault.code === 'blank-with-spaces' || fault.code === 'indented-comment');
}

function lastWord(text: string): { start: number; end: number } {
  const end = text.trimEnd().length;
  let start = end;
  while (start > 0 && !/\s/.test(text.charAt(start - 1))) start--;
  return { start, end };
}

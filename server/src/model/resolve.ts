import { builtinChains, tableNamed, tables, targetNamed } from '../catalogue/index';
import type { Family, TableName } from '../catalogue/schema';
import type { Lines } from '../text/lines';
import { mostSimilar } from '../text/similar';
import { unknownTarget } from './bind-unknown';
import { checkDeclaration } from './check-declaration';
import { checkText } from './check-text';
import type { Fault } from './faults';
import { followJumps } from './hooks';
import type { Names } from './names';
import type { LineRecord } from './record';
import type { Chain, Resolution, Resolver, Section } from './resolve-types';
import { addFault, chainOf, isHook } from './resolve-types';

/** In a table with more chains than this a misspelt chain gets no suggestion. */
const mostChainsToCompare = 500;

/** Reads the records from the first to the last, as iptables-restore reads the lines. */
export function resolve(
  lines: Lines,
  records: readonly LineRecord[],
  names: Names,
  family: Family,
  ambientChains?: RegExp | undefined,
): Resolution {
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
    declarations: undefined,
  };
  checkText(resolver, (line, fault) => addFault(resolver, line, fault));
  for (let line = 0; line < records.length; line++) {
    const record = records[line];
    if (record === undefined || record.kind === 'blank' || record.kind === 'comment') continue;
    if (record.kind === 'table') openTable(resolver, line, record);
    else if (resolver.section === undefined) reportOutside(resolver, line, record);
    else if (record.kind === 'commit') closeTable(resolver, line, true);
    else if (record.kind === 'chain') checkDeclaration(resolver, resolver.section, line, record);
    else readCommand(resolver, resolver.section, line, record);
  }
  const open = resolver.section;
  if (open !== undefined) {
    const last = lastLineOf(open, records);
    addFault(resolver, last, { code: 'missing-commit', ...lastWord(lines.texts[last] ?? ''), table: open.table, firstLine: open.first });
    closeTable(resolver, last, false);
  }
  for (const section of resolver.sections) followJumps(resolver, section);
  return { sections: resolver.sections, faults: resolver.faults, hiddenTargets: resolver.hiddenTargets };
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
  const section: Section = { table: name, first: line, last: line, committed: false, chains: new Map(), jumps: [] };
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

function readCommand(resolver: Resolver, section: Section, line: number, record: LineRecord): void {
  const { command } = record;
  if (command === undefined) return;
  switch (command) {
    case 'new-chain':
      readNewChain(resolver, section, line, record);
      return;
    case 'append':
    case 'insert':
    case 'replace':
    case 'delete':
    case 'check':
      readRule(resolver, section, line, record);
      return;
    case 'rename-chain':
      if (isKnownChain(resolver, section, line, record)) renameChain(resolver, section, line, record);
      return;
    case 'policy':
      if (isKnownChain(resolver, section, line, record)) readPolicy(resolver, section, line, record);
      return;
    case 'delete-chain':
      if (record.chain >= 0 && isKnownChain(resolver, section, line, record)) section.chains.delete(record.chain);
      if (record.chain < 0) for (const chain of [...section.chains.values()]) if (!chain.builtin) section.chains.delete(chain.id);
      return;
    case 'flush':
      if (record.chain >= 0 && isKnownChain(resolver, section, line, record)) flush(section.chains.get(record.chain));
      if (record.chain < 0) for (const chain of section.chains.values()) flush(chain);
      return;
    case 'zero':
    case 'list':
    case 'list-rules':
      if (record.chain >= 0) isKnownChain(resolver, section, line, record);
  }
}

function readNewChain(resolver: Resolver, section: Section, line: number, record: LineRecord): void {
  if (record.chain < 0) return;
  const old = section.chains.get(record.chain);
  if (old !== undefined) {
    addFault(resolver, line, {
      code: 'duplicate-chain',
      start: record.chainStart,
      end: record.chainEnd,
      name: old.name,
      firstLine: old.declared,
    });
    return;
  }
  chainOf(resolver, section, record.chain, line);
}

function readRule(resolver: Resolver, section: Section, line: number, record: LineRecord): void {
  if (record.chain < 0 || !isKnownChain(resolver, section, line, record)) return;
  const chain = section.chains.get(record.chain);
  if (chain !== undefined) countRule(resolver, chain, line, record);
  if (record.jump >= 0 && record.target === undefined) readJump(resolver, section, line, record);
}

/** Keeps count of a chain's rules, as far as numbers behind `-I`, `-R` and `-D` refer to it. */
function countRule(resolver: Resolver, chain: Chain, line: number, record: LineRecord): void {
  const limit = record.command === 'insert' ? chain.count + 1 : chain.count;
  if (record.number > 0 && chain.count >= 0 && record.number > limit) {
    const verb = record.command === 'insert' ? 'insertion' : record.command === 'delete' ? 'deletion' : 'replacement';
    const word = /\S+/.exec((resolver.lines.texts[line] ?? '').slice(record.chainEnd));
    const start = record.chainEnd + (word?.index ?? 0);
    addFault(resolver, line, {
      code: 'invalid-rule-number',
      start,
      end: start + (word?.[0].length ?? 0),
      chain: chain.name,
      number: record.number,
      count: chain.count,
      refusal: chain.count === 0 && record.command !== 'insert' ? 'No chain/target/match by that name.' : `Index of ${verb} too big.`,
    });
  }
  if (record.command === 'append' || record.command === 'insert') {
    chain.rules.push(line);
    if (chain.count >= 0) chain.count++;
  } else if (record.command === 'delete') {
    if (record.number === 0 && !chain.rules.some((rule) => sameTarget(resolver.records[rule], record))) {
      addFault(resolver, line, {
        code: 'missing-rule',
        // Where the chain has other rules nft 1.8.11 passes over it; nft 1.8.9 does not.
        backEnd: chain.rules.length === 0 ? undefined : 'legacy',
        start: record.chainStart,
        end: record.chainEnd,
        chain: chain.name,
        empty: chain.rules.length === 0,
      });
    }
    chain.count = record.number > 0 && chain.count > 0 ? chain.count - 1 : -1;
  }
}

function readJump(resolver: Resolver, section: Section, line: number, record: LineRecord): void {
  const name = resolver.names.text(record.jump);
  const span = { start: record.jumpStart, end: record.jumpEnd };
  const chain = section.chains.get(record.jump) ?? ambientChain(resolver, section, record.jump);
  if (chain?.builtin === true || (chain === undefined && isHook(name))) {
    addFault(resolver, line, { code: 'jump-to-builtin-chain', ...span, name });
    return;
  }
  if (chain !== undefined) {
    section.jumps.push({ line, from: record.chain, to: record.jump, goto: record.goto });
    return;
  }
  const later = laterDeclaration(resolver, line, record.jump);
  if (later !== undefined) {
    addFault(resolver, line, { code: 'unknown-chain', ...span, name, table: section.table, reason: 'declared-later', declaredLine: later });
    return;
  }
  // Suggestions are for people who look at a line; in a file where thousands are wrong nobody looks at each.
  const userChains =
    section.chains.size > mostChainsToCompare ? [] : [...section.chains.values()].filter((one) => !one.builtin).map((one) => one.name);
  if (record.goto) {
    const reason = targetNamed(name, resolver.family) !== undefined ? 'goto-target' : 'missing';
    addFault(resolver, line, {
      code: 'unknown-chain',
      ...span,
      name,
      table: section.table,
      reason,
      suggestion: mostSimilar(name, userChains),
    });
    return;
  }
  addFault(resolver, line, { code: 'unknown-target', ...span, ...unknownTarget(name, userChains, resolver.family) });
}

/** Whether a command's chain exists by now; if it does not, says so. */
function isKnownChain(resolver: Resolver, section: Section, line: number, record: LineRecord): boolean {
  const name = resolver.names.text(record.chain);
  const span = { start: record.chainStart, end: record.chainEnd };
  const chain = section.chains.get(record.chain);
  if (chain !== undefined) {
    // A built-in chain's name that the table does not have: nft has made a user chain of it.
    if (!chain.builtin && isHook(name) && resolver.faults.get(chain.declared)?.some((fault) => fault.code === 'unknown-chain'))
      addFault(resolver, line, { code: 'unknown-chain', ...span, name, table: section.table, reason: 'not-in-table', backEnd: 'legacy' });
    return true;
  }
  if (isHook(name)) {
    addFault(resolver, line, { code: 'unknown-chain', ...span, name, table: section.table, reason: 'not-in-table' });
    return false;
  }
  const later = laterDeclaration(resolver, line, record.chain);
  if (later !== undefined) {
    addFault(resolver, line, { code: 'unknown-chain', ...span, name, table: section.table, reason: 'declared-later', declaredLine: later });
    return false;
  }
  const chains = section.chains.size > mostChainsToCompare ? [] : [...section.chains.values()].map((chain) => chain.name);
  addFault(resolver, line, { code: 'undeclared-chain', ...span, name, table: section.table, suggestion: mostSimilar(name, chains) });
  return false;
}

/** Two rules that may be the same one, as far as their targets tell. */
function sameTarget(a: LineRecord | undefined, b: LineRecord): boolean {
  return a !== undefined && a.jump === b.jump && a.goto === b.goto;
}

/** A chain that is there before the file is loaded; `undefined` for any other. */
function ambientChain(resolver: Resolver, section: Section, id: number): Chain | undefined {
  return resolver.ambientChains?.test(resolver.names.text(id)) === true ? chainOf(resolver, section, id, -1) : undefined;
}

/** The line further down in the same section that declares a chain; `undefined` when there is none. */
function laterDeclaration(resolver: Resolver, line: number, id: number): number | undefined {
  const section = resolver.section;
  if (section === undefined) return undefined;
  if (resolver.declarations?.section !== section) {
    const lines = new Map<number, number>();
    for (let later = section.first + 1; later < resolver.records.length; later++) {
      const record = resolver.records[later];
      if (record === undefined || record.kind === 'table' || record.kind === 'commit') break;
      if (record.kind === 'chain' || record.command === 'new-chain') lines.set(record.chain, later);
    }
    resolver.declarations = { section, lines };
  }
  const later = resolver.declarations.lines.get(id);
  return later !== undefined && later > line ? later : undefined;
}

function renameChain(resolver: Resolver, section: Section, line: number, record: LineRecord): void {
  section.chains.delete(record.chain);
  const words = (resolver.lines.texts[line] ?? '').split(/\s+/);
  const newName = words[words.indexOf(resolver.names.text(record.chain)) + 1];
  if (newName !== undefined) chainOf(resolver, section, resolver.names.id(newName), line);
}

function readPolicy(resolver: Resolver, section: Section, line: number, record: LineRecord): void {
  const chain = section.chains.get(record.chain);
  if (chain === undefined) return;
  const text = resolver.lines.texts[line] ?? '';
  const word = /\S+/.exec(text.slice(record.chainEnd));
  const policy = word?.[0];
  if (policy === undefined) return;
  const start = record.chainEnd + (word?.index ?? 0);
  // `-P` refuses DROP in nat (`do_parse` in iptables/xshared.c), where a `:` line takes it.
  if (!chain.builtin || (policy !== 'ACCEPT' && policy !== 'DROP') || (policy === 'DROP' && section.table === 'nat')) {
    addFault(resolver, line, {
      code: 'invalid-policy',
      start,
      end: start + policy.length,
      policy,
      chain: chain.name,
      userChain: !chain.builtin,
      suggestion: mostSimilar(policy, ['ACCEPT', 'DROP']),
    });
    return;
  }
  chain.policy = policy;
  chain.policyLine = line;
}

function flush(chain: Chain | undefined): void {
  if (chain === undefined) return;
  chain.rules.length = 0;
  chain.count = 0;
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
  const start = text.slice(0, end).search(/\S+$/);
  return { start: Math.max(0, start), end: Math.max(end, 0) };
}

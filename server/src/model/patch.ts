import { checkDeclaration } from './check-declaration';
import type { FaultCode } from './faults';
import { followChange, followJumps } from './hooks';
import { allHooks } from './placement';
import { readCommand } from './read-command';
import type { LineRecord } from './record';
import { isPlainRule } from './record';
import type { Records } from './records';
import type { Jump, Resolver, Section } from './resolve-types';
import { isHook } from './resolve-types';
import { noteRule } from './standing';
import { isTargetName } from './target-names';

/** What `readCommand` finds of an append or insertion, and nothing else puts at such a line. */
const ofRules: ReadonlySet<FaultCode> = new Set(['unknown-chain', 'undeclared-chain', 'unknown-target', 'jump-to-builtin-chain']);
/** What `checkDeclaration` finds of a user chain's. */
const ofDeclarations: ReadonlySet<FaultCode> = new Set(['invalid-chain-name', 'duplicate-chain', 'invalid-policy', 'invalid-counters']);
/** What `followJumps` finds. */
const ofJumps: ReadonlySet<FaultCode> = new Set(['wrong-chain', 'chain-loop', 'jump-too-deep']);

/** More lines than this are resolved together with all others. */
const mostLines = 5000;
/** Longer lines may be too long for iptables-restore, which another look at the text finds out. */
const longest = 3000;

/** Whether a look at the text alone (`check-text.ts`) finds nothing wrong with a line. */
export function isOrdinary(text: string): boolean {
  return text.length < longest && text.charCodeAt(0) !== 0xfeff;
}

/**
 * Brings what was resolved up to date with lines that were read anew, where that is simple: plain rules, comments and the
 * declarations of user chains, each in the place of another one. Gives whether it was; otherwise nothing has changed, and the
 * whole file is to be resolved.
 * @param replaced The records that stood at those lines when the file was resolved. No line has come or gone since.
 */
export function patch(resolver: Resolver, replaced: ReadonlyMap<number, LineRecord>, records: Records): boolean {
  if (resolver.comparesRules || resolver.ambientChains !== undefined || resolver.lines.ends !== undefined) return false;
  const bySection = new Map<Section, Map<number, LineRecord>>();
  for (const [line, old] of replaced) {
    const section = resolver.sections.find(({ first, last }) => first < line && line < last);
    if (section === undefined || !isReplaceable(resolver, section, line, old)) return false;
    const lines = bySection.get(section) ?? new Map<number, LineRecord>();
    bySection.set(section, lines.set(line, old));
  }
  const plans: Plan[] = [];
  for (const [section, lines] of bySection) {
    const plan = planFor(resolver, section, lines, records);
    if (plan === undefined) return false;
    plans.push(plan);
  }
  for (const plan of plans) carryOut(resolver, plan, records);
  return true;
}

/** What is to be done in one section. */
interface Plan {
  readonly section: Section;
  /** The lines to be read again, with what they were when the file was resolved. */
  readonly lines: ReadonlyMap<number, LineRecord>;
  /** The chains that no line declares any more. */
  readonly removed: ReadonlySet<number>;
  /** The lines of declarations that are to be read again, in order. */
  readonly declarations: readonly number[];
  readonly declaredUpTo: number;
}

/** Whether a line was and is one that says something of its own rule or chain only. */
function isReplaceable(resolver: Resolver, section: Section, line: number, old: LineRecord): boolean {
  const record = resolver.records[line];
  if (record === undefined || !section.plain || !section.committed || line === 0) return false;
  if (record.table !== section.table || old.table !== section.table || !isOrdinary(resolver.lines.texts[line] ?? '')) return false;
  const known = resolver.faults.get(line);
  if (known?.some(({ code }) => !ofRules.has(code) && !ofJumps.has(code) && !ofDeclarations.has(code)) === true) return false;
  return [old, record].every((one) => isPlain(resolver, one));
}

/** A line that declares a user chain, well or badly, adds rules, or does nothing at all. */
function isPlain(resolver: Resolver, record: LineRecord): boolean {
  switch (record.kind) {
    case 'comment':
    case 'blank':
      return true;
    case 'command':
      return record.command === undefined || isPlainRule(record);
    case 'chain': {
      const name = resolver.names.text(record.chain);
      return !isHook(name) && !isTargetName(name);
    }
    default:
      return false;
  }
}

/** Which lines one has to look at; `undefined` where that is not simple. */
function planFor(resolver: Resolver, section: Section, replaced: ReadonlyMap<number, LineRecord>, records: Records): Plan | undefined {
  const lines = new Map(replaced);
  const removed = new Set<number>();
  const declarations: number[] = [];
  const names = new Set<number>();
  for (const [line, old] of replaced) {
    const record = resolver.records[line];
    if (record === undefined || (old.kind !== 'chain' && record.kind !== 'chain')) continue;
    if (old.plainDeclaration && record.plainDeclaration && old.chain === record.chain) {
      // It says what it said.
      lines.delete(line);
      continue;
    }
    const [was, is] = [old, record].map(({ kind, chain }) => (kind === 'chain' ? chain : -1));
    for (const name of new Set([was, is])) {
      if (name === undefined || name < 0) continue;
      if (names.has(name)) return undefined;
      names.add(name);
    }
    if (was !== undefined && section.chains.get(was)?.declared === line) removed.add(was);
    if (record.kind === 'chain') declarations.push(line);
  }
  if (names.size > 0) {
    for (const line of records.naming(names, section.first + 1, section.last)) {
      const record = resolver.records[line];
      if (record === undefined || lines.has(line)) continue;
      if (record.kind === 'chain') return undefined;
      lines.set(line, record);
    }
    // A fault elsewhere may suggest a name that is gone, or not yet one that has come.
    for (const [line, faults] of resolver.faults) {
      const record = resolver.records[line];
      if (line <= section.first || line >= section.last || record === undefined || !isPlainRule(record) || lines.has(line)) continue;
      if (faults.some(({ code }) => ofRules.has(code))) lines.set(line, record);
    }
  }
  if (lines.size > mostLines) return undefined;
  let { declaredUpTo } = section;
  while (declaredUpTo > section.first && resolver.records[declaredUpTo]?.kind !== 'chain') declaredUpTo--;
  for (const line of declarations) declaredUpTo = Math.max(declaredUpTo, line);
  // What a rule among the declarations sees is not what the section has at its end.
  const last = Math.max(declaredUpTo, section.declaredUpTo);
  for (const [line, old] of lines) {
    const record = resolver.records[line];
    if (line < last && (isPlainRule(old) || (record !== undefined && isPlainRule(record)))) return undefined;
  }
  return { section, lines, removed, declarations: declarations.sort((a, b) => a - b), declaredUpTo };
}

/** Chains and sections that change are made anew: others may have kept the old ones together with what they found there. */
function carryOut(resolver: Resolver, { section: old, lines, removed, declarations, declaredUpTo }: Plan, records: Records): void {
  const section: Section = { ...old, jumps: [], declaredUpTo };
  resolver.sections[resolver.sections.indexOf(old)] = section;
  const touched = new Set<number>();
  const touch = (id: number): void => {
    const chain = section.chains.get(id);
    if (chain === undefined || touched.has(id)) return;
    touched.add(id);
    const rules = chain.rules.filter((line) => !lines.has(line));
    const copies = chain.rules.reduce((sum, line) => sum + (lines.get(line)?.copies ?? 0), 0);
    const left = { ...chain, rules, count: chain.count - copies, ends: false, hooks: allHooks, standing: undefined };
    for (const line of rules) noteRule(left, resolver.records[line]);
    section.chains.set(id, left);
  };
  for (const [line, before] of lines) {
    for (const record of [before, resolver.records[line]]) if (record !== undefined && isPlainRule(record)) touch(record.chain);
    forgetFaults(resolver, line, ofRules);
    if (before.kind === 'chain') forgetFaults(resolver, line, ofDeclarations);
  }
  const made = declarations.map((line) => resolver.records[line]?.chain ?? -1).filter((id) => id >= 0);
  if (removed.size > 0 || declarations.length > 0) declare(resolver, section, removed, declarations);
  resolver.section = section;
  // A plain section has every chain that it declares by now.
  resolver.declarations = { section, lines: new Map() };
  for (const line of [...lines.keys()].sort((a, b) => a - b)) {
    const record = resolver.records[line];
    if (record !== undefined && isPlainRule(record)) readCommand(resolver, section, line, record);
  }
  resolver.section = undefined;
  resolver.declarations = undefined;
  for (const id of touched) section.chains.get(id)?.rules.sort((a, b) => a - b);
  const added = section.jumps;
  const jumpsTo = (chains: ReadonlySet<number>): Iterable<Jump> => jumpsAt(section.jumps, records.jumpingTo(chains));
  const change = { section, removed: [...jumpsAt(old.jumps, lines.keys())], added, chains: [...touched, ...removed, ...made], jumpsTo };
  section.jumps = withJumps(old.jumps, lines, added);
  for (const line of [...resolver.faults.keys()]) if (old.first < line && line < old.last) forgetFaults(resolver, line, ofJumps);
  if (!followChange(resolver, old, change)) followJumps(resolver, section);
}

/** The jumps at some lines. */
function* jumpsAt(jumps: readonly Jump[], lines: Iterable<number>): Generator<Jump> {
  for (const line of lines) {
    const jump = jumps[placeOf(jumps, line)];
    if (jump?.line === line) yield jump;
  }
}

/** Jumps in the order of their lines, without those of some lines and with others. */
function withJumps(old: readonly Jump[], lines: ReadonlyMap<number, unknown>, added: readonly Jump[]): Jump[] {
  if (lines.size > mostSplices) return [...old.filter(({ line }) => !lines.has(line)), ...added].sort((a, b) => a.line - b.line);
  const jumps = [...old];
  for (const line of lines.keys()) {
    const at = placeOf(jumps, line);
    if (jumps[at]?.line === line) jumps.splice(at, 1);
  }
  for (const jump of added) jumps.splice(placeOf(jumps, jump.line), 0, jump);
  return jumps;
}

/** Beyond so many a list is written anew instead. */
const mostSplices = 20;

/** The place of the first jump at a line or behind it. */
function placeOf(jumps: readonly Jump[], line: number): number {
  let [low, high] = [0, jumps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((jumps[middle]?.line ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Reads declarations again. */
function declare(resolver: Resolver, section: Section, removed: ReadonlySet<number>, lines: readonly number[]): void {
  for (const id of removed) section.chains.delete(id);
  const before = section.chains.size;
  for (const line of lines) {
    const record = resolver.records[line];
    if (record !== undefined) checkDeclaration(resolver, section, line, record);
  }
  if (section.chains.size > before) section.chains.sortLater();
}

function forgetFaults(resolver: Resolver, line: number, codes: ReadonlySet<FaultCode>): void {
  const faults = resolver.faults.get(line);
  if (faults === undefined) return;
  const kept = faults.filter(({ code }) => !codes.has(code));
  if (kept.length === 0) resolver.faults.delete(line);
  else if (kept.length < faults.length) resolver.faults.set(line, kept);
}

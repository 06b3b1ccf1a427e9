import { builtinChains, tableNamed } from '../catalogue/index';
import type { Family, Hook } from '../catalogue/schema';
import type { Lines } from '../text/lines';
import type { ChainMap } from './chain-map';
import type { Fault } from './faults';
import type { Names } from './names';
import { allHooks } from './placement';
import type { LineRecord } from './record';
import type { Standing } from './standing';
import { isTargetName } from './target-names';

/** One chain of one section. */
export interface Chain {
  /** The name's number in the file's names. */
  readonly id: number;
  readonly name: string;
  /** The line that declares it first; -1 for a built-in chain that no line declares. */
  readonly declared: number;
  /** It is one of the table's built-in chains. */
  readonly builtin: boolean;
  /** The lines that append to it or insert into it, in the order of the file; without those whose rules are deleted again. */
  readonly rules: number[];
  /** How many rules it has: a line with a list of addresses makes several. -1 when a deletion makes that uncertain. */
  count: number;
  /** Some of its rules gives every packet a verdict. */
  ends: boolean;
  /** The hooks in which the kernel takes all of its rules, as a mask over `hookOrder`. */
  hooks: number;
  /** Its rules in order, once something needed them. */
  standing: Standing[] | undefined;
  /** The policy as declared; `undefined` without one. */
  policy: string | undefined;
  /** The line that sets the policy. */
  policyLine: number;
}

/** From `*table` to its COMMIT. */
export interface Section {
  readonly table: string;
  readonly first: number;
  /** The line of its COMMIT; the last line of the section when that is missing. */
  last: number;
  committed: boolean;
  /** The line of its last declaration, its first line when it has none. */
  declaredUpTo: number;
  readonly chains: ChainMap;
  /** Jumps between chains: the line, from, to. */
  jumps: Jump[];
  /** Its lines only declare chains and add rules: none counts, deletes or replaces what others have made. */
  plain: boolean;
  /** The file's names, by which a chain is found. */
  readonly names: Names;
}

export interface Jump {
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly goto: boolean;
}

/** What the lines of a file mean together. */
export interface Resolution {
  readonly sections: readonly Section[];
  /** Faults that need more than their own line, by line. */
  readonly faults: ReadonlyMap<number, readonly Fault[]>;
  /** Targets whose names are taken by declared chains. */
  readonly hiddenTargets: ReadonlySet<string>;
  /** Rules were held against each other word by word, for a `-D` or `-C`. */
  readonly comparesRules: boolean;
}

/** The state of one walk over the records, and what came out of it. */
export interface Resolver extends Resolution {
  readonly lines: Lines;
  readonly records: readonly LineRecord[];
  readonly names: Names;
  readonly family: Family;
  readonly sections: Section[];
  readonly faults: Map<number, Fault[]>;
  readonly hiddenTargets: Set<string>;
  /** Chains that are there before the file is loaded; `undefined`: only those of the file. */
  readonly ambientChains: RegExp | undefined;
  section: Section | undefined;
  comparesRules: boolean;
  /** The last line that declares each chain of a section, once something asked for it. */
  declarations: { readonly section: Section; readonly lines: ReadonlyMap<number, number> } | undefined;
}

/** Notes a fault of a line. */
export function addFault(resolver: Resolver, line: number, fault: Fault): void {
  const list = resolver.faults.get(line);
  if (list === undefined) resolver.faults.set(line, [fault]);
  else list.push(fault);
}

/** The chain of a section, made when the section has none of that name yet. */
export function chainOf(resolver: Resolver, section: Section, id: number, declared: number): Chain {
  let chain = section.chains.get(id);
  if (chain === undefined) {
    const name = resolver.names.text(id);
    chain = {
      id,
      name,
      declared,
      builtin: isBuiltin(section.table, name),
      rules: [],
      count: 0,
      ends: false,
      hooks: allHooks,
      standing: undefined,
      policy: undefined,
      policyLine: -1,
    };
    section.chains.set(id, chain);
    if (!chain.builtin && isTargetName(name)) resolver.hiddenTargets.add(name);
  }
  return chain;
}

/** A built-in chain of a table. For a table that iptables does not know any built-in chain's name counts. */
export function isBuiltin(table: string, chain: string): boolean {
  const spec = tableNamed(table);
  return spec === undefined ? isHook(chain) : spec.chains.some((hook) => hook === chain);
}

/** The name of one of the five hooks. */
export function isHook(name: string): name is Hook {
  return builtinChains.some((chain) => chain.name === name);
}

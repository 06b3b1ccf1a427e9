import type { Hook } from '../../catalogue/schema';
import { hooksOfChain } from '../../model/hooks';
import { hookOrder } from '../../model/jump-graph';
import type { Chain, Jump, Section } from '../../model/resolve-types';
import { isBuiltin } from '../../model/resolve-types';
import type { RulesFile } from '../../model/rules-file';

/** The section that a line stands in; `undefined` outside of one. */
export function sectionAt(file: RulesFile, line: number): Section | undefined {
  return file.resolution().sections.find((section) => section.first <= line && line <= section.last);
}

/** The chain of a name in a section. */
export function chainNamed(section: Section | undefined, name: string): Chain | undefined {
  if (section === undefined) return undefined;
  for (const chain of section.chains.values()) if (chain.name === name) return chain;
  return undefined;
}

/** The hooks whose packets come into a chain; empty for a user chain that nothing leads to. */
export function hooksOf(section: Section, chain: Chain): readonly Hook[] {
  return chain.builtin ? hookOrder.filter((hook) => hook === chain.name) : hooksOfChain(section)(chain.id);
}

/** The jumps to a chain, in the order of the file. */
export function jumpsTo(section: Section, chain: Chain): readonly Jump[] {
  return section.jumps.filter((jump) => jump.to === chain.id);
}

/** The chains from which a chain can be come to, itself included: a jump to one of them would close a loop. */
export function callersOf(section: Section, chain: Chain): ReadonlySet<number> {
  const from = callersByChain.get(section) ?? new Map<number, number[]>();
  if (!callersByChain.has(section)) {
    callersByChain.set(section, from);
    for (const jump of section.jumps) {
      const list = from.get(jump.to);
      if (list === undefined) from.set(jump.to, [jump.from]);
      else list.push(jump.from);
    }
  }
  const found = new Set([chain.id]);
  for (const id of found) for (const caller of from.get(id) ?? []) found.add(caller);
  return found;
}

/** Which chains jump to each; a section that changes is another object. */
const callersByChain = new WeakMap<Section, Map<number, number[]>>();

/** The names of the user chains that a section declares above a line, whatever becomes of them below. */
export function chainsDeclaredAbove(file: RulesFile, section: Section, line: number): readonly string[] {
  const names = new Set<string>();
  for (let at = section.first + 1; at < line; at++) {
    const record = file.records[at];
    if (record !== undefined && (record.kind === 'chain' || record.command === 'new-chain')) names.add(file.nameText(record.chain));
  }
  return [...names].filter((name) => !isBuiltin(section.table, name));
}

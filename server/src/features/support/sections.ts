import type { Hook } from '../../catalogue/schema';
import { hooksOfChain } from '../../model/hooks';
import { hookOrder } from '../../model/jump-graph';
import type { Chain, Jump, Section } from '../../model/resolve-types';
import { isBuiltin } from '../../model/resolve-types';
import type { RulesFile } from '../../model/rules-file';

/** The hooks whose packets come into a chain; empty for a user chain that nothing leads to. */
export function hooksOf(section: Section, chain: Chain): readonly Hook[] {
  return chain.builtin ? hookOrder.filter((hook) => hook === chain.name) : hooksOfChain(section)(chain.id);
}

/** The jumps to a chain, in the order of the file. */
export function jumpsTo(section: Section, chain: Chain): readonly Jump[] {
  return section.jumps.filter((jump) => jump.to === chain.id);
}

/** The chains from which a chain can be come to, itself included: a jump to one of them would close a loop. */
export function callersOf({ jumps, names }: Section, chain: Chain): ReadonlySet<number> {
  const found = new Set([chain.id]);
  const isFound = new Uint8Array(names.size);
  isFound[chain.id] = 1;
  // Rulesets are written from callers to callees or the other way round, so that looking twice in either direction finds all.
  for (let pass = 0; pass < 4; pass++) {
    const before = found.size;
    for (let index = 0; index < jumps.length; index++) {
      const jump = jumps[pass % 2 === 0 ? jumps.length - 1 - index : index];
      if (jump === undefined || isFound[jump.to] === 0 || isFound[jump.from] === 1) continue;
      isFound[jump.from] = 1;
      found.add(jump.from);
    }
    if (found.size === before) return found;
  }
  const from = new Map<number, number[]>();
  for (const jump of jumps) {
    const list = from.get(jump.to);
    if (list === undefined) from.set(jump.to, [jump.from]);
    else list.push(jump.from);
  }
  for (const id of found) for (const caller of from.get(id) ?? []) found.add(caller);
  return found;
}

/** The names of the user chains that a section declares above a line, whatever becomes of them below. */
export function chainsDeclaredAbove(file: RulesFile, section: Section, line: number): readonly string[] {
  const names = new Set<string>();
  for (let at = section.first + 1; at < line; at++) {
    const record = file.records[at];
    if (record !== undefined && (record.kind === 'chain' || record.command === 'new-chain')) names.add(file.nameText(record.chain));
  }
  return [...names].filter((name) => !isBuiltin(section.table, name));
}

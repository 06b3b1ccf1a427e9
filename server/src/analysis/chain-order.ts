import type { Chain, Section } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';

/**
 * The lines of a chain's rules in the order that packets meet them; `undefined` when the file takes rules out again or
 * replaces them, so that the order is not worked out.
 */
export function rulesInOrder(file: RulesFile, chain: Chain): readonly number[] | undefined {
  if (chain.count < 0) return undefined;
  if (chain.standing !== undefined) return [...new Set(chain.standing.map((rule) => rule.line))];
  if (chain.rules.every((line) => file.records[line]?.command === 'append')) return chain.rules;
  const order: number[] = [];
  for (const line of chain.rules) {
    const record = file.records[line];
    if (record?.command === 'insert') order.splice(Math.max(0, (record.number || 1) - 1), 0, line);
    else order.push(line);
  }
  return order;
}

/** The section of a table that holds in the end: the last one, since each wipes the ones before it. */
export function sectionOf(file: RulesFile, table: string): Section | undefined {
  const { sections } = file.resolution();
  for (let index = sections.length - 1; index >= 0; index--) if (sections[index]?.table === table) return sections[index];
  return undefined;
}

/** The chain of a name in a section. */
export function chainNamed(section: Section | undefined, name: string): Chain | undefined {
  for (const chain of section?.chains.values() ?? []) if (chain.name === name) return chain;
  return undefined;
}

import { OrderedList } from '../model/ordered-list';
import type { Chain } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';

/**
 * The lines of a chain's rules in the order that packets meet them; `undefined` when the file takes rules out again or
 * replaces them, so that the order is not worked out.
 */
export function rulesInOrder(file: RulesFile, chain: Chain): readonly number[] | undefined {
  if (chain.count < 0) return undefined;
  if (chain.standing !== undefined) return [...new Set(chain.standing.map((rule) => rule.line))];
  if (chain.rules.every((line) => file.records[line]?.command === 'append')) return chain.rules;
  const order = new OrderedList<number>();
  for (const line of chain.rules) {
    const record = file.records[line];
    order.insert(record?.command === 'insert' ? Math.max(0, (record.number || 1) - 1) : order.length, line);
  }
  return order.toArray();
}

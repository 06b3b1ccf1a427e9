import { tableNamed, tables } from '../catalogue/index';
import { tableOrder } from '../catalogue/tables';
import { isBuiltin } from '../model/resolve-types';
import type { Plan, TablePlan } from './plan';

/** A whole rules file with what a script comes to, its sections in the order in which packets meet the tables. */
export function restoreText(plan: Plan): string {
  const parts = [...plan.tables].sort((a, b) => rankOf(a.table) - rankOf(b.table)).map((table) => sectionLines(table));
  if (plan.head.length > 0) parts.unshift(plan.head);
  if (plan.tail.length > 0) parts.push(plan.tail);
  return parts.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

/** A whole section: the table, all its built-in chains, the script's own, the rules, COMMIT. */
export function sectionLines(plan: TablePlan): readonly string[] {
  const builtins: readonly string[] = tableNamed(plan.table)?.chains ?? [];
  return [
    `*${plan.table}`,
    ...builtins.map((chain) => declaration(chain, plan.policies.get(chain) ?? 'ACCEPT')),
    ...[...plan.policies].filter(([chain]) => !builtins.includes(chain)).map(([chain, policy]) => declaration(chain, policy)),
    ...plan.chains.filter((chain) => !isBuiltin(plan.table, chain)).map((chain) => declaration(chain, '-')),
    ...plan.lines,
    'COMMIT',
  ];
}

/** The line that declares a chain. */
export function declaration(chain: string, policy: string): string {
  return `:${chain} ${policy} [0:0]`;
}

/** The place of a table among the others; one that is not known comes last. */
export function rankOf(table: string): number {
  const rank = tableOrder.indexOf(table);
  return rank < 0 ? tables.length : rank;
}

import { targetNamed } from '../catalogue/index';
import type { LineRecord } from '../model/record';
import type { Chain, Section } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import { chainNamed, rulesInOrder } from './chain-order';
import type { Conditions } from './conditions';
import { conditionsOf, meet, relate } from './conditions';

/**
 * What becomes of a set of packets in a chain. `dropped` and `accepted` are said only where they are sure for every packet
 * of the set; `through`: all come out at the chain's end; `unknown`: some may go one way, some another.
 */
export type Fate =
  | { readonly kind: 'dropped'; readonly line: number; readonly by: 'rule' | 'policy'; readonly topLine: number }
  | { readonly kind: 'accepted'; readonly line: number }
  | { readonly kind: 'through' }
  | { readonly kind: 'unknown' };

/** Jumps deeper than this are not followed; the kernel's own limit is far above what rulesets have. */
const deepest = 32;

const cache = new WeakMap<LineRecord, Conditions>();

/** The conditions of a rule's line; `undefined` when the line holds no rule. They are kept as long as the line stays as it is. */
export function lineConditions(file: RulesFile, line: number): Conditions | undefined {
  const record = file.records[line];
  if (record === undefined) return undefined;
  let conditions = cache.get(record);
  if (conditions === undefined) {
    const rule = file.bound(line);
    if (rule === undefined) return undefined;
    conditions = conditionsOf(rule, file.family);
    cache.set(record, conditions);
  }
  return conditions;
}

/** What becomes of packets that enter a built-in chain, its policy included. */
export function fateInChain(file: RulesFile, section: Section, name: string, packets: Conditions): Fate {
  const chain = chainNamed(section, name);
  if (chain === undefined) return { kind: 'unknown' };
  const fate = walk(file, section, chain, packets, 0);
  if (fate.kind !== 'through') return fate;
  if (chain.policy === 'DROP') return { kind: 'dropped', line: chain.policyLine, by: 'policy', topLine: -1 };
  // Without a declared policy the one that is in force stays, and the file does not tell it.
  return chain.policy === undefined ? { kind: 'unknown' } : { kind: 'accepted', line: chain.policyLine };
}

function walk(file: RulesFile, section: Section, chain: Chain, packets: Conditions, depth: number): Fate {
  const order = rulesInOrder(file, chain);
  if (order === undefined || depth > deepest) return { kind: 'unknown' };
  for (const line of order) {
    const record = file.records[line];
    const conditions = lineConditions(file, line);
    if (record === undefined || conditions === undefined) continue;
    const relation = relate(packets, conditions);
    if (relation === 'none') continue;
    const fate = fateByRule(file, section, line, record, meet(packets, conditions), depth);
    if (fate === 'next') continue;
    if (fate === 'return') {
      if (relation === 'all') return { kind: 'through' };
      // Some leave the chain here, and what becomes of those is the caller's affair.
      return { kind: 'unknown' };
    }
    if (relation === 'all') return fate.kind === 'dropped' ? { ...fate, topLine: line } : fate;
    if (fate.kind !== 'dropped') return { kind: 'unknown' };
  }
  return { kind: 'through' };
}

function fateByRule(
  file: RulesFile,
  section: Section,
  line: number,
  record: LineRecord,
  packets: Conditions,
  depth: number,
): Fate | 'next' | 'return' {
  if (record.jump < 0) return 'next';
  if (record.target === undefined) {
    const chain = section.chains.get(record.jump);
    if (chain === undefined || chain.builtin) return { kind: 'unknown' };
    const fate = walk(file, section, chain, packets, depth + 1);
    if (fate.kind !== 'through') return fate;
    return record.goto ? 'return' : 'next';
  }
  switch (targetNamed(record.target, file.family)?.verdict) {
    case 'accept':
    case 'nat':
      return { kind: 'accepted', line };
    case 'drop':
      return { kind: 'dropped', line, by: 'rule', topLine: line };
    case 'return':
      return 'return';
    case 'continue':
      return 'next';
    default:
      return { kind: 'unknown' };
  }
}

import { decide, isDrop } from '../../analysis/decide';
import type { PacketSet } from '../../analysis/diagram';
import { packetsWith } from '../../analysis/packets';
import type { RulesetAnalysis } from '../../analysis/ruleset';
import { regardlessOfState } from '../../analysis/tracking';
import type { RulesFile } from '../../model/rules-file';
import type { Related } from '../rule';
import { stateListOf } from './state-list';

/** Where packets are dropped for being INVALID. */
export interface InvalidDrop {
  readonly table: 'mangle' | 'filter';
  /** The line of the rule that drops them. */
  readonly line: number;
  /** The line in the built-in chain: `line` itself, or a jump towards it. */
  readonly top: number;
  /** The one of the two that asks for INVALID. */
  readonly stateLine: number;
}

/** The chains that a packet for this host passes in which rules drop INVALID packets, in their order. */
const chains = [
  ['mangle', 'PREROUTING'],
  ['mangle', 'INPUT'],
  ['filter', 'INPUT'],
] as const;

/**
 * The rule that drops all of some packets of INPUT when connection tracking judges them INVALID, and that asks for no other
 * state; `undefined` when some may get through, or something else drops them.
 */
export function invalidDrop(analysis: RulesetAnalysis, packets: PacketSet): InvalidDrop | undefined {
  const { space } = analysis;
  const { diagram } = space;
  const invalid = packetsWith(space, { state: 'INVALID' });
  const asked = diagram.intersect(regardlessOfState(space, packets), invalid);
  const asksInvalid = (line: number): boolean => {
    const rule = analysis.rule(line);
    return rule !== undefined && diagram.within(rule.upper, invalid);
  };
  for (const [table, chain] of chains) {
    const decisions = decide(analysis, table, chain, asked);
    if (decisions === undefined || decisions.length === 0) continue;
    // What mangle accepts, or lets through, comes to filter all the same.
    if (table === 'mangle' && !decisions.some(({ verdict }) => isDrop(verdict))) continue;
    const [first] = decisions;
    if (first === undefined || !decisions.every(({ verdict, line, top }) => isDrop(verdict) && (asksInvalid(line) || asksInvalid(top))))
      return undefined;
    return { table, line: first.line, top: first.top, stateLine: asksInvalid(first.line) ? first.line : first.top };
  }
  return undefined;
}

/** The place of an INVALID drop, for what it does to other packets. */
export function relatedInvalidDrop(file: RulesFile, stateLine: number): Related {
  const list = stateListOf(file, stateLine);
  return {
    line: stateLine,
    ...(list === undefined ? {} : { span: { start: list.start, end: list.end } }),
    message: { en: 'Here they are dropped when they count as INVALID.', ja: 'INVALID と判定されると、ここで破棄されます。' },
  };
}

import type { Chain, Section } from '../model/resolve-types';
import type { ChainContext, ChainResult, WalkedChain } from './chain-sets';
import type { PacketSet, Union } from './diagram';
import { allPackets, nothing } from './diagram';
import type { RuleSets } from './fates';
import { unknownFates } from './fates';
import type { Callee, Sure } from './suffix';

/** A chain that is being worked out. */
export interface Plan {
  readonly chain: Chain;
  readonly lines: readonly number[] | undefined;
  readonly rules: readonly RuleSets[] | undefined;
  callee: Callee;
  walked: WalkedChain | undefined;
  /** Of a walk that was forgotten: the places of rules that no packet can meet. */
  unmet: ReadonlySet<number> | undefined;
  readonly entering: Union;
  /** What of them comes in, once all that jump to it have been looked at. */
  met: PacketSet;
  result: ChainResult | undefined;
  /** What is sure at the chain's end, wherever it was called; `undefined` before the first call. */
  sure: Sure | undefined;
}

/** Of a chain of which nothing is known. */
export const unknownCallee: Callee = { fates: unknownFates, pure: false };
/** Of a line that could not be read. */
export const unknownRule: RuleSets = {
  upper: allPackets,
  lower: nothing,
  effect: { kind: 'verdict', verdict: 'unknown' },
  change: undefined,
};

/** Whether a chain has the rules that it had, and all that they jump to is as it was. */
export function isSameWalk(
  old: Plan,
  plan: Plan,
  before: ReadonlyMap<string, Plan> | undefined,
  section: Section,
  context: ChainContext,
): boolean {
  const [was, is] = [old.rules, plan.rules];
  if (was === undefined || is === undefined || was.length !== is.length || old.callee === unknownCallee) return false;
  return is.every((rule, index) => {
    if (rule !== was[index] || rule === unknownRule) return false;
    if (rule.effect.kind !== 'jump') return true;
    const callee = section.chains.get(rule.effect.chain);
    return callee !== undefined && before?.get(`${section.table} ${callee.name}`)?.callee === context.calleeOf(callee.id);
  });
}

/** Whether the same packets come into the same chain, and the same becomes of them behind it. */
export function isSameResult(old: Plan, plan: Plan): boolean {
  if (old.callee !== plan.callee || old.callee === unknownCallee || old.result === undefined || old.met !== plan.met) return false;
  const [was, is] = [old.sure, plan.sure];
  if (was === undefined || is === undefined) return was === is;
  return was.size === is.size && [...is].every(([verdict, set]) => was.get(verdict) === set);
}

/** The result of a chain whose lines may stand elsewhere now. */
export function movedResult({ result, lines: old = [] }: Plan, { lines = [] }: Plan): ChainResult | undefined {
  if (result === undefined || lines.every((line, index) => line === old[index])) return result;
  const places = new Map(old.map((line, index) => [line, lines[index] ?? -1]));
  const now = (line: number): number => places.get(line) ?? -1;
  return { ...result, never: result.never.map((one) => ({ ...one, line: now(one.line) })), idle: result.idle.map(now) };
}

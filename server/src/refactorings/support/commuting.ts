import type { PacketSet } from '../../analysis/diagram';
import { allPackets, nothing, OverBudget } from '../../analysis/diagram';
import type { Effect, PacketChange } from '../../analysis/effects';
import { bitsOf, valuesOf } from '../../analysis/effects';
import type { Predicate } from '../../analysis/predicates';
import { asksOf, ruleWords } from '../../analysis/rule-words';
import { Cuts, Space } from '../../analysis/space';
import { targetNamed } from '../../catalogue/index';
import type { TargetSpec } from '../../catalogue/schema';
import type { LineRecord } from '../../model/record';
import type { Section } from '../../model/resolve-types';
import type { RulesFile } from '../../model/rules-file';
import { isAccepted } from '../../rules/support/rewritten';
import type { Traces } from './traces';
import { tracesOf } from './traces';

/**
 * How many of some rules another one of their chain can trade places with, one after the other, so that no packet fares
 * differently, none is logged differently, and nothing that remembers packets remembers others. Rules' own counters do not count.
 * Only the rules in question are looked at, and the chains they jump to; the ruleset need not have been analysed.
 * @param lines The neighbours' lines, the nearest first.
 */
export function countCommuting(file: RulesFile, section: Section, line: number, lines: readonly number[]): number {
  const moved = readRule(file, section, line);
  if (moved === undefined) return 0;
  let count = 0;
  // A few at first: most rules do not get far.
  for (let size = 2; count < lines.length; size *= 4) {
    const others: Reading[] = [];
    const chunk = lines.slice(count, count + size);
    for (const one of chunk) {
      const other = readRule(file, section, one);
      if (other === undefined) break;
      others.push(other);
    }
    const passed = countPassed(moved, others);
    count += passed;
    if (passed < chunk.length) break;
  }
  return count;
}

/** A rule that may be moved. */
interface Reading {
  /** The name behind `-j` or `-g`. */
  readonly jump: string | undefined;
  /** The target of that name; `undefined` for a chain. */
  readonly target: TargetSpec | undefined;
  readonly raw: boolean;
  readonly asks: readonly Predicate[];
  /** It asks for more than `asks`. */
  readonly more: boolean;
  readonly effect: Effect;
  readonly traces: Traces | undefined;
  /** What is asked before the first match that remembers, which looks at all packets that get so far. */
  readonly asksBefore: readonly Predicate[];
}

interface Member extends Reading {
  /** The packets that it may match. */
  readonly upper: PacketSet;
  /** The packets that its matches may remember. */
  readonly touched: PacketSet;
}

const readings = new WeakMap<LineRecord, Reading>();

function readRule(file: RulesFile, section: Section, line: number): Reading | undefined {
  const record = file.records[line];
  if (record?.command !== 'append') return undefined;
  let reading = readings.get(record);
  if (reading === undefined) {
    const rule = file.bound(line);
    const words = ruleWords(file, line);
    if (rule === undefined || words === undefined || rule.skipped || !isAccepted(rule)) return undefined;
    const { asks, more, effect } = words;
    const traces = tracesOf(rule);
    const asksBefore = traces === undefined ? [] : asksOf(file, { ...rule, matches: rule.matches.slice(0, traces.first) }).asks;
    const jump = rule.jump?.name.text;
    const target = record.target === undefined ? undefined : targetNamed(record.target, file.family);
    reading = { jump, target, raw: record.table === 'raw', asks, more, effect, traces, asksBefore };
    readings.set(record, reading);
  }
  const { effect } = reading;
  if (effect.kind === 'verdict' && effect.verdict === 'unknown') return undefined;
  return effect.kind === 'jump' && mayChange(file, section, effect.chain) ? undefined : reading;
}

/** How many rules behind a jump are looked at. */
const mostBehind = 2000;

/** Whether a chain, or one that it leads to, may change packets, so that the rules behind a jump to it see something else. */
function mayChange(file: RulesFile, section: Section, id: number): boolean {
  const seen = new Set([id]);
  let left = mostBehind;
  for (const one of seen) {
    const chain = section.chains.get(one);
    if (chain === undefined || chain.declared < 0) return true;
    for (const line of chain.rules) {
      const record = file.records[line];
      if (record === undefined || --left < 0) return true;
      if (record.jump < 0) continue;
      if (record.target === undefined) seen.add(record.jump);
      else if (changesPackets(file, record.target)) return true;
    }
  }
  return false;
}

function changesPackets(file: RulesFile, target: string): boolean {
  const spec = targetNamed(target, file.family);
  return spec === undefined || (spec.changes ?? []).length > 0 || (spec.verdict === 'continue' && spec.onlyTells !== true);
}

/** Room for the diagram of a few rules. */
const mostNodes = 400_000;

function countPassed(moved: Reading, others: readonly Reading[]): number {
  const cuts = new Cuts();
  for (const { asks, asksBefore, effect } of [moved, ...others])
    for (const predicate of [...asks, ...asksBefore, ...valuesOf(changeOf(effect) ?? {})]) cuts.add(predicate);
  const space = new Space(mostNodes, cuts);
  try {
    const first = memberOf(space, moved);
    const stop = others.findIndex((other) => !commute(space, first, memberOf(space, other)));
    return stop < 0 ? others.length : stop;
  } catch (error) {
    if (error instanceof OverBudget) return 0;
    throw error;
  }
}

function memberOf(space: Space, reading: Reading): Member {
  const setOf = (asks: readonly Predicate[]): PacketSet =>
    asks.reduce((set: PacketSet, ask) => space.diagram.intersect(set, space.setOf(ask, reading.raw) ?? allPackets), allPackets);
  return { ...reading, upper: setOf(reading.asks), touched: reading.traces === undefined ? nothing : setOf(reading.asksBefore) };
}

function commute(space: Space, a: Member, b: Member): boolean {
  const { diagram } = space;
  // What one of them takes away, or marks, the other would remember in one order only.
  if (!onlyTells(b) && diagram.meets(a.touched, b.upper)) return false;
  if (!onlyTells(a) && diagram.meets(b.touched, a.upper)) return false;
  if (a.traces?.shared === true && b.traces?.shared === true && diagram.meets(a.touched, b.touched)) return false;
  if (areApart(space, a, b)) return true;
  if (onlyTells(a) && onlyTells(b)) return true;
  if (isSameEnd(a.effect, b.effect)) return true;
  // What is logged shows the mark; a rule without a target only counts.
  if (onlyCounts(a) && b.effect.kind === 'continue') return ignores(space, a, changeOf(b.effect));
  if (onlyCounts(b) && a.effect.kind === 'continue') return ignores(space, b, changeOf(a.effect));
  const [changeA, changeB] = [changeOf(a.effect), changeOf(b.effect)];
  return (
    a.effect.kind === 'continue' &&
    b.effect.kind === 'continue' &&
    addUp(changeA, changeB) &&
    ignores(space, a, changeB) &&
    ignores(space, b, changeA)
  );
}

/** No packet may match both, not even one that the other has changed. */
function areApart(space: Space, a: Member, b: Member): boolean {
  const { diagram } = space;
  const stays = ({ upper, effect }: Member, other: Member): boolean => {
    const change = effect.kind === 'continue' ? changeOf(effect) : undefined;
    return change === undefined || !diagram.meets(diagram.after(upper, bitsOf(change, space)), other.upper);
  };
  return !diagram.meets(a.upper, b.upper) && stays(a, b) && stays(b, a);
}

/** It lets the packet go on as it is and at most tells somebody of it: in which order changes nothing for the packet. */
function onlyTells({ jump, target, effect }: Member): boolean {
  return effect.kind === 'continue' && effect.change === undefined && (jump === undefined || target?.onlyTells === true);
}

function onlyCounts({ jump, effect }: Member): boolean {
  return effect.kind === 'continue' && effect.change === undefined && jump === undefined;
}

/** Packets that match both end in the same way, whichever rule comes first. */
function isSameEnd(a: Effect, b: Effect): boolean {
  if (a.kind === 'return' && b.kind === 'return') return true;
  if (a.kind === 'jump' && b.kind === 'jump') return a.chain === b.chain && a.goto === b.goto;
  if (a.kind !== 'verdict' || b.kind !== 'verdict' || a.verdict !== b.verdict) return false;
  // The words of a verdict of nat tell all that it writes.
  return a.verdict.startsWith('nat ') || (a.change === undefined && b.change === undefined);
}

/** Whether a rule matches the same packets before and after a change. */
function ignores(space: Space, { upper, more }: Member, change: PacketChange | undefined): boolean {
  if (change === undefined) return true;
  const bits = bitsOf(change, space);
  const before = (bound: 'surely' | 'maybe'): PacketSet => space.diagram.before(upper, (bit) => bits.get(bit), bound);
  return !more && before('surely') === upper && before('maybe') === upper;
}

/** Both changes come to the same in either order: other bits of the mark, the same twice, or NOTRACK. */
function addUp(a: PacketChange | undefined, b: PacketChange | undefined): boolean {
  if (a?.exempts === true && b?.exempts === true) return true;
  if (a?.mark === undefined || b?.mark === undefined || a.mark.unknown !== 0 || b.mark.unknown !== 0) return false;
  if (((a.mark.mask | a.mark.value) & (b.mark.mask | b.mark.value)) === 0) return true;
  return a.mark.mask === b.mark.mask && a.mark.value === b.mark.value;
}

function changeOf(effect: Effect): PacketChange | undefined {
  return 'change' in effect ? effect.change : undefined;
}

import { allowedHooks } from './placement';
import type { LineRecord } from './record';
import type { Chain, Jump, Resolver, Section } from './resolve-types';
import type { Standing } from './rule-order';
import { RuleOrder } from './rule-order';
import { JumpEnds } from './section-jumps';

export type { Standing } from './rule-order';

/** What is kept of a section from the first line that counts, deletes or renames until all of its lines are read. */
interface Work {
  /** By the chain's list of lines, which a chain that is renamed keeps. */
  readonly orders: Map<readonly number[], RuleOrder>;
  /** Lines of which no rule stands any more: they are taken out of the chains and jumps when the section is settled. */
  readonly gone: Set<number>;
  ends: JumpEnds | undefined;
  /** The chains that lines have changed since all were emptied; `undefined` as long as no line has done that. */
  changed: Set<number> | undefined;
}

const works = new WeakMap<Section, Work>();

/** The rules of a chain of a section that is settled, in order. */
export function standingIn(resolver: Resolver, chain: Chain): readonly Standing[] {
  chain.standing ??= new RuleOrder(resolver, chain.rules).toArray();
  return chain.standing;
}

/** Writes what was kept of a section into it and its chains, once all of its lines are read. */
export function settle(section: Section): void {
  const work = works.get(section);
  if (work === undefined) return;
  works.delete(section);
  for (const chain of section.chains.values()) {
    const order = work.orders.get(chain.rules);
    if (order !== undefined) chain.standing = order.toArray();
    takeOut(chain.rules, work.gone, (line) => line);
  }
  work.ends?.write(section.jumps);
  takeOut(section.jumps, work.gone, (jump) => jump.line);
}

/** Adds the rules of an `-A` or `-I` line. */
export function addRules(section: Section, chain: Chain, line: number, record: LineRecord): void {
  chain.rules.push(line);
  noteRule(chain, record);
  chain.count += record.copies;
  // As long as a section is plain nothing needs its rules in order.
  const work = section.plain ? undefined : works.get(section);
  work?.changed?.add(chain.id);
  work?.orders.get(chain.rules)?.add(line);
}

/** Keeps what is to be known of some rule of a chain. */
export function noteRule(chain: Chain, record: LineRecord | undefined): void {
  if (record?.ends === true) chain.ends = true;
  for (const placement of record?.placements ?? []) chain.hooks &= allowedHooks(placement);
}

/** Notes the jump of a rule that was added. */
export function addJump(section: Section, jump: Jump): void {
  section.jumps.push(jump);
  if (!section.plain) works.get(section)?.ends?.add(jump);
}

/** The first jump to a chain; `undefined` without one. */
export function firstJumpTo(section: Section, chain: Chain): Jump | undefined {
  const work = workOf(section);
  work.ends ??= new JumpEnds(section.jumps);
  return work.ends.firstTo(chain.id, section.jumps, work.gone);
}

/** The first line that adds to a chain and of which a rule stands; `undefined` without one. */
export function firstLineOf(section: Section, chain: Chain): number | undefined {
  const { gone } = workOf(section);
  takeOut(chain.rules, gone, (line) => line);
  return chain.rules[0];
}

/** Gives a chain's rules, and all jumps from it and to it, to one of another name. */
export function moveChain(section: Section, chain: Chain, to: Chain): void {
  const work = workOf(section);
  work.changed?.add(to.id);
  work.ends ??= new JumpEnds(section.jumps);
  work.ends.rename(chain.id, to.id);
  section.chains.set(to.id, { ...to, rules: chain.rules, count: chain.count, ends: chain.ends, hooks: chain.hooks });
}

/** Takes the rule at a place, counted from 0, out of a chain. */
export function removeRule(resolver: Resolver, section: Section, chain: Chain, place: number): void {
  const order = orderOf(resolver, section, chain);
  const line = order.remove(place);
  chain.count = order.length;
  if (line !== undefined) workOf(section).gone.add(line);
}

/** Puts the rule of a line in the place, counted from 0, of another one. */
export function replaceRule(resolver: Resolver, section: Section, chain: Chain, place: number, line: number): void {
  const order = orderOf(resolver, section, chain);
  const removed = order.remove(place);
  order.insert(place, line, 0);
  chain.rules.push(line);
  noteRule(chain, resolver.records[line]);
  if (removed !== undefined) workOf(section).gone.add(removed);
}

/** Takes all rules out of a chain. */
export function removeRules(section: Section, chain: Chain): void {
  const work = workOf(section);
  for (const line of chain.rules) work.gone.add(line);
  work.orders.delete(chain.rules);
  chain.rules.length = 0;
  chain.count = 0;
}

/** Takes all rules out of all chains of which any stands; gives whether there were some. */
export function removeAllRules(section: Section): boolean {
  const work = workOf(section);
  const chains = work.changed === undefined ? section.chains.values() : [...work.changed].map((id) => section.chains.get(id));
  const left = new Set<number>();
  let some = false;
  for (const chain of chains) {
    if (chain === undefined) continue;
    // Of a chain whose rules are not sure nobody knows whether it has any.
    if (chain.count < 0) left.add(chain.id);
    if (chain.count <= 0) continue;
    removeRules(section, chain);
    some = true;
  }
  work.changed = left;
  return some;
}

/** For each rule that a `-D` or `-C` line means the place of one that stands there, by back end; -1: none, -2: that is not sure. */
export function placesOfRules(
  resolver: Resolver,
  section: Section,
  chain: Chain,
  line: number,
  record: LineRecord,
): { legacy: number; nft: number }[] {
  resolver.comparesRules = true;
  const order = orderOf(resolver, section, chain);
  return Array.from({ length: record.copies }, (_, copy) => ({
    legacy: order.find(line, record, copy, 'legacy'),
    nft: order.find(line, record, copy, 'nft'),
  }));
}

function workOf(section: Section): Work {
  let work = works.get(section);
  if (work === undefined) {
    work = { orders: new Map(), gone: new Set(), ends: undefined, changed: undefined };
    works.set(section, work);
  }
  return work;
}

function orderOf(resolver: Resolver, section: Section, chain: Chain): RuleOrder {
  const { orders, changed } = workOf(section);
  changed?.add(chain.id);
  let order = orders.get(chain.rules);
  if (order === undefined) {
    order = new RuleOrder(resolver, chain.rules);
    orders.set(chain.rules, order);
  }
  return order;
}

function takeOut<T>(list: T[], gone: ReadonlySet<number>, lineOf: (item: T) => number): void {
  if (gone.size === 0) return;
  let kept = 0;
  for (const item of list) {
    if (gone.has(lineOf(item))) continue;
    list[kept] = item;
    kept++;
  }
  list.length = kept;
}

import type { BackEnd } from '../catalogue/schema';
import { parseLine } from '../syntax/line';
import type { BoundRule } from './bound';
import { OrderedList } from './ordered-list';
import type { LineRecord } from './record';
import { bindIn } from './record';
import type { Resolver } from './resolve-types';
import { RuleIndex } from './rule-index';

/** One rule that stands in a chain: its line, and which of the line's rules it is. */
export interface Standing {
  readonly line: number;
  readonly copy: number;
}

/** A rule that stands, with a number that is higher than those of the rules before it. */
interface Placed extends Standing {
  place: number;
}

/** The rules of a chain in order while lines insert some and take others out: of a hundred thousand each line moves one. */
export class RuleOrder {
  private readonly resolver: Resolver;
  private readonly rules = new OrderedList<Placed>();
  /** How many of each line's rules stand. */
  private readonly byLine = new Map<number, number>();
  /** The rules by what they say, once a line has looked for one. */
  private index: RuleIndex<Placed> | undefined;

  /** @param lines The lines that add the rules, in the order of the file. */
  constructor(resolver: Resolver, lines: readonly number[]) {
    this.resolver = resolver;
    for (const line of lines) this.add(line);
  }

  get length(): number {
    return this.rules.length;
  }

  toArray(): Standing[] {
    return this.rules.toArray().map(({ line, copy }) => ({ line, copy }));
  }

  /** Adds the rules of a line. With several addresses each is inserted at the same number, so that the last one comes first. */
  add(line: number): void {
    const record = this.resolver.records[line];
    if (record === undefined) return;
    const place = record.command === 'insert' ? Math.max(0, (record.number || 1) - 1) : undefined;
    for (let copy = 0; copy < record.copies; copy++) this.insert(place ?? this.rules.length, line, copy);
  }

  /** Takes the rule at a place out; gives its line when no other rule of that line stands, `undefined` otherwise. */
  remove(place: number): number | undefined {
    const removed = this.rules.remove(place);
    if (removed === undefined) return undefined;
    this.index?.remove(removed);
    const left = (this.byLine.get(removed.line) ?? 1) - 1;
    if (left > 0) this.byLine.set(removed.line, left);
    else this.byLine.delete(removed.line);
    return left > 0 ? undefined : removed.line;
  }

  /** Puts the rule of a line in front of the one at a place. */
  insert(place: number, line: number, copy: number): void {
    const before = place > 0 ? this.rules.at(Math.min(place, this.rules.length) - 1)?.place : undefined;
    const behind = this.rules.at(place)?.place;
    const item: Placed = { line, copy, place: between(before, behind) };
    this.rules.insert(place, item);
    if (item.place === before || item.place === behind) this.numberAnew();
    this.byLine.set(line, (this.byLine.get(line) ?? 0) + 1);
    if (this.index !== undefined) this.put(this.index, item);
  }

  /** The place of the first rule that is one of those of a line; -1: there is none, -2: that is not sure. */
  find(line: number, record: LineRecord, copy: number, backEnd: BackEnd): number {
    const rule = this.boundAt(line, record);
    if (rule === undefined) return -1;
    if (this.index === undefined) {
      this.index = new RuleIndex(this.resolver.family);
      for (const item of this.rules.toArray()) this.put(this.index, item);
    }
    const found = this.index.find({ rule, copy }, backEnd);
    if (found === undefined) return -1;
    return found === 'unknown' ? -2 : this.rules.placeOf(({ place }) => place < found.place);
  }

  private put(index: RuleIndex<Placed>, item: Placed): void {
    const record = this.resolver.records[item.line];
    const rule = record && this.boundAt(item.line, record);
    if (rule !== undefined) index.add(item, { rule, copy: item.copy });
  }

  /** Between two numbers there is room for some fifty others. */
  private numberAnew(): void {
    for (const [index, item] of this.rules.toArray().entries()) item.place = index;
  }

  private boundAt(line: number, record: LineRecord): BoundRule | undefined {
    const { lines, family, names, hiddenTargets } = this.resolver;
    const tree = parseLine(lines.texts[line] ?? '', record.template);
    return tree.kind === 'command' ? bindIn(tree, record.table, { family, names, hiddenTargets }) : undefined;
  }
}

function between(before: number | undefined, behind: number | undefined): number {
  if (before === undefined) return behind === undefined ? 0 : behind - 1;
  return behind === undefined ? before + 1 : (before + behind) / 2;
}

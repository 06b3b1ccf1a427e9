import type { BackEnd, Family } from '../catalogue/schema';
import { firstNot } from './ordered-list';
import type { Relation, RuleCopy, RuleFacts } from './same-rule';
import { factsOf, relationsOf, shapeOf, textsOf } from './same-rule';

/** A rule with its place in an order: a rule that stands further down has a higher number. */
export interface Placed {
  place: number;
}

/**
 * The rules of a chain by what `-D` and `-C` compare of them, so that a line finds its rule without being held against each of the
 * chain. Answers as `likeness` does, asked of one after the other.
 */
export class RuleIndex<T extends Placed> {
  private readonly kinds = new Map<string, Map<string, Group<T>>>();
  private readonly homes = new Map<T, { readonly group: Group<T>; readonly texts: readonly string[] }>();
  private readonly family: Family;
  /** How many rules were looked at, or added to a list. */
  steps = 0;

  constructor(family: Family) {
    this.family = family;
  }

  add(item: T, rule: RuleCopy): void {
    const facts = factsOf(rule, this.family);
    const group = this.groupOf(facts);
    const texts = textsOf(facts);
    this.homes.set(item, { group, texts });
    group.members.add(item);
    for (const [which, list] of group.lists) this.put(list, keyOf(texts, which), item);
  }

  remove(item: T): void {
    const home = this.homes.get(item);
    if (home === undefined) return;
    this.homes.delete(item);
    home.group.members.delete(item);
    for (const [which, list] of home.group.lists) {
      const items = list.get(keyOf(home.texts, which));
      const at = items === undefined ? -1 : firstNot(items, ({ place }) => place < item.place);
      if (items?.[at] === item) items.splice(at, 1);
    }
  }

  /** The first rule that is the same as one; `unknown` where there is none, but one of which that cannot be said. */
  find(rule: RuleCopy, backEnd: BackEnd): T | 'unknown' | undefined {
    const wanted = factsOf(rule, this.family);
    const texts = textsOf(wanted);
    let first: T | undefined;
    let isUnsure = false;
    for (const group of this.kinds.get(wanted.kind)?.values() ?? []) {
      this.steps++;
      const relations = relationsOf(group.facts, wanted, backEnd);
      if (group.members.size === 0 || relations.includes('never')) continue;
      if (!relations.includes('unknown')) {
        const [same] = this.matching(group, texts, relations, ['equal', 'loose']);
        if (same !== undefined && (first === undefined || same.place < first.place)) first = same;
      }
      if (first === undefined && !isUnsure && relations.some((relation) => relation === 'unknown' || relation === 'loose'))
        isUnsure = this.matching(group, texts, relations, ['equal']).length > 0;
    }
    return first ?? (isUnsure ? 'unknown' : undefined);
  }

  /** The rules of a group whose texts of some relations are those of another rule, in order. */
  private matching(group: Group<T>, texts: readonly string[], relations: readonly Relation[], compared: readonly Relation[]): readonly T[] {
    const which = relations.map((relation) => (compared.includes(relation) ? '1' : '0')).join('');
    let list = group.lists.get(which);
    if (list === undefined) {
      list = new Map();
      group.lists.set(which, list);
      const members = [...group.members].sort((a, b) => a.place - b.place);
      for (const item of members) this.put(list, keyOf(this.homes.get(item)?.texts ?? [], which), item);
    }
    return list.get(keyOf(texts, which)) ?? [];
  }

  private groupOf(facts: RuleFacts): Group<T> {
    const groups = this.kinds.get(facts.kind) ?? new Map<string, Group<T>>();
    this.kinds.set(facts.kind, groups);
    const shape = shapeOf(facts);
    const group = groups.get(shape) ?? { facts, members: new Set(), lists: new Map() };
    groups.set(shape, group);
    return group;
  }

  private put(list: Map<string, T[]>, key: string, item: T): void {
    this.steps++;
    const items = list.get(key);
    if (items === undefined) list.set(key, [item]);
    else
      items.splice(
        firstNot(items, ({ place }) => place < item.place),
        0,
        item,
      );
  }
}

/** Rules of one kind and shape: they have the same relations to any other rule. */
interface Group<T> {
  readonly facts: RuleFacts;
  readonly members: Set<T>;
  /** The rules in order by some of their texts; by which of them, as zeros and ones. Made once something asks for it. */
  readonly lists: Map<string, Map<string, T[]>>;
}

function keyOf(texts: readonly string[], which: string): string {
  return texts.filter((_, index) => which[index] === '1').join('\n\n');
}

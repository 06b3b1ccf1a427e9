import type { BoundExtension, BoundRule } from '../../model/bound';
import { optionSpan } from '../../model/bound';
import type { Cell } from './align';
import { matchKey } from './align';

/**
 * The words of a rule as they are written, in the groups that stand in one column where rules are aligned; `undefined` for a rule
 * that has parts of two groups in one word, or a group in two places.
 */
export function tidyCells(rule: BoundRule): Cell[] | undefined {
  const { tree } = rule;
  const keys = keysByStart(rule);
  if (keys === undefined) return undefined;
  const cells: { key: string; text: string }[] = [];
  if (tree.counters !== undefined) cells.push({ key: 'counters', text: tree.text.slice(tree.counters.start, tree.counters.end) });
  const seen = new Set<string>();
  for (const word of tree.words) {
    const key = keys.get(word.start);
    if (key === undefined) return undefined;
    const text = tree.text.slice(word.start, word.end);
    const last = cells[cells.length - 1];
    if (last?.key === key) last.text += ` ${text}`;
    else if (seen.has(key)) return undefined;
    else {
      seen.add(key);
      cells.push({ key, text });
    }
  }
  return cells;
}

/** The group of each word, by where it begins; `undefined` when one word belongs to two. */
function keysByStart(rule: BoundRule): Map<number, string> | undefined {
  const { command } = rule;
  if (command === undefined) return undefined;
  const keys = new Map<number, string>();
  let clear = true;
  const put = (start: number, end: number, key: string): void => {
    for (const word of rule.tree.words) {
      if (word.start < start || word.start >= end) continue;
      if (keys.has(word.start) && keys.get(word.start) !== key) clear = false;
      keys.set(word.start, key);
    }
  };
  for (const part of [command.name, command.chain, command.number]) if (part !== undefined) put(part.start, part.end, 'command');
  const matches = new Map<BoundExtension, string>();
  const taken = new Set<string>();
  for (const match of rule.matches) {
    const key = matchKey(match.spec, (one) => taken.has(one));
    taken.add(key);
    matches.set(match, key);
  }
  let loaded = 0;
  const explicit = rule.matches.filter(({ implicit }) => !implicit);
  for (const option of rule.options) {
    const { start, end } = optionSpan(option);
    const { owner, spec } = option;
    if (owner !== undefined) put(start, end, owner === rule.target ? 'target' : (matches.get(owner) ?? 'target'));
    else if (spec.name === 'match') {
      const match = explicit[loaded++];
      put(start, end, (match && matches.get(match)) ?? 'match');
    } else put(start, end, spec.name === 'jump' || spec.name === 'goto' ? 'target' : spec.name);
  }
  return clear ? keys : undefined;
}

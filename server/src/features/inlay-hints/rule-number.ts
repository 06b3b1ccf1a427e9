import { verbatim } from '../../l10n/text';
import { OrderedList } from '../../model/ordered-list';
import type { Chain } from '../../model/resolve-types';
import type { RulesFile } from '../../model/rules-file';
import { sectionAt } from '../../model/sections';
import type { Note } from './note';

/** The numbers that `iptables -L --line-numbers` shows for a line's rules once the file is loaded; `undefined` where that is not certain. */
export function ruleNumberNote(file: RulesFile, line: number): Note | undefined {
  const record = file.records[line];
  if (record === undefined || record.chain < 0 || (record.command !== 'append' && record.command !== 'insert')) return undefined;
  const chain = sectionAt(file, line)?.chains.get(record.chain);
  const numbers = chain && numbersOf(file, chain).get(line);
  if (numbers === undefined) return undefined;
  const [first, last] = numbers;
  return { at: 0, label: verbatim(first === last ? String(first) : `${first}–${last}`), before: true };
}

type Numbers = ReadonlyMap<number, readonly [number, number]>;

/** The resolution makes its chains anew whenever a rule comes, goes or moves. */
const known = new WeakMap<Chain, Numbers>();

function numbersOf(file: RulesFile, chain: Chain): Numbers {
  let numbers = known.get(chain);
  if (numbers === undefined) {
    numbers = chain.count < 0 ? new Map() : numbered(linesInOrder(file, chain));
    known.set(chain, numbers);
  }
  return numbers;
}

/** The line of each rule of a chain in the order of the chain: a line with several addresses stands there several times. */
function linesInOrder(file: RulesFile, chain: Chain): readonly number[] {
  if (chain.standing !== undefined) return chain.standing.map((rule) => rule.line);
  const order = new OrderedList<number>();
  for (const line of chain.rules) {
    const record = file.records[line];
    const copies = record?.copies ?? 1;
    const place = record?.command === 'insert' ? Math.max(0, (record.number || 1) - 1) : undefined;
    for (let copy = 0; copy < copies; copy++) order.insert(place === undefined ? order.length : place + copy, line);
  }
  return order.toArray();
}

function numbered(order: readonly number[]): Numbers {
  const numbers = new Map<number, [number, number]>();
  for (const [index, line] of order.entries()) {
    const found = numbers.get(line);
    if (found === undefined) numbers.set(line, [index + 1, index + 1]);
    else found[1] = index + 1;
  }
  return numbers;
}

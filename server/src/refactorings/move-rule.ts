import type { Section } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import { sectionAt } from '../model/sections';
import { isCountedOn } from '../rules/support/remove-rule';
import type { Refactoring, Selection } from './refactoring';
import { selectedLines } from './refactoring';
import { countCommuting } from './support/commuting';
import { blockStart, moveBlock } from './support/rule-block';

/** How far a rule is moved at most. */
const farthest = 50;

/** "Move this rule up": past its neighbours in the chain, as far as that makes no difference to any packet. */
export function moveRule(selection: Selection): readonly Refactoring[] {
  const { file } = selection;
  const { first: line, last } = selectedLines(selection);
  const section = line === last && file.records[line]?.command === 'append' ? sectionAt(file, line) : undefined;
  const rules = section?.chains.get(file.records[line]?.chain ?? -1)?.rules ?? [];
  const at = rules.indexOf(line);
  if (section === undefined || at < 0 || isCountedOn(file, line)) return [];
  return [
    ...moves(file, section, line, rules.slice(Math.max(0, at - farthest), at).reverse(), 'up'),
    ...moves(file, section, line, rules.slice(at + 1, at + 1 + farthest), 'down'),
  ];
}

/** By one rule, and by as many as possible where that is farther. */
function moves(file: RulesFile, section: Section, line: number, neighbours: readonly number[], way: 'up' | 'down'): readonly Refactoring[] {
  const count = countCommuting(file, section, line, neighbours);
  const refactorings: Refactoring[] = [];
  for (const steps of new Set([1, count])) {
    const other = neighbours[steps - 1];
    if (other === undefined || steps > count) continue;
    const first = blockStart(file, line);
    const place = way === 'up' ? blockStart(file, other) : other + 1;
    // Counted from 1, as it is once the rule stands there.
    const number = way === 'up' ? place + line - first + 1 : other + 1;
    const title = steps === 1 ? titles[way] : farTitle(way, number);
    refactorings.push({ kind: 'refactor.move', title, edits: moveBlock(file, line, place) });
  }
  return refactorings;
}

const titles = {
  up: { en: 'Move this rule up', ja: 'このルールを一つ上に移動する' },
  down: { en: 'Move this rule down', ja: 'このルールを一つ下に移動する' },
};

function farTitle(way: 'up' | 'down', number: number): Refactoring['title'] {
  return {
    en: `Move this rule ${way} to line ${number}, as far as nothing changes`,
    ja: `このルールを結果が変わらない範囲で最も${way === 'up' ? '上' : '下'}の ${number} 行目に移動する`,
  };
}

import { allMatches, targetNamed } from '../../catalogue/index';
import { reads as catalogueReads } from '../../catalogue/reads';
import type { Change, MatchSpec } from '../../catalogue/schema';
import type { Section } from '../../model/resolve-types';
import type { RulesFile } from '../../model/rules-file';
import type { Condition } from './rule-conditions';

/** How many rules are looked at; where there are more, anything may be changed. */
const most = 500;

const everything: ReadonlySet<Change> = new Set<Change>(['mark', 'connection', 'tracking', 'sets', 'header', 'source', 'destination']);

/** What rules can change in packets that go on behind them, the chains that they jump to included. */
export function changesOf(file: RulesFile, section: Section, lines: readonly number[]): ReadonlySet<Change> {
  const changes = new Set<Change>();
  const seen = new Set<number>();
  const todo = [...lines];
  for (let count = 0; todo.length > 0; count++) {
    const line = todo.pop() ?? -1;
    const record = file.records[line];
    if (count > most) return everything;
    if (record === undefined) continue;
    for (const change of byMatches(file.lineText(line))) changes.add(change);
    if (record.target === undefined) {
      if (record.jump < 0 || seen.has(record.jump)) continue;
      seen.add(record.jump);
      todo.push(...(section.chains.get(record.jump)?.rules ?? []));
      continue;
    }
    const target = targetNamed(record.target, file.family);
    if (target?.verdict !== 'continue') continue;
    for (const spec of [target, ...target.options]) for (const change of spec.changes ?? []) changes.add(change);
  }
  return changes;
}

/** Matches that an option lets change something while they are asked, by name. */
const changing: readonly (readonly [name: string, changes: readonly Change[]])[] = allMatches
  .map(({ name, options }) => [name, options.flatMap(({ changes = [] }) => changes)] as const)
  .filter(([, changes]) => changes.length > 0);

/** What the matches of a line may change, without a closer look at it. */
function byMatches(text: string): readonly Change[] {
  return changing.flatMap(([name, changes]) => (text.includes(name) ? changes : []));
}

/** Whether what a condition says of a packet can be another after one of the changes. */
export function isTouched(condition: Condition, changes: ReadonlySet<Change>): boolean {
  for (const change of changes) if (reads(condition, change)) return true;
  return false;
}

function reads({ general, match, options }: Condition, change: Change): boolean {
  if (match === undefined) return general === change;
  if (change !== 'tracking') return catalogueReads(match.spec, options, change);
  return catalogueReads(match.spec, options, 'connection') || (match.spec as MatchSpec).needsConnection === true;
}

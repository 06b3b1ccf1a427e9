import { allMatches, allTargets } from '../catalogue/index';
import { reads } from '../catalogue/reads';
import type { ExtensionSpec } from '../catalogue/schema';
import type { BoundExtension } from '../model/bound';

/** It may look at a packet's mark or pass it on, with some value of some option. */
export function mayReadMark(spec: ExtensionSpec): boolean {
  return reads(spec, [], 'mark') || spec.options.some((option) => option.reads?.includes('mark'));
}

/** It looks at a packet's mark, or passes it on, in a way that no option tells: by a set, a program. */
export function readsUntoldMark({ spec, options }: BoundExtension): boolean {
  return !asksForMark(spec) && reads(spec, options, 'mark');
}

/** Targets that set, read or pass on a packet's mark, or their connection's. */
export const markTargets: ReadonlySet<string> = new Set(
  allTargets.filter((spec) => mayReadMark(spec) || changesMark(spec)).map(({ name }) => name),
);

/** Names of matches that ask for a mark's bits or change it. A match's name cannot be cut short. */
export const markMatches: readonly string[] = allMatches.filter((spec) => changesMark(spec) || asksForMark(spec)).map(({ name }) => name);

/** A quick look at a line for matches that look at a packet's mark in a way that no option tells. */
export function mayHoldUntoldRead(text: string): boolean {
  return alwaysReads.test(text) || readsWhere.some((where) => where.test(text));
}

const untold = allMatches.filter((spec) => mayReadMark(spec) && !asksForMark(spec));

/** The names of those that do with any values, as a word, be it one of a comment. */
const alwaysReads = new RegExp(
  `(?:^|[\\s"'=m])(?:${untold
    .filter(isNotChoosy)
    .map(({ name }) => name)
    .join('|')})(?=[\\s"']|$)`,
);

/** What the values of the others look like. */
const readsWhere = untold.flatMap((spec) => (isNotChoosy(spec) ? [] : spec.options.flatMap((option) => option.readsWhere ?? [])));

function isNotChoosy(spec: ExtensionSpec): boolean {
  return spec.options.every((option) => option.readsWhere === undefined);
}

/** Its options tell which bits of a mark it looks at. */
function asksForMark(spec: ExtensionSpec): boolean {
  return spec.options.some(({ asksMark }) => asksMark !== undefined);
}

function changesMark(spec: ExtensionSpec): boolean {
  const changes = spec.kind === 'target' ? (spec.changes ?? []) : [];
  return changes.includes('mark') || spec.options.some((option) => option.changes?.includes('mark'));
}

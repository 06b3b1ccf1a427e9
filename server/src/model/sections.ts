import type { Chain, Section } from './resolve-types';
import type { RulesFile } from './rules-file';

/** The section that a line stands in, its `*table` and COMMIT included; `undefined` outside of one. */
export function sectionAt(file: RulesFile, line: number): Section | undefined {
  const { sections } = file.resolution();
  // They stand one behind the other, and there may be thousands.
  let [low, high] = [0, sections.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sections[middle]?.last ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  const section = sections[low];
  return section !== undefined && section.first <= line ? section : undefined;
}

/** The section of a table that holds in the end: the last one, since each wipes the ones before it. */
export function sectionOf(file: RulesFile, table: string): Section | undefined {
  const { sections } = file.resolution();
  for (let index = sections.length - 1; index >= 0; index--) if (sections[index]?.table === table) return sections[index];
  return undefined;
}

/** The chain of a name in a section; `undefined` where the section, or such a chain, is not there. */
export function chainNamed(section: Section | undefined, name: string): Chain | undefined {
  return section?.chains.get(section.names.find(name) ?? -1);
}

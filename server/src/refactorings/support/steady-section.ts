import type { Section } from '../../model/resolve-types';
import type { RulesFile } from '../../model/rules-file';

/** What the lines of a section do besides adding rules. */
export interface SectionLines {
  /** No line deletes, replaces or empties anything. */
  readonly onlyAdds: boolean;
  /** The chains of which some line counts the rules. */
  readonly counted: ReadonlySet<number>;
  /** How many lines make each chain. */
  readonly makers: ReadonlyMap<number, number>;
  /** The lines with a command that is not read: those for the other family, and those with errors. */
  readonly unread: readonly number[];
  /** Blank lines stand between rules. */
  readonly hasGaps: boolean;
}

/** Kept until the next edit: the cursor moves more often. */
const known = new WeakMap<Section, { readonly revision: number; readonly lines: SectionLines }>();

/** What the lines of a section do, read once. */
export function sectionLines(file: RulesFile, section: Section): SectionLines {
  const last = known.get(section);
  if (last?.revision === file.revision) return last.lines;
  const lines = readLines(file, section);
  known.set(section, { revision: file.revision, lines });
  return lines;
}

/**
 * Whether rules can be added to some chains of a section and taken from them, and no other line does something else for it. Of a
 * template nobody knows which rules it has.
 */
export function isOpen(file: RulesFile, section: Section, chains: readonly number[]): boolean {
  if (!section.committed || file.isUncertain) return false;
  const { onlyAdds, counted } = sectionLines(file, section);
  return onlyAdds && !chains.some((chain) => counted.has(chain));
}

/** Commands that leave the rules and chains of other lines as they are. */
const additive: ReadonlySet<string> = new Set(['append', 'insert', 'new-chain', 'policy']);

function readLines(file: RulesFile, section: Section): SectionLines {
  let onlyAdds = true;
  let gap: 'none' | 'open' | 'closed' = 'none';
  const counted = new Set<number>();
  const makers = new Map<number, number>();
  const unread: number[] = [];
  for (let line = section.first + 1; line < section.last; line++) {
    const record = file.records[line];
    if (record === undefined) continue;
    const { kind, command, chain, number } = record;
    if (kind === 'chain' || command === 'new-chain') makers.set(chain, (makers.get(chain) ?? 0) + 1);
    if (kind === 'blank' && gap === 'none' && file.records[line - 1]?.command !== undefined) gap = 'open';
    if (kind !== 'command') continue;
    if (command === undefined) unread.push(line);
    else if (!additive.has(command)) onlyAdds = false;
    if (number > 1) counted.add(chain);
    if (gap === 'open') gap = 'closed';
  }
  return { onlyAdds, counted, makers, unread, hasGaps: gap === 'closed' };
}

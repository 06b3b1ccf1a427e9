import type { BoundRule } from '../model/bound';
import type { Section } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import { chainNamed, rulesInOrder, sectionOf } from './chain-order';
import type { Conditions } from './conditions';
import { allStates, isEmpty, meet, relate } from './conditions';
import { lineConditions } from './fate';

/** A rule that takes packets out of connection tracking. */
export interface Exemption {
  readonly line: number;
  /** The hook of the raw table that its packets come from. */
  readonly hook: 'PREROUTING' | 'OUTPUT';
  /** The chain it stands in. */
  readonly chain: string;
  /** The packets it exempts: its own conditions and those of the jumps that lead to it. */
  readonly packets: Conditions;
}

const cache = new WeakMap<RulesFile, { revision: number; exemptions: readonly Exemption[] }>();

/** Whether a rule is `-j NOTRACK` or `-j CT --notrack`. */
export function isNotrack(rule: BoundRule): boolean {
  if (rule.target?.spec.name === 'NOTRACK') return true;
  return rule.target?.spec.name === 'CT' && rule.target.options.some((option) => option.spec.name === 'notrack');
}

/** Every exemption of a file, followed through user chains. A rule that both hooks reach is there twice. */
export function exemptionsOf(file: RulesFile): readonly Exemption[] {
  const known = cache.get(file);
  if (known?.revision === file.revision) return known.exemptions;
  const section = sectionOf(file, 'raw');
  const exemptions: Exemption[] = [];
  if (section !== undefined) {
    for (const hook of ['PREROUTING', 'OUTPUT'] as const) {
      collect(file, section, hook, hook, undefined, exemptions, 0);
    }
  }
  cache.set(file, { revision: file.revision, exemptions });
  return exemptions;
}

/** How deep jumps are followed, and how many exemptions are looked at: beyond that nothing is said of them. */
const deepest = 8;
const most = 2000;

function collect(
  file: RulesFile,
  section: Section,
  hook: Exemption['hook'],
  name: string,
  way: Conditions | undefined,
  found: Exemption[],
  depth: number,
): void {
  const chain = chainNamed(section, name);
  const order = chain && rulesInOrder(file, chain);
  if (order === undefined || depth > deepest) return;
  for (const line of order) {
    const record = file.records[line];
    if (record === undefined || record.jump < 0 || found.length >= most) continue;
    const notrack = record.target === 'NOTRACK' || record.target === 'CT';
    if (record.target !== undefined && !notrack) continue;
    const own = lineConditions(file, line);
    if (own === undefined) continue;
    const packets = way === undefined ? own : meet(way, own);
    if (isEmpty(packets)) continue;
    if (notrack) {
      // No state is known in raw yet, so a NOTRACK that asks for one exempts nothing that could be told.
      const rule = own.states === allStates ? file.bound(line) : undefined;
      if (rule !== undefined && isNotrack(rule)) found.push({ line, hook, chain: name, packets });
    } else {
      collect(file, section, hook, file.nameText(record.jump), packets, found, depth + 1);
    }
  }
}

/** The line of an exemption that surely holds for every packet of a set; `undefined` when none does. */
export function exemptedBy(file: RulesFile, hook: Exemption['hook'], packets: Conditions): number | undefined {
  const section = sectionOf(file, 'raw');
  const chain = chainNamed(section, hook);
  if (section === undefined || chain === undefined) return undefined;
  const fate = walk(file, section, hook, { ...packets, exact: true }, 0);
  return typeof fate === 'number' ? fate : undefined;
}

/** The line that exempts all of the packets; `through` when all come out untouched; `unknown` otherwise. */
function walk(file: RulesFile, section: Section, name: string, packets: Conditions, depth: number): number | 'through' | 'unknown' {
  const chain = chainNamed(section, name);
  const order = chain && rulesInOrder(file, chain);
  if (order === undefined || depth > deepest) return 'unknown';
  for (const line of order) {
    const record = file.records[line];
    const conditions = lineConditions(file, line);
    if (record === undefined || conditions === undefined || record.jump < 0) continue;
    const relation = relate(packets, conditions);
    if (relation === 'none') continue;
    if (record.target === undefined) {
      const inner = walk(file, section, file.nameText(record.jump), meet(packets, conditions), depth + 1);
      if (relation === 'all' && typeof inner === 'number') return inner;
      if (record.goto || inner === 'unknown') return 'unknown';
      continue;
    }
    const rule = file.bound(line);
    if (rule !== undefined && isNotrack(rule)) {
      if (relation === 'all') return line;
      continue;
    }
    if (
      record.target === 'ACCEPT' ||
      record.target === 'RETURN' ||
      record.target === 'DROP' ||
      record.target === 'QUEUE' ||
      record.target === 'NFQUEUE'
    ) {
      if (relation === 'all') return record.target === 'RETURN' ? 'through' : 'unknown';
      return 'unknown';
    }
  }
  return 'through';
}

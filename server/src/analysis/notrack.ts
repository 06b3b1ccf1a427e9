import type { BoundRule } from '../model/bound';
import type { Section } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import { chainNamed, sectionOf } from '../model/sections';
import { rulesInOrder } from './chain-order';
import type { Conditions } from './conditions';
import { allStates, isEmpty, meet } from './conditions';
import { lineConditions } from './line-conditions';

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

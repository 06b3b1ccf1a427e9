import type { Hook } from '../catalogue/schema';
import { chainNamed } from '../model/sections';
import type { PacketSet } from './diagram';
import { allPackets, nothing } from './diagram';
import { regardless } from './packets';
import type { RulesetAnalysis } from './ruleset';
import { exemptAt, packetsAt } from './tracking';

/** The chains of nat that a hook's packets have come through by the time filter sees them. */
const before: Readonly<Record<Hook, readonly ('PREROUTING' | 'OUTPUT')[]>> = {
  PREROUTING: [],
  INPUT: ['PREROUTING', 'OUTPUT'],
  FORWARD: ['PREROUTING'],
  OUTPUT: ['OUTPUT'],
  POSTROUTING: ['PREROUTING', 'OUTPUT'],
};

/**
 * What packets may be at a hook once nat has given them another destination: tracked ones, which raw saw as they were before.
 * Every packet, where that is not known.
 */
export function translatedAt(analysis: RulesetAnalysis, hook: Hook): PacketSet {
  const { space, changes } = analysis;
  const { diagram } = space;
  const table = analysis.tables.get('nat');
  let translated: PacketSet = nothing;
  for (const name of before[hook]) {
    const chain = table?.chains.get(chainNamed(table.section, name)?.id ?? -1);
    for (const { verdict, change, set } of chain?.fates.ends ?? []) {
      if (verdict === 'unknown') return allPackets;
      if (!verdict.startsWith('nat ')) continue;
      const tracked = diagram.subtract(diagram.intersect(set, packetsAt(space, name)), exemptAt(analysis, name).surely);
      translated = diagram.unite(translated, changes.after({ change, set: tracked }));
    }
  }
  return regardless(space, translated, ['input', 'output', 'state', 'rawState']);
}

/** Whether replies may come to a hook for which nat gives them back another destination than the one that raw saw. */
export function mayGetBackDestination(analysis: RulesetAnalysis, hook: Hook): boolean {
  if (hook !== 'FORWARD' && hook !== 'POSTROUTING') return false;
  const table = analysis.tables.get('nat');
  return [...(table?.chains.values() ?? [])].some(({ chain }) => chain.builtin && chain.name === 'POSTROUTING' && chain.rules.length > 0);
}

import { decide, isDrop } from './decide';
import type { PacketSet } from './diagram';
import { asUntracked } from './exempt';
import { regardless } from './packets';
import type { RulesetAnalysis } from './ruleset';
import { packetsAt } from './tracking';

/**
 * Whether a rule of FORWARD may let exempted packets through, given as they come into PREROUTING. Then they need not be for this
 * host, so that INPUT may drop them, and their replies come through PREROUTING as well. That the policy lets them through says
 * nothing: it is ACCEPT on hosts that forward nothing.
 */
export function isForwarded(analysis: RulesetAnalysis, packets: PacketSet): boolean {
  if (!analysis.tables.has('filter')) return false;
  const { space } = analysis;
  const forwarded = space.diagram.intersect(regardless(space, packets, ['output']), packetsAt(space, 'FORWARD'));
  const decisions = decide(analysis, 'filter', 'FORWARD', asUntracked(analysis, forwarded));
  return decisions?.some(({ by, verdict }) => by !== 'policy' && !isDrop(verdict)) ?? false;
}

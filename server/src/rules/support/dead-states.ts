import { decide } from '../../analysis/decide';
import type { PacketSet } from '../../analysis/diagram';
import { nothing } from '../../analysis/diagram';
import { loopbackAddressed } from '../../analysis/loopback';
import { packetsWith } from '../../analysis/packets';
import type { ChainAnalysis, RulesetAnalysis } from '../../analysis/ruleset';
import { exemptAt, exemptingLine, packetsAt, regardlessOfState } from '../../analysis/tracking';
import { mayGetBackDestination, translatedAt } from '../../analysis/translated';
import type { Hook } from '../../catalogue/schema';
import type { BoundValue } from '../../model/bound';
import { hooksOfChain } from '../../model/hooks';
import { stateListOf } from './state-list';

/** A rule that asks for states which its packets never have, since raw takes them all out of connection tracking. */
export interface DeadState {
  readonly line: number;
  /** The list of states. */
  readonly list: BoundValue;
  /** The first line that takes packets of the rule out of tracking. */
  readonly notrackLine: number;
  /** What this host sends itself may still match. */
  readonly loopback: boolean;
}

const known = new WeakMap<RulesetAnalysis, readonly DeadState[]>();

/** The rules behind raw that ask for NEW, ESTABLISHED, RELATED or INVALID and not for UNTRACKED, and whose packets are all exempted for certain. */
export function deadStates(analysis: RulesetAnalysis): readonly DeadState[] {
  let dead = known.get(analysis);
  if (dead === undefined) {
    dead = find(analysis);
    known.set(analysis, dead);
  }
  return dead;
}

/** How many rules may be followed through the chain before them. */
const mostFollowed = 50;

function find(analysis: RulesetAnalysis): readonly DeadState[] {
  const dead: DeadState[] = [];
  if (exemptAt(analysis, 'PREROUTING').surely === nothing && exemptAt(analysis, 'OUTPUT').surely === nothing) return dead;
  const left = { follows: mostFollowed };
  for (const [name, table] of analysis.tables) {
    if (name === 'raw' || name === 'nat') continue;
    const hooks = hooksOfChain(table.section);
    for (const chain of table.chains.values()) {
      for (const line of chain.lines ?? []) {
        const list = asksForState(analysis, line) ? stateListOf(analysis.file, line) : undefined;
        const found = list && exemptionOf(analysis, name, chain, line, hooks(chain.chain.id), left);
        if (list !== undefined && found !== undefined) dead.push({ line, list, ...found });
      }
    }
  }
  return dead;
}

/** Whether a rule asks for states other than UNTRACKED. One that takes INVALID packets away has nothing to do with exempted ones, and no need to. */
function asksForState({ file, space, rule }: RulesetAnalysis, line: number): boolean {
  const { upper = nothing, effect } = rule(line) ?? {};
  if (upper === nothing || !file.lineText(line).includes('state')) return false;
  if (space.diagram.meets(upper, packetsWith(space, { state: 'UNTRACKED' }))) return false;
  const accepts = effect?.kind === 'verdict' && effect.verdict === 'accept';
  return accepts || !space.diagram.within(upper, packetsWith(space, { state: 'INVALID' }));
}

function exemptionOf(
  analysis: RulesetAnalysis,
  table: string,
  chain: ChainAnalysis,
  line: number,
  hooks: readonly Hook[],
  left: { follows: number },
): { readonly notrackLine: number; readonly loopback: boolean } | undefined {
  const { diagram } = analysis.space;
  const entering = diagram.intersect(analysis.rule(line)?.upper ?? nothing, chain.entering);
  let notrackLine: number | undefined;
  let loopback = false;
  for (const hook of hooks) {
    const met = diagram.intersect(entering, packetsAt(analysis.space, hook));
    if (met === nothing) continue;
    const local = diagram.intersect(met, loopbackAt(analysis, hook));
    const network = diagram.subtract(met, local);
    if (network === nothing ? !isExempt(analysis, hook, local) : !isExempt(analysis, hook, network)) return undefined;
    if (!isExempt(analysis, hook, local) && meets(analysis, table, hook, line, local, left)) loopback = true;
    notrackLine ??= exemptingLine(analysis, hook, network === nothing ? local : network);
  }
  return notrackLine === undefined ? undefined : { notrackLine, loopback };
}

/** What this host sends itself: what comes by `lo`, and what has addresses that no other host may have. */
function loopbackAt({ file, space }: RulesetAnalysis, hook: Hook): PacketSet {
  if (hook !== 'PREROUTING' && hook !== 'INPUT') return nothing;
  return space.diagram.unite(loopbackAddressed(space, file.family), packetsWith(space, { input: 'lo' }));
}

/** Whether raw surely exempts all of some packets, also those whose destination nat changes before they come here. */
function isExempt(analysis: RulesetAnalysis, hook: Hook, packets: PacketSet): boolean {
  const { diagram } = analysis.space;
  const set = regardlessOfState(analysis.space, packets);
  if (!diagram.within(set, exemptAt(analysis, hook).surely)) return false;
  return !mayGetBackDestination(analysis, hook) && !diagram.meets(set, translatedAt(analysis, hook));
}

/** Whether packets may come to a rule at all, past those before it. */
function meets(analysis: RulesetAnalysis, table: string, hook: Hook, line: number, packets: PacketSet, left: { follows: number }): boolean {
  if (--left.follows < 0) return true;
  let met = false;
  const decisions = decide(analysis, table, hook, packets, {
    onMatch: (matching) => {
      met ||= matching === line;
    },
  });
  return met || decisions === undefined;
}

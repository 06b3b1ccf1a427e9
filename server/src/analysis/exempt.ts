import { chainNamed } from '../model/sections';
import type { Stream } from './changes';
import { decideStreams } from './decide';
import type { PacketSet } from './diagram';
import { allPackets, nothing } from './diagram';
import type { Verdict } from './effects';
import type { RuleSets } from './fates';
import { packetsWith, regardless, regardlessOfMark } from './packets';
import type { RulesetAnalysis } from './ruleset';

/** The packets that raw takes out of connection tracking at one hook. */
export interface ExemptPackets {
  /** For certain. */
  readonly surely: PacketSet;
  /** Perhaps. */
  readonly maybe: PacketSet;
}

const known = new WeakMap<RulesetAnalysis, Map<string, ExemptPackets>>();

/**
 * The packets that raw takes out of connection tracking, as they come into `PREROUTING` or `OUTPUT`; none without a raw table.
 * A mark that raw asks for may have changed when later tables see the packet, so what depends on one is not certain.
 */
export function exemptPackets(analysis: RulesetAnalysis, hook: 'PREROUTING' | 'OUTPUT'): ExemptPackets {
  const hooks = known.get(analysis) ?? new Map<string, ExemptPackets>();
  known.set(analysis, hooks);
  const exempt = hooks.get(hook) ?? exemptIn(analysis, hook);
  hooks.set(hook, exempt);
  return exempt;
}

function exemptIn(analysis: RulesetAnalysis, hook: 'PREROUTING' | 'OUTPUT'): ExemptPackets {
  const { diagram } = analysis.space;
  const exempt = [...analysis.space.changesTo('exempt', 1)][0]?.[0] ?? -1;
  let maybe: PacketSet = nothing;
  let not: PacketSet = nothing;
  for (const { verdict, change, set } of endsInRaw(analysis, hook)) {
    const goesOn = verdict === 'accept';
    const becomes = goesOn ? analysis.changes.bits(change).get(exempt) : undefined;
    if (verdict === 'drop') continue;
    if (!goesOn || becomes !== undefined) maybe = diagram.unite(maybe, set);
    if (!goesOn || becomes !== 'set') not = diagram.unite(not, set);
  }
  // What tracking has seen before, on loopback's second pass, is another matter: raw cannot exempt it any more.
  const first = analysis.space.inRanges('rawState', [[3, 3]]);
  const atFirst = (set: PacketSet): PacketSet => regardless(analysis.space, diagram.intersect(set, first), ['rawState']);
  const outside = regardlessOfMark(analysis.space, atFirst(not));
  return { surely: diagram.subtract(atFirst(maybe), outside), maybe: atFirst(maybe) };
}

/** What may become of packets in raw. What comes out at the end goes on, since a policy that drops would leave nothing to ask about. */
function endsInRaw(analysis: RulesetAnalysis, hook: 'PREROUTING' | 'OUTPUT'): readonly (Stream & { readonly verdict: Verdict })[] {
  const table = analysis.tables.get('raw');
  const chain = table?.chains.get(chainNamed(table.section, hook)?.id ?? -1);
  if (table === undefined || chain === undefined) return [];
  const attached = [...table.chains.values()].flatMap(({ chain: { rules } }) => rules.filter((line) => attaches(analysis, line)));
  if (attached.length === 0)
    return [...chain.fates.ends, ...chain.fates.through.map((stream): Stream & { verdict: Verdict } => ({ ...stream, verdict: 'accept' }))];
  // The first of CT and NOTRACK counts (`xt_ct_target`, `notrack_tg` in the kernel's xt_CT.c): behind a CT no NOTRACK does anything any more.
  const ending = new Set(attached);
  const rule = (line: number): RuleSets | undefined => {
    const sets = analysis.rule(line);
    return sets === undefined || !ending.has(line) ? sets : { ...sets, effect: { kind: 'verdict', verdict: 'accept' } };
  };
  const walked = decideStreams({ ...analysis, rule }, 'raw', hook, [{ change: 0, set: allPackets }]);
  if (walked === undefined) return [{ verdict: 'unknown', change: 0, set: allPackets }];
  return walked.decisions.map(({ verdict, by, packets, change }) => ({
    verdict: by === 'policy' ? 'accept' : verdict,
    change,
    set: packets,
  }));
}

/** Whether a rule gives packets a connection to begin with: `-j CT` without `--notrack`. */
function attaches(analysis: RulesetAnalysis, line: number): boolean {
  const effect = analysis.rule(line)?.effect;
  return analysis.file.records[line]?.target === 'CT' && effect?.kind === 'continue' && effect.change?.exempts !== true;
}

/** Packets as the tables behind raw see them once they are exempted: their state is UNTRACKED, whatever it would have been. */
export function asUntracked(analysis: RulesetAnalysis, set: PacketSet): PacketSet {
  const { space } = analysis;
  return space.diagram.intersect(regardless(space, set, ['state', 'rawState']), packetsWith(space, { state: 'UNTRACKED' }));
}

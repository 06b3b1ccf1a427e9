import type { Hook, TableName } from '../catalogue/schema';
import { tablesByHook } from '../catalogue/tables';
import { chainNamed } from '../model/sections';
import type { Stream } from './changes';
import type { Decision } from './decide';
import { decideStreams } from './decide';
import type { BitChange, PacketSet } from './diagram';
import { nothing } from './diagram';
import { packetsWith } from './packets';
import type { RulesetAnalysis } from './ruleset';

/** Where a packet goes: to this host, through it, or out of it. What it sends to itself goes `send` and then `receive`. */
export type Way = 'receive' | 'forward' | 'send';

/** The hooks of each way, in order. */
const hooksOf: Readonly<Record<Way, readonly Hook[]>> = {
  receive: ['PREROUTING', 'INPUT'],
  forward: ['PREROUTING', 'FORWARD', 'POSTROUTING'],
  send: ['OUTPUT', 'POSTROUTING'],
};

/** Where packets end on their way; with `accept` they have come to its end. */
export interface PathEnd extends Decision {
  /** The table and the chain where they end; `undefined` where they come through. */
  readonly at: { readonly table: TableName; readonly chain: Hook } | undefined;
}

/** How to follow packets. */
export interface PathOptions {
  /** The interface that routing chooses; any where it is left out. */
  readonly output?: string;
  /** Called for each rule that some packets may match, with these packets as they came into the way's first chain. */
  readonly onMatch?: (line: number, packets: PacketSet) => void;
  /** Called for each built-in chain with a policy that some packets may come to. */
  readonly onPolicy?: (table: TableName, chain: Hook, packets: PacketSet) => void;
}

/**
 * Where packets end, through all tables of their way. `state` is what connection tracking will say of them, `rawState` what raw
 * sees: INVALID, but for packets that are tracked when they come.
 * @returns `undefined` where it takes too long, or where a loop of chains makes it unknown.
 */
export function followPath(
  analysis: RulesetAnalysis,
  way: Way,
  packets: PacketSet,
  options: PathOptions = {},
): readonly PathEnd[] | undefined {
  const ends: PathEnd[] = [];
  let streams: readonly Stream[] = [{ change: 0, set: packets }];
  for (const [index, hook] of hooksOf[way].entries()) {
    if (index > 0 && way !== 'receive') streams = routed(analysis, streams, options.output);
    for (const table of tablesByHook[hook]) {
      if (table === 'tracking') streams = tracked(analysis, streams);
      else {
        const next = throughTable(analysis, table, hook, streams, options, ends);
        if (next === undefined) return undefined;
        streams = next;
      }
    }
  }
  for (const { change, set } of streams) {
    ends.push({ verdict: 'accept', by: 'policy', line: -1, top: -1, packets: set, change, at: undefined });
  }
  return ends;
}

function throughTable(
  analysis: RulesetAnalysis,
  table: TableName,
  chain: Hook,
  streams: readonly Stream[],
  options: PathOptions,
  ends: PathEnd[],
): readonly Stream[] | undefined {
  const { section } = analysis.tables.get(table) ?? {};
  if (section === undefined || chainNamed(section, chain) === undefined || streams.length === 0) return streams;
  const asked = table === 'nat' ? streams.map((stream) => beginning(analysis, stream)) : streams;
  const { onMatch } = options;
  const result = decideStreams(analysis, table, chain, asked, onMatch === undefined ? {} : { onMatch });
  if (result === undefined) return undefined;
  for (const { set } of result.on) options.onPolicy?.(table, chain, set);
  const on: Stream[] = table === 'nat' ? streams.map((stream) => translated(analysis, stream, chain)) : [];
  for (const decision of result.decisions) {
    const { verdict, change, packets } = decision;
    // What NAT has translated goes on, and what nobody knows may.
    if (verdict === 'accept' || verdict === 'unknown' || verdict.startsWith('nat ') || verdict.startsWith('queue '))
      on.push({ change, set: packets });
    if (verdict !== 'accept' && !verdict.startsWith('nat ')) ends.push({ ...decision, at: { table, chain } });
  }
  return on.filter(({ set }) => set !== nothing);
}

/** Those of a stream that begin a connection: nobody else goes through nat's rules. */
function beginning({ space, changes }: RulesetAnalysis, { change, set }: Stream): Stream {
  const first = packetsWith(space, { state: ['NEW', 'RELATED'] });
  return { change, set: space.diagram.intersect(set, changes.before(first, change, 'maybe')) };
}

/** Those of a stream that belong to a connection: they are translated as its first packet was, which is not told here. */
function translated(analysis: RulesetAnalysis, { change, set }: Stream, hook: Hook): Stream {
  const { space, changes } = analysis;
  const first = packetsWith(space, { state: ['NEW'] });
  const rest = space.diagram.subtract(set, changes.before(first, change, 'surely'));
  const names =
    hook === 'PREROUTING' || hook === 'OUTPUT' ? (['destination', 'destinationPort'] as const) : (['source', 'sourcePort'] as const);
  const bits = new Map<number, BitChange>();
  for (const name of names) {
    const { first: from, width } = space.field(name);
    for (let bit = from; bit < from + width; bit++) bits.set(bit, 'unknown');
  }
  const untouched = space.diagram.intersect(rest, changes.before(packetsWith(space, { state: ['INVALID', 'UNTRACKED'] }), change, 'maybe'));
  // Without a translation on the way the addresses stay as they are; only those of a connection are not known.
  return untouched === rest ? { change, set: rest } : { change: changes.followedBy(change, bits), set: rest };
}

/** After routing the outgoing interface is known. */
function routed({ space, changes }: RulesetAnalysis, streams: readonly Stream[], output: string | undefined): readonly Stream[] {
  if (output === undefined) return streams;
  const bits = space.changesTo('output', output);
  return streams.map(({ change, set }) => ({ change: changes.followedBy(change, bits), set }));
}

/** Connection tracking looks at what raw has not exempted. */
function tracked({ space, changes }: RulesetAnalysis, streams: readonly Stream[]): readonly Stream[] {
  const exempt = space.field('exempt').first;
  const untracked = space.changesTo('state', 4);
  return streams.map(({ change, set }) =>
    changes.bits(change).get(exempt) === 'set' ? { change: changes.followedBy(change, untracked), set } : { change, set },
  );
}

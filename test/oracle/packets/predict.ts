// What the packet engine says a packet does: each rule that it matches, and where it ends.

import type { Stream } from '../../../server/src/analysis/changes';
import { decideStreams } from '../../../server/src/analysis/decide';
import type { PacketSet } from '../../../server/src/analysis/diagram';
import { allPackets, nothing } from '../../../server/src/analysis/diagram';
import { packetsWith, stateNames } from '../../../server/src/analysis/packets';
import { followPath } from '../../../server/src/analysis/path';
import type { Coordinate } from '../../../server/src/analysis/predicates';
import type { RulesetAnalysis } from '../../../server/src/analysis/ruleset';
import { parseHostMask, TcpFlag } from '../../../server/src/values/index';
import type { Observation, TrackedState } from './observe';
import type { TestPacket } from './packet';
import { familyOf } from './packet';
import type { Hook, Pass } from './passes';
import { passesOf } from './passes';
import { ownAddresses } from './universe';
import { loopbackAddresses } from './world';

/** What the engine says. */
export interface Prediction {
  /** Rules that match, by line from 1 on, and how often. */
  readonly rules: ReadonlyMap<number, number>;
  /** Built-in chains whose policy counts the packet: `filter INPUT`. */
  readonly policies: ReadonlyMap<string, number>;
  /** It came to the end of its way; `undefined` where it waits for its other fragments. */
  readonly through: boolean | undefined;
  /** Raw took it out of tracking, where the packet came to tracking at all. */
  readonly exempt: ReadonlyMap<'prerouting' | 'output', boolean>;
}

const tables: Readonly<Record<Hook, readonly string[]>> = {
  PREROUTING: ['raw', 'mangle'],
  INPUT: ['mangle', 'filter'],
  FORWARD: ['mangle', 'filter'],
  OUTPUT: ['raw', 'mangle', 'filter'],
  POSTROUTING: ['mangle'],
};

/**
 * Follows a packet. What connection tracking says of it is the kernel's own answer; everything else is the engine's.
 * @returns A text where the engine is not certain of something, which may only be so where a rule asks for what it does not model.
 */
export function predict(
  analysis: RulesetAnalysis,
  packet: TestPacket,
  earlier: readonly TestPacket[],
  observation: Observation,
  tracked: boolean,
): Prediction | string | undefined {
  const passes = passesOf(packet, earlier, tracked);
  if (passes === undefined) return undefined;
  const rules = new Map<number, number>();
  const policies = new Map<string, number>();
  const exempt = new Map<'prerouting' | 'output', boolean>();
  let mark = packet.mark ?? 0;
  for (const pass of passes) {
    const side = pass.hook === 'OUTPUT' || pass.hook === 'POSTROUTING' ? 'output' : 'prerouting';
    const loopedBack = packet.direction === 'loopback' && side === 'prerouting';
    const seen = stateAt(observation, packet.direction === 'through' ? 'prerouting' : side);
    const before = loopedBack ? stateAt(observation, 'output') : 'INVALID';
    let set = pointOf(analysis, packet, pass, seen, before ?? 'INVALID', mark);
    for (const table of tables[pass.hook]) {
      const result = walk(analysis, table, pass.hook, set, rules);
      if (result === undefined) continue;
      if (typeof result === 'string') return result;
      if (result.policy) policies.set(`${table} ${pass.hook}`, (policies.get(`${table} ${pass.hook}`) ?? 0) + 1);
      if (table === 'raw' && !result.dropped) exempt.set(side, isExempt(analysis, result.stream));
      if (result.dropped) return { rules, policies, through: false, exempt };
      set = analysis.changes.after(result.stream);
    }
    mark = markOf(analysis, set, mark);
  }
  const last = passes.at(-1)?.hook;
  return { rules, policies, through: last === 'INPUT' || last === 'POSTROUTING' ? true : undefined, exempt };
}

/**
 * The same for a tracked packet along its whole way at once; `undefined` where its hooks see it differently from one another: a
 * fragment, a packet of loopback, one to a group.
 */
export function predictPath(
  analysis: RulesetAnalysis,
  packet: TestPacket,
  earlier: readonly TestPacket[],
  observation: Observation,
): { readonly lines: string; readonly through: boolean } | undefined {
  const [first, second] = passesOf(packet, earlier, true) ?? [];
  const way = ({ in: 'receive', through: 'forward', out: 'send', loopback: undefined } as const)[packet.direction];
  if (first === undefined || second === undefined || way === undefined || packet.fragment !== undefined) return undefined;
  const seen = stateAt(observation, way === 'send' ? 'output' : 'prerouting');
  const set = pointOf(analysis, packet, first, seen, 'INVALID', packet.mark ?? 0);
  const lines = new Set<number>();
  const output = second.output === undefined ? {} : { output: second.output };
  const ends = followPath(analysis, way, set, { ...output, onMatch: (line) => lines.add(line + 1) });
  if (ends === undefined || ends.length !== 1) return undefined;
  return { lines: [...lines].sort((a, b) => a - b).join(' '), through: ends[0]?.at === undefined };
}

interface Walked {
  readonly dropped: boolean;
  readonly policy: boolean;
  readonly stream: Stream;
}

function walk(
  analysis: RulesetAnalysis,
  table: string,
  chain: string,
  set: PacketSet,
  rules: Map<number, number>,
): Walked | string | undefined {
  if (analysis.tables.get(table) === undefined) return undefined;
  const result = decideStreams(analysis, table, chain, [{ change: 0, set }], {
    onMatch: (line) => rules.set(line + 1, (rules.get(line + 1) ?? 0) + 1),
  });
  if (result === undefined) return undefined;
  const [only, ...more] = result.decisions;
  if (only === undefined || more.length > 0) return `${result.decisions.length} ends in ${table} ${chain}`;
  const marks = [...analysis.changes.bits(only.change)].filter(([bit]) => analysis.space.isMark(bit));
  if (marks.some(([, becomes]) => becomes === 'unknown')) return 'a mark that is not known';
  if (only.packets !== set) return `only a part of the packet ends in ${table} ${chain}`;
  return { dropped: only.verdict !== 'accept', policy: only.by === 'policy', stream: { change: only.change, set: only.packets } };
}

function stateAt(observation: Observation, hook: 'prerouting' | 'output'): TrackedState | undefined {
  return observation.states.find((one) => one.hook === hook)?.state;
}

function isExempt(analysis: RulesetAnalysis, { change }: Stream): boolean {
  return analysis.changes.bits(change).get(analysis.space.field('exempt').first) === 'set';
}

/** The set of this one packet, as it is at a hook. */
function pointOf(
  analysis: RulesetAnalysis,
  packet: TestPacket,
  pass: Pass,
  state: TrackedState | undefined,
  rawState: TrackedState,
  mark: number,
): PacketSet {
  const { space } = analysis;
  const { diagram } = space;
  const family = familyOf(packet);
  const own = (address: string): boolean => [...ownAddresses(family), ...loopbackAddresses[family]].includes(address);
  let set = packetsWith(space, {
    state: state ?? 'INVALID',
    exempt: 0,
    sourceNat: 0,
    destinationNat: 0,
    fragment: pass.fragment === 'later' ? 1 : 0,
    input: pass.input ?? '',
    output: pass.output ?? '',
    protocol: protocolNumbers[packet.protocol] ?? Number(packet.protocol),
    source: addressOf(packet.source),
    destination: addressOf(packet.destination),
    sourcePort: packet.sourcePort ?? 0,
    destinationPort: packet.destinationPort ?? 0,
    icmpType: packet.icmp?.type ?? (family === 'ipv4' ? 8 : 128),
    icmpCode: packet.icmp?.code ?? 0,
    ethernet: pass.mac === undefined ? 0 : 1,
    mac: Number.parseInt((pass.mac ?? '0').replaceAll(':', ''), 16),
    packetType: ['unicast', 'broadcast', 'multicast'].indexOf(pass.packetType),
    sourceType: own(packet.source) ? 2 : 1,
    destinationType: typeOf(packet.destination, own),
  });
  set = diagram.intersect(set, space.inRanges('rawState', [[stateNames.indexOf(rawState), stateNames.indexOf(rawState)]]));
  const flags = (packet.flags ?? ['SYN']).reduce((bits, flag) => bits | TcpFlag[flag], 0);
  for (let bit = 0; bit < 8; bit++) set = withBit(analysis, set, space.bitField('tcpFlags') + bit, ((flags >>> bit) & 1) === 1);
  for (let bit = 0; bit < 32; bit++) set = withBit(analysis, set, space.bitField('mark') + bit, ((mark >>> bit) & 1) === 1);
  for (const [words, bit] of space.toldWords()) set = withBit(analysis, set, bit, holds(words, packet, own));
  return set;
}

/** Whether words hold that the engine does not look into: only IPv6's addrtype is among what the random rulesets ask. */
function holds(words: string, packet: TestPacket, own: (address: string) => boolean): boolean {
  const [field, type] = words.split(' ');
  const address = field === 'sourceType' ? packet.source : packet.destination;
  return type === '2' ? own(address) : !address.startsWith('ff');
}

function withBit({ space }: RulesetAnalysis, set: PacketSet, bit: number, one: boolean): PacketSet {
  return space.diagram.intersect(set, one ? space.diagram.node(bit, nothing, allPackets) : space.diagram.node(bit, allPackets, nothing));
}

/** The mark that a packet has after a hook. */
function markOf({ space }: RulesetAnalysis, set: PacketSet, before: number): number {
  const fixed = space.diagram.member(set);
  let mark = 0;
  for (let bit = 0; bit < 32; bit++) if (fixed?.get(space.bitField('mark') + bit) ?? ((before >>> bit) & 1) === 1) mark += 2 ** bit;
  return mark;
}

function typeOf(address: string, own: (address: string) => boolean): number {
  if (own(address)) return 2;
  if (/^(22[4-9]|23\d)\./.test(address)) return 5;
  return address === '255.255.255.255' || address === '192.0.2.255' || address === '198.51.100.255' ? 3 : 1;
}

const protocolNumbers: Readonly<Record<string, number>> = { tcp: 6, udp: 17, icmp: 1, icmpv6: 58 };

function addressOf(text: string): Coordinate {
  const parsed = parseHostMask(text, text.includes(':') ? 'ipv6' : 'ipv4');
  if (parsed === undefined || parsed.kind === 'name') throw new Error(`${text} is no address`);
  const [only = 0, ...more] = parsed.words;
  return more.length === 0 ? only >>> 0 : parsed.words.reduce((sum, word) => (sum << 32n) | BigInt(word >>> 0), 0n);
}

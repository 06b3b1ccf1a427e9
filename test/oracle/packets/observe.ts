// What the kernel does with packets under a ruleset, counted rule by rule: the other side of the packet engine's proof.

import type { BackEnd, Family } from '../../support/oracle';
import { probe } from '../../support/oracle-probe';
import { bytesOf, frameOf } from './frame';
import type { TestPacket } from './packet';
import { familyOf } from './packet';
import type { RulesetLines } from './ruleset-lines';
import { keyOf, readLines } from './ruleset-lines';
import type { Job, RawObservation } from './workers';
import { WorldError, work } from './workers';
import type { HostInterface } from './world';
import { links, worldOf } from './world';

export type { BackEnd, Family } from '../../support/oracle';
export type { IcmpMessage, TcpFlag, TestPacket } from './packet';

/** A state of connection tracking, in the words of `--ctstate`. */
export type TrackedState = 'NEW' | 'ESTABLISHED' | 'RELATED' | 'INVALID' | 'UNTRACKED';

/** A rule whose counter moved. */
export interface CountedRule {
  readonly table: string;
  readonly chain: string;
  /** The line of the ruleset, from 1 on. */
  readonly line: number;
  /** How often: 2 for a loopback packet that meets the rule on both passes, or a chain that is called twice. */
  readonly times: number;
}

/** A built-in chain whose policy decided. */
export interface CountedPolicy {
  readonly table: string;
  readonly chain: string;
  readonly times: number;
}

/** What one packet did. */
export interface Observation {
  /** Every rule that matched, in the order of the file. */
  readonly rules: readonly CountedRule[];
  readonly policies: readonly CountedPolicy[];
  /** Where it came to: `host` (it passed INPUT) or the interface by which it left. Empty: it was dropped, rejected, or waits for its other fragments. */
  readonly delivered: readonly ('host' | HostInterface)[];
  /**
   * The state that connection tracking gave it, as mangle and all tables behind see it: in `output` for what the host sends, in
   * `prerouting` for what it receives, in both for loopback. Empty where tracking is off, and where raw dropped it.
   */
  readonly states: readonly { readonly hook: 'prerouting' | 'output'; readonly state: TrackedState }[];
  /** What the host would have answered by itself (a RST, an ICMP error, an echo reply, REJECT's answer); it was held back before raw. */
  readonly answers: number;
  /** The error that the sending program got: EPERM where OUTPUT or POSTROUTING drops it. */
  readonly refused?: string;
}

/** A ruleset, and the packets that it is to meet, one after another. */
export interface PacketCase {
  /** A file for `iptables-restore` that declares chains and appends rules, each table once. */
  readonly ruleset: string;
  /** All of one family, which is the ruleset's. */
  readonly packets: readonly TestPacket[];
  readonly backEnd: BackEnd;
  /** Read the ruleset with its counters at the end, by iptables' own program. */
  readonly save?: boolean;
  /** Needed only where there are no packets. */
  readonly family?: Family;
}

/** What came of a case: an observation for each packet, or the words with which the ruleset was refused. */
export type PacketOutcome =
  | { readonly loaded: true; readonly observations: readonly Observation[]; readonly saved?: string }
  | { readonly loaded: false; readonly words: string };

/** How to observe. */
export interface ObserveOptions {
  /** Milliseconds for all cases together. Two minutes where it is left out. */
  readonly timeout?: number;
}

/**
 * Loads a ruleset into a fresh world (see `world.ts`), sends the packets, each alone, and gives what each of them moved.
 * Connections last from packet to packet until one is `fresh`. Throws when the ruleset is refused.
 */
export async function observe(
  ruleset: string,
  packets: readonly TestPacket[],
  options: ObserveOptions & { readonly backEnd: BackEnd },
): Promise<readonly Observation[]> {
  const [outcome] = await observeAll([{ ruleset, packets, backEnd: options.backEnd }], options);
  if (!outcome!.loaded) throw new Error(`${options.backEnd} refuses the ruleset: ${outcome!.words}\n${ruleset}`);
  return outcome!.observations;
}

/** The same for many cases, several at a time; outcomes come in the order of the cases. Throws when the world cannot be made. */
export async function observeAll(cases: readonly PacketCase[], options: ObserveOptions = {}): Promise<readonly PacketOutcome[]> {
  const oracle = await probe();
  const read = cases.map((each) => readLines(each.ruleset));
  const jobs = cases.map((each, index): Job => {
    const family = familyOfCase(each);
    const programs = oracle.programs[each.backEnd][family];
    if (programs === undefined) throw new Error(`The real iptables cannot be asked: ${oracle.missing.join('; ')}`);
    const { tables, tracked } = read[index]!;
    const packets = each.packets.map((packet, place) => jobOf(packet, place));
    return {
      ...worldOf(family),
      family,
      backEnd: each.backEnd,
      restore: [programs.restore],
      ruleset: each.ruleset,
      tables,
      tracked,
      packets,
      ...(each.save ? { save: [programs.save, '-c'] } : {}),
    };
  });
  const answers = await work(oracle, jobs, options.timeout ?? 120_000);
  return answers.map((answer, index) => {
    if ('unable' in answer) throw new WorldError(answer.unable);
    if ('failure' in answer) throw new Error(`The packets' world failed: ${answer.failure}\n${cases[index]!.ruleset}`);
    if (!answer.loaded) return { loaded: false, words: answer.words };
    compareShapes(read[index]!, answer.chains);
    const observations = answer.observed.map((raw) => observationOf(raw, read[index]!));
    return { loaded: true, observations, ...(answer.saved === undefined ? {} : { saved: answer.saved }) };
  });
}

function familyOfCase({ packets, family }: PacketCase): Family {
  const families = new Set([...packets.map(familyOf), ...(family === undefined ? [] : [family])]);
  const [only = 'ipv4'] = families;
  if (families.size > 1) throw new Error('The packets of a case are of one family.');
  return only;
}

function jobOf(packet: TestPacket, place: number): Job {
  const datagram = packet.datagram === undefined ? 1 + place : 0x8000 + packet.datagram;
  const fresh = packet.fresh ? { fresh: true } : {};
  if (packet.direction === 'in' || packet.direction === 'through') {
    const enters = packet.enters ?? 'eth0';
    return { enters, bytes: base64(frameOf(packet, links[enters], datagram)), ...fresh };
  }
  return { to: packet.destination, mark: packet.mark ?? 0, bytes: base64(bytesOf(packet, datagram)), ...fresh };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function observationOf(raw: RawObservation, read: RulesetLines): Observation {
  const rules = new Map<number, CountedRule>();
  const policies: CountedPolicy[] = [];
  for (const [table, chain, place, times] of raw.moved) {
    const line = place < 0 ? undefined : read.lines.get(keyOf(table, chain))?.[place];
    if (line === undefined) policies.push({ table, chain, times });
    else rules.set(line, { table, chain, line, times: times + (rules.get(line)?.times ?? 0) });
  }
  return {
    rules: [...rules.values()].sort((left, right) => left.line - right.line),
    policies,
    delivered: [...(raw.input > 0 ? ['host' as const] : []), ...(new Set(raw.left) as ReadonlySet<HostInterface>)],
    states: (raw.states ?? []).map(([hook, state]) => ({ hook, state }) as Observation['states'][number]),
    answers: raw.answers,
    ...(raw.refused === undefined ? {} : { refused: raw.refused }),
  };
}

/** The kernel's chains must have as many rules as the file was read to have, or every line behind would be wrong. */
function compareShapes(read: RulesetLines, chains: Readonly<Record<string, Readonly<Record<string, number>>>>): void {
  for (const table of read.tables) {
    const names = new Set([
      ...Object.keys(chains[table] ?? {}),
      ...[...read.lines.keys()].filter((key) => key.startsWith(`${table} `)).map((key) => key.slice(table.length + 1)),
    ]);
    for (const name of names) {
      const expected = read.lines.get(keyOf(table, name))?.length ?? 0;
      const found = chains[table]?.[name] ?? 0;
      if (found !== expected)
        throw new Error(`The chain ${name} of ${table} has ${found} rules in the kernel, and ${expected} in the file.`);
    }
  }
}

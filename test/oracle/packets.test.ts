// Real packets through real rulesets: what is known of the kernel, and what the harness itself must be trusted with.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BackEnd } from '../support/oracle';
import { isAtLeast, probe } from '../support/oracle-probe';
import { requirePackets } from './packets/available';
import { isHeaderless, isReadDifferently } from './packets/differences';
import type { Expected, PacketFact } from './packets/facts';
import { packetDifferences, packetFacts } from './packets/facts';
import type { Observation, PacketCase } from './packets/observe';
import { observeAll } from './packets/observe';
import { familyOf } from './packets/packet';
import { passRuleset, passRulesOf } from './packets/pass-rules';
import { passesOf } from './packets/passes';
import { packetsOf } from './packets/random-packets';
import { rulesetOf } from './packets/random-rules';

const backEnds: readonly BackEnd[] = ['legacy', 'nft'];

test('what the kernel does with packets', async (context) => {
  if (!(await requirePackets(context))) return;
  const { version = '' } = await probe();
  const differences = packetDifferences.filter(({ mended }) => mended === undefined || !isAtLeast(version, mended));
  const facts: readonly PacketFact[] = [...packetFacts, ...differences];
  const cases = facts.flatMap(({ ruleset, packets }) =>
    backEnds.map((backEnd) => ({ ruleset, backEnd, packets: packets.map(([packet]) => packet) })),
  );
  const observed = await observations(cases);
  for (const [index, fact] of facts.entries()) {
    await context.test(fact.name, () => {
      for (const [place, backEnd] of backEnds.entries())
        for (const [number, [, expected]] of fact.packets.entries())
          hold(fact, expected, backEnd, observed[index * backEnds.length + place]![number]!, `${backEnd}, packet ${number + 1}`);
    });
  }
});

test('the counters that are read are those that iptables-save prints', async (context) => {
  if (!(await requirePackets(context))) return;
  const cases = [1, 2, 3, 4].flatMap((seed) => casesOf(seed, 40).map((each) => ({ ...each, save: true })));
  for (const [index, outcome] of (await observeAll(cases)).entries()) {
    assert.ok(outcome.loaded);
    const { ruleset, backEnd } = cases[index]!;
    const totals = new Map<number, number>();
    for (const { rules } of outcome.observations) for (const { line, times } of rules) totals.set(line, (totals.get(line) ?? 0) + times);
    assert.ok(totals.size > 0, 'some rule has counted');
    // A list of addresses is printed as the rules that it made, so totals are compared chain by chain.
    assert.deepEqual(countsByChain(outcome.saved ?? ''), totalsByChain(ruleset, totals), `${backEnd}\n${ruleset}`);
  }
});

test('a packet has in each hook what it is said to have', async (context) => {
  if (!(await requirePackets(context))) return;
  const cases = [1, 2, 3, 4].flatMap((seed) => {
    const family = seed % 2 === 0 ? 'ipv6' : 'ipv4';
    const packets = packetsOf(seed, family, 60);
    return backEnds.flatMap((backEnd) =>
      [false, true].map((tracked) => ({ ruleset: passRuleset(family, tracked), backEnd, packets, tracked })),
    );
  });
  const observed = await observations(cases);
  let compared = 0;
  for (const [index, { ruleset, packets, tracked, backEnd }] of cases.entries()) {
    const lines = ruleset.split('\n');
    for (const [number, packet] of packets.entries()) {
      const passes = passesOf(packet, packets.slice(0, number), tracked);
      if (passes === undefined) continue;
      const found = observed[index]![number]!.rules.filter(({ table }) => table === 'mangle').map(({ line }) =>
        lines[line - 1]!.replace('-A ', ''),
      );
      assert.deepEqual(
        new Set(found),
        new Set(passes.flatMap((pass) => passRulesOf(pass, familyOf(packet)))),
        `${backEnd} ${JSON.stringify(packet)}`,
      );
      compared++;
    }
  }
  context.diagnostic(`${compared} packets`);
});

test('the back ends agree on random packets in random rulesets', async (context) => {
  if (!(await requirePackets(context))) return;
  const { version = '' } = await probe();
  const seeds = Array.from({ length: 24 }, (_, seed) => seed + 1);
  const cases = seeds.flatMap((seed) => casesOf(seed, 40));
  const observed = await observations(cases);
  let compared = 0;
  for (let index = 0; index < cases.length; index += 2) {
    const { ruleset, packets } = cases[index]!;
    if (ruleset.split('\n').some((line) => isReadDifferently(line, version))) continue;
    for (const [number, packet] of packets.entries()) {
      if (isHeaderless(packet)) continue;
      assert.deepEqual(observed[index + 1]![number], observed[index]![number], `${JSON.stringify(packet)}\n${ruleset}`);
      compared++;
    }
  }
  context.diagnostic(`${compared} packets in ${seeds.length} rulesets`);
});

test('a seed makes the same ruleset and packets each time, and other seeds make others', () => {
  for (const family of ['ipv4', 'ipv6'] as const) {
    assert.equal(rulesetOf(7, family), rulesetOf(7, family));
    assert.deepEqual(packetsOf(7, family, 50), packetsOf(7, family, 50));
    assert.notEqual(rulesetOf(7, family), rulesetOf(8, family));
    assert.notDeepEqual(packetsOf(7, family, 50), packetsOf(8, family, 50));
  }
});

function casesOf(seed: number, count: number): PacketCase[] {
  const family = seed % 2 === 0 ? 'ipv6' : 'ipv4';
  return backEnds.map((backEnd) => ({ ruleset: rulesetOf(seed, family), packets: packetsOf(seed, family, count), backEnd }));
}

async function observations(cases: readonly PacketCase[]): Promise<readonly (readonly Observation[])[]> {
  const outcomes = await observeAll(cases);
  return outcomes.map((outcome, index) => {
    assert.ok(outcome.loaded, `${cases[index]!.backEnd} refuses: ${outcome.loaded ? '' : outcome.words}\n${cases[index]!.ruleset}`);
    return outcome.observations;
  });
}

function hold(fact: PacketFact, expected: Expected, backEnd: BackEnd, found: Observation, about: string): void {
  const lines = fact.ruleset.split('\n');
  const counted = found.rules.map(({ line }) => lines[line - 1]!.replace('-A ', ''));
  const counts = expected.counts !== undefined && 'legacy' in expected.counts ? expected.counts[backEnd] : expected.counts;
  if (counts !== undefined) assert.deepEqual(counted, counts, about);
  if (expected.delivered !== undefined) assert.deepEqual(found.delivered, expected.delivered, about);
  if (expected.refused !== undefined) assert.equal(found.refused, expected.refused, about);
  const states = found.states.map(({ hook, state }) => `${hook} ${state}`);
  if (expected.states !== undefined) assert.deepEqual(states, expected.states, about);
}

function totalsByChain(ruleset: string, totals: ReadonlyMap<number, number>): Record<string, number> {
  const sums: Record<string, number> = {};
  let table = '';
  for (const [index, line] of ruleset.split('\n').entries()) {
    if (line.startsWith('*')) table = line.slice(1);
    const chain = /^-A (\S+)/.exec(line)?.[1];
    if (chain !== undefined) sums[`${table} ${chain}`] = (sums[`${table} ${chain}`] ?? 0) + (totals.get(index + 1) ?? 0);
  }
  return sums;
}

function countsByChain(saved: string): Record<string, number> {
  const sums: Record<string, number> = {};
  let table = '';
  for (const line of saved.split('\n')) {
    if (line.startsWith('*')) table = line.slice(1);
    const [, packets, chain] = /^\[(\d+):\d+\] -A (\S+)/.exec(line) ?? [];
    if (chain !== undefined) sums[`${table} ${chain}`] = (sums[`${table} ${chain}`] ?? 0) + Number(packets);
  }
  return sums;
}

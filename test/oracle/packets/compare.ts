// The packet engine held against the kernel: random rulesets, random packets, rule by rule.

import { analyseRuleset, finish } from '../../../server/src/analysis/ruleset';
import { RulesFile } from '../../../server/src/model/rules-file';
import { probe } from '../../support/oracle-probe';
import { isHeaderless, isReadDifferently } from './differences';
import type { BackEnd, Family, Observation, TestPacket } from './observe';
import { observeAll } from './observe';
import { predict, predictPath } from './predict';
import { packetsOf } from './random-packets';
import { rulesetOf } from './random-rules';
import { readLines } from './ruleset-lines';

/** What came of a comparison. */
export interface Comparison {
  readonly rulesets: number;
  /** Packets that were sent and compared. */
  readonly compared: number;
  /** Those of them that were also followed through all tables of their way at once. */
  readonly wholeWays: number;
  /** Packets of which it is not known what they meet, by the reason. */
  readonly passedOver: ReadonlyMap<string, number>;
  /** Where engine and kernel differ, in words. */
  readonly disagreements: readonly string[];
}

/** Which rulesets and packets. */
export interface ComparisonRequest {
  readonly seeds: readonly number[];
  readonly packets: number;
  readonly backEnd: BackEnd;
  readonly timeout?: number;
}

/** Sends packets through the kernel and through the engine. Odd seeds are IPv4, even ones IPv6. */
export async function compareWithKernel({ seeds, packets, backEnd, timeout = 120_000 }: ComparisonRequest): Promise<Comparison> {
  const { version = '' } = await probe();
  const cases = seeds.map((seed) => {
    const family: Family = seed % 2 === 0 ? 'ipv6' : 'ipv4';
    return { seed, family, ruleset: rulesetOf(seed, family), packets: packetsOf(seed, family, packets), backEnd };
  });
  const outcomes = await observeAll(cases, { timeout });
  const passedOver = new Map<string, number>();
  const disagreements: string[] = [];
  let compared = 0;
  let wholeWays = 0;
  for (const [index, { seed, family, ruleset, packets: sent }] of cases.entries()) {
    const outcome = outcomes[index];
    if (outcome === undefined || !outcome.loaded) {
      disagreements.push(`seed ${seed}: ${backEnd} refuses the ruleset: ${outcome?.words ?? ''}\n${ruleset}`);
      continue;
    }
    const analysis = finish(analyseRuleset(new RulesFile(ruleset, { family })));
    const readOtherwise = backEnd === 'nft' && ruleset.split('\n').some((line) => isReadDifferently(line, version));
    const { tracked } = readLines(ruleset);
    for (const [place, packet] of sent.entries()) {
      const observation = outcome.observations[place];
      if (observation === undefined) continue;
      const reason = readOtherwise ? 'nft of this release reads a rule differently' : unknownWay(packet, tracked, backEnd);
      const prediction = reason ?? predict(analysis, packet, sent.slice(0, place), observation, tracked) ?? 'sent to a group';
      if (typeof prediction === 'string') {
        passedOver.set(prediction, (passedOver.get(prediction) ?? 0) + 1);
        continue;
      }
      compared++;
      const [said, seen] = [inWords(ruleset, prediction.rules, prediction.policies), observed(ruleset, observation)];
      const delivered = observation.delivered.length > 0;
      const whole = tracked ? predictPath(analysis, packet, sent.slice(0, place), observation) : undefined;
      const linesSeen = observation.rules.map(({ line }) => line).join(' ');
      if (whole !== undefined && (whole.lines !== linesSeen || whole.through !== delivered))
        disagreements.push(
          `seed ${seed}, packet ${place + 1}, ${backEnd}, along its whole way: ${whole.lines} for ${linesSeen}\n${ruleset}`,
        );
      if (whole !== undefined) wholeWays++;
      const same = said === seen && (prediction.through === undefined || prediction.through === delivered);
      if (same) continue;
      disagreements.push(
        `seed ${seed}, packet ${place + 1}, ${backEnd}: ${JSON.stringify(packet)}\n  engine: ${said}${prediction.through === true ? ', comes through' : ''}\n  kernel: ${seen}${delivered ? ', comes through' : ''}\n${ruleset}`,
      );
    }
  }
  return { rulesets: cases.length, compared, wholeWays, passedOver, disagreements };
}

/** Why it is not known which hooks a packet meets; `undefined` where it is. */
function unknownWay(packet: TestPacket, tracked: boolean, backEnd: BackEnd): string | undefined {
  if (packet.fragment === undefined) return undefined;
  if (packet.direction === 'loopback') return 'fragments of loopback';
  if (!tracked && packet.direction === 'in') return 'fragments whose other half may have been dropped';
  return backEnd === 'nft' && isHeaderless(packet) ? 'nft reads a header into a later fragment' : undefined;
}

function observed(ruleset: string, { rules, policies }: Observation): string {
  const byLine = new Map(rules.map(({ line, times }) => [line, times]));
  const byChain = new Map<string, number>();
  for (const { table, chain, times } of policies) byChain.set(`${table} ${chain}`, (byChain.get(`${table} ${chain}`) ?? 0) + times);
  return inWords(ruleset, byLine, byChain);
}

/**
 * The rules and policies that counted, as words. A line with a list of addresses makes several rules, each of which may count and
 * jump: how often is then not compared.
 */
function inWords(ruleset: string, rules: ReadonlyMap<number, number>, policies: ReadonlyMap<string, number>): string {
  const lines = ruleset.split('\n');
  const isList = (line: string): boolean => /-[sd] \S*,/.test(line);
  const jumpsInList = lines.some((line) => isList(line) && line.includes('-j user'));
  const counted = [...rules]
    .sort(([a], [b]) => a - b)
    .map(([line, times]) => (jumpsInList || isList(lines[line - 1] ?? '') ? `${line}` : `${line} × ${times}`));
  const ended = [...policies].map(([chain, times]) => `${chain} × ${times}`).sort();
  return `lines ${counted.join(', ')}; policies ${ended.join(', ')}`;
}

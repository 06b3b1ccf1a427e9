// Rules that are said to make no difference, taken out for real.

import { analyseRuleset, finish } from '../../../server/src/analysis/ruleset';
import { RulesFile } from '../../../server/src/model/rules-file';
import { coverageOf } from '../../../server/src/rules/support/coverage';
import type { Family, PacketCase } from './observe';
import { observeAll } from './observe';
import { packetsOf } from './random-packets';
import { rulesetOf } from './random-rules';

/**
 * Sends the same packets through random rulesets with and without the rules that no packet meets, or that are redundant, one at
 * a time, and gives the packets that fare differently.
 */
export async function fatesWithout(
  seeds: readonly number[],
  packets: number,
): Promise<{ readonly removed: number; readonly packets: number; readonly changed: readonly string[] }> {
  const cases: (PacketCase & { readonly seed: number; readonly line: number | undefined })[] = [];
  for (const seed of seeds) {
    const family: Family = seed % 2 === 0 ? 'ipv6' : 'ipv4';
    const ruleset = rulesetOf(seed, family);
    const sent = packetsOf(seed, family, packets);
    const lines = spareLines(ruleset, family).slice(0, 4);
    if (lines.length === 0) continue;
    cases.push({ seed, ruleset, packets: sent, backEnd: 'legacy', line: undefined });
    for (const line of lines) cases.push({ seed, ruleset: withoutLine(ruleset, line), packets: sent, backEnd: 'legacy', line });
  }
  const outcomes = await observeAll(cases);
  const changed: string[] = [];
  let whole: (typeof outcomes)[number] | undefined;
  let count = 0;
  for (const [index, { seed, line, packets: sent, ruleset }] of cases.entries()) {
    const outcome = outcomes[index];
    if (line === undefined) whole = outcome;
    if (line === undefined || outcome?.loaded !== true || whole?.loaded !== true) continue;
    for (const [place, packet] of sent.entries()) {
      count++;
      const [before, after] = [whole.observations[place], outcome.observations[place]];
      if (JSON.stringify([before?.delivered, before?.answers]) === JSON.stringify([after?.delivered, after?.answers])) continue;
      changed.push(`seed ${seed} without line ${line + 1}: packet ${place + 1} ${JSON.stringify(packet)}\n${ruleset}`);
    }
  }
  return { removed: cases.filter(({ line }) => line !== undefined).length, packets: count, changed };
}

/** Rules with a verdict or a jump that could go. */
function spareLines(ruleset: string, family: Family): readonly number[] {
  const analysis = finish(analyseRuleset(new RulesFile(ruleset, { family })));
  const { unmet, idle } = coverageOf(analysis);
  return [...unmet, ...idle].map(({ line }) => line);
}

function withoutLine(ruleset: string, line: number): string {
  return ruleset
    .split('\n')
    .filter((_, index) => index !== line)
    .join('\n');
}

// Rules extracted to a chain, for real: the kernel counts the same packets on them, and lets the same ones through.

import { RulesFile } from '../../../server/src/model/rules-file';
import { extractChain } from '../../../server/src/refactorings/extract-chain';
import { inlineChain } from '../../../server/src/refactorings/inline-chain';
import type { Refactoring } from '../../../server/src/refactorings/refactoring';
import { applyEdits } from '../../../server/src/text/lines';
import { alike } from '../../support/cases/alike';
import { randomOf } from '../../support/cases/random';
import type { BackEnd, Family, Observation, PacketCase } from './observe';
import { observeAll } from './observe';
import { packetsOf } from './random-packets';
import { rulesetOf } from './random-rules';

interface Case extends PacketCase {
  readonly about: string;
  /** The lines, from 1 on, of the rules that must be counted alike, in an order that is the same before and behind; `undefined`: not told. */
  readonly rules: readonly number[] | undefined;
  /** Where the ruleset as it was stands among the cases. */
  readonly before: number;
}

/**
 * Sends the same packets through random rulesets and through what extracting and inlining makes of them, one packet at a time,
 * and gives those that fare, or are counted, differently.
 */
export async function fatesThroughChains(
  seeds: readonly number[],
  packets: number,
  backEnd: BackEnd,
): Promise<{ readonly changes: number; readonly packets: number; readonly changed: readonly string[] }> {
  const cases: Case[] = [];
  for (const seed of seeds) {
    const family: Family = seed % 2 === 0 ? 'ipv6' : 'ipv4';
    const file = alike(new RulesFile(rulesetOf(seed, family), { family }), seed);
    const text = file.text();
    const sent = packetsOf(seed, family, packets);
    const before = cases.length;
    cases.push({ about: '', ruleset: text, packets: sent, backEnd, before, rules: undefined });
    for (const { refactoring, selected } of someOf(file, seed)) {
      const ruleset = applyEdits(text, refactoring.edits);
      const about = `seed ${seed}: ${refactoring.title.en}\n${text}→\n${ruleset}`;
      cases.push({ about, ruleset, packets: sent, backEnd, before, rules: selected });
    }
  }
  const outcomes = await observeAll(cases);
  const changed: string[] = [];
  let count = 0;
  for (const [index, { about, before, packets: sent, rules, ruleset }] of cases.entries()) {
    const [whole, outcome] = [outcomes[before], outcomes[index]];
    if (index === before || whole?.loaded !== true) continue;
    if (outcome?.loaded !== true) {
      changed.push(`refused: ${outcome?.words} ${about}`);
      continue;
    }
    const lines = rules === undefined ? undefined : counterparts(cases[before]!.ruleset, ruleset, rules);
    for (const [place, packet] of sent.entries()) {
      count++;
      const words = [whole.observations[place], outcome.observations[place]].map((observation, side) =>
        JSON.stringify([observation?.delivered, observation?.answers, lines && countsOf(observation, lines[side] ?? [])]),
      );
      if (words[0] !== words[1]) changed.push(`packet ${place + 1} ${JSON.stringify(packet)}: ${words.join(' → ')} in ${about}`);
    }
  }
  return { changes: cases.filter(({ before }, index) => index !== before).length, packets: count, changed };
}

/** Some refactorings of a file, with the lines of the rules that were extracted. */
function someOf(file: RulesFile, seed: number): readonly { refactoring: Refactoring; selected: readonly number[] | undefined }[] {
  const random = randomOf(seed);
  const rules = file.records.flatMap(({ command }, line) => (command === 'append' ? [line] : []));
  const jumps = file.records.flatMap(({ jump, target }, line) => (jump >= 0 && target === undefined ? [line] : []));
  const found: { refactoring: Refactoring; selected: readonly number[] | undefined }[] = [];
  for (let tries = 0; tries < 6 && rules.length > 0 && found.length < 3; tries++) {
    const first = random.pick(rules);
    const last = first + 1 + random.below(4);
    const range = { start: { line: first, character: 0 }, end: { line: last, character: file.lineText(last).length } };
    const [refactoring] = extractChain({ file, range });
    if (refactoring !== undefined) found.push({ refactoring, selected: Array.from({ length: last - first + 1 }, (_, at) => first + at) });
  }
  for (let tries = 0; tries < 4 && jumps.length > 0 && found.length < 5; tries++) {
    const line = random.pick(jumps);
    const [refactoring] = inlineChain({ file, range: { start: { line, character: 0 }, end: { line, character: 0 } } });
    if (refactoring !== undefined) found.push({ refactoring, selected: undefined });
  }
  return found;
}

/** The rules' lines, from 1 on, of the ruleset before and behind, each with its counterpart: the extracted ones last, the jump left out. */
function counterparts(before: string, after: string, selected: readonly number[]): readonly (readonly number[])[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const declared = now.find((line, at) => line.startsWith(':') && line !== old[at]) ?? '';
  const name = declared.slice(1).split(' ')[0] ?? '';
  const isRule = (line: string | undefined): boolean => line?.startsWith('-A ') === true;
  const others = (lines: readonly string[], without: (line: string, at: number) => boolean): number[] =>
    lines.flatMap((line, at) => (isRule(line) && !without(line, at) ? [at + 1] : []));
  return [
    [...others(old, (_, at) => selected.includes(at)), ...selected.map((line) => line + 1)],
    [
      ...others(now, (line) => line.startsWith(`-A ${name} `) || line.endsWith(`-j ${name}`)),
      ...others(now, (line) => !line.startsWith(`-A ${name} `)),
    ],
  ];
}

function countsOf(observation: Observation | undefined, lines: readonly number[]): readonly number[] {
  return lines.map((line) => observation?.rules.find((rule) => rule.line === line)?.times ?? 0);
}

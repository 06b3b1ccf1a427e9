// What is said of rules that make no difference, proven by the engine's other half: `decide` follows packets line by line and can
// pass over a line, and knows nothing of how such rules are found.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { decide } from '../../../server/src/analysis/decide';
import { nothing } from '../../../server/src/analysis/diagram';
import type { RulesetAnalysis } from '../../../server/src/analysis/ruleset';
import { analyseRuleset, finish } from '../../../server/src/analysis/ruleset';
import { universeOf } from '../../../server/src/analysis/universe';
import { RulesFile } from '../../../server/src/model/rules-file';
import { coverageOf } from '../../../server/src/rules/support/coverage';
import { rulesetOf } from '../../oracle/packets/random-rules';

const seeds = Array.from({ length: 160 }, (_, index) => index + 1);

test('no packet fares differently without a rule that nothing meets, or that is redundant, nor without all of them', () => {
  let checked = 0;
  for (const seed of seeds) {
    const analysis = analysed(seed);
    const whole = fates(analysis);
    const { unmet, idle } = coverageOf(analysis);
    for (const { line } of [...unmet, ...idle]) {
      checked++;
      assert.deepEqual(fates(analysis, new Set([line])), whole, `seed ${seed} without line ${line + 1}\n${analysis.file.text()}`);
    }
    const all = new Set([...unmet, ...idle].map(({ line }) => line));
    assert.deepEqual(fates(analysis, all), whole, `seed ${seed} without all of them\n${analysis.file.text()}`);
  }
  assert.ok(checked > 400, `${checked} rules checked`);
});

test('without any other rule that gives a verdict, some packet fares differently', () => {
  let checked = 0;
  for (const seed of seeds) {
    const analysis = analysed(seed, onlyVerdicts);
    const lines = judgedLines(analysis);
    const { unmet, idle } = coverageOf(analysis);
    const told = new Set([...unmet, ...idle].map(({ line }) => line));
    const whole = fates(analysis);
    for (const line of lines.filter((one) => !told.has(one))) {
      checked++;
      // One of a pair that does the same twice is told, and the other is needed once that one is gone.
      const gone = [new Set([line]), new Set([...told, line])];
      const without = [whole, fates(analysis, told)];
      const different = gone.some((lines, index) => !isDeepStrictEqual(fates(analysis, lines), without[index]));
      assert.ok(different, `seed ${seed} without line ${line + 1}\n${analysis.file.text()}`);
    }
  }
  assert.ok(checked > 200, `${checked} rules checked`);
});

function analysed(seed: number, change: (text: string) => string = (text) => text): RulesetAnalysis {
  const family = seed % 2 === 0 ? 'ipv6' : 'ipv4';
  return finish(analyseRuleset(new RulesFile(change(rulesetOf(seed, family)), { family })));
}

/** Without the rules that only count, mark or exempt. */
function onlyVerdicts(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('-A ') || / -[jg] (?!MARK|NOTRACK|CT)/.test(line))
    .join('\n');
}

/**
 * The lines whose rules must be told when they make no difference: those with a verdict, in rulesets where nothing is uncertain and
 * no rule only counts or marks. A rule in front of one that counts is not redundant, since more would be counted without it.
 */
function judgedLines(analysis: RulesetAnalysis): readonly number[] {
  const lines: number[] = [];
  for (const { chains } of analysis.tables.values()) {
    const all = [...chains.values()];
    const rules = all.flatMap((chain) => (chain.lines ?? []).map((line) => analysis.rule(line)));
    if (rules.some((rule) => rule === undefined || rule.lower !== rule.upper || rule.effect.kind === 'continue')) continue;
    for (const chain of all) {
      if (!chain.reached) continue;
      for (const line of chain.lines ?? []) if (analysis.rule(line)?.effect.kind === 'verdict') lines.push(line);
    }
  }
  return lines;
}

/** For each built-in chain the packets of each verdict, as numbers of sets: equal sets have equal numbers. */
function fates(analysis: RulesetAnalysis, without?: ReadonlySet<number>): Record<string, number> {
  const { space } = analysis;
  const result: Record<string, number> = {};
  for (const [table, { chains }] of analysis.tables) {
    for (const { chain } of chains.values()) {
      if (!chain.builtin) continue;
      const options = without === undefined ? {} : { without };
      for (const { verdict, change, packets } of decide(analysis, table, chain.name, universeOf(space, table, chain.name), options) ?? []) {
        const key = `${table} ${chain.name} ${verdict} ${change}`;
        result[key] = space.diagram.unite(result[key] ?? nothing, packets);
      }
    }
  }
  return result;
}

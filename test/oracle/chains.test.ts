// Extracted rules and inlined chains load, in both back ends, wherever the file before loads: rulesets as programs write them,
// random ones, and the cases that the unit tests know to the letter.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RulesFile } from '../../server/src/model/rules-file';
import { extractChain } from '../../server/src/refactorings/extract-chain';
import { inlineChain } from '../../server/src/refactorings/inline-chain';
import type { Refactor } from '../../server/src/refactorings/refactoring';
import { applyEdits } from '../../server/src/text/lines';
import { rulesets } from '../fixtures/rulesets';
import { inChain, inlinedChains } from '../support/cases/inlined-chains';
import { randomOf } from '../support/cases/random';
import type { OracleCase } from '../support/oracle';
import { load } from '../support/oracle';
import { requireOracle } from '../support/oracle-test';
import { rulesetOf } from './packets/random-rules';

/** How many refactorings of one file are tried, of each kind. */
const tries = 8;

test('a file with extracted rules, or without a chain that was inlined, loads as before', async (context) => {
  if (!(await requireOracle(context))) return;
  const files: OracleCase[] = rulesets()
    .filter(({ needs, text }) => needs === undefined && text.length < 60_000)
    .map(({ name, text, family }) => ({ name, text, family }));
  for (let seed = 200; seed < 240; seed++) {
    const family = seed % 2 === 0 ? 'ipv6' : 'ipv4';
    files.push({ name: `seed ${seed}`, text: rulesetOf(seed, family), family });
  }
  const cases = files.flatMap((file, index) => refactoredFiles(file, randomOf(index + 1)));
  assert.ok(cases.length > 250, `${cases.length} files`);
  const before = await load(files);
  const after = await load(cases);
  for (const { name, text } of cases) {
    for (const backEnd of ['legacy', 'nft'] as const) {
      const accepted = before.get(name.split(':')[0]!)![backEnd].accepted;
      const verdict = after.get(name)![backEnd];
      assert.ok(verdict.accepted || !accepted, `${backEnd} refuses ${name}: ${verdict.words}\n${String(text)}`);
    }
  }
});

test('every rule that an inlined chain becomes loads as it is written', async (context) => {
  if (!(await requireOracle(context))) return;
  const cases = inlinedChains.flatMap(([name, jump, rules, inlined]): OracleCase[] => {
    const declared = '*filter\n:X - [0:0]\n:Y - [0:0]\n';
    return [
      { name: `${name}, before`, text: `${declared}-A INPUT ${jump}\n${inChain('X', rules)}\nCOMMIT\n` },
      { name, text: `${declared}${inChain('INPUT', inlined)}\nCOMMIT\n` },
    ];
  });
  const verdicts = await load(cases, { save: true });
  for (const { name } of cases) {
    for (const backEnd of ['legacy', 'nft'] as const) {
      const { accepted, words } = verdicts.get(name)![backEnd];
      assert.ok(accepted, `${backEnd} refuses ${name}: ${words}`);
    }
  }
});

function refactoredFiles({ name, text, family }: OracleCase, random: ReturnType<typeof randomOf>): OracleCase[] {
  const file = new RulesFile(String(text), { family: family ?? 'ipv4' });
  const cases: OracleCase[] = [];
  const rules = file.records.flatMap(({ command }, line) => (command === 'append' ? [line] : []));
  const chains = file.records.flatMap(({ kind, jump, target }, line) =>
    kind === 'chain' || (jump >= 0 && target === undefined) ? [line] : [],
  );
  const attempt = (refactor: Refactor, first: number, last: number): void => {
    const range = { start: { line: first, character: 0 }, end: { line: last, character: file.lineText(last).length } };
    const [found] = refactor({ file, range });
    if (found !== undefined)
      cases.push({
        name: `${name}: ${cases.length} ${found.title.en}`,
        text: applyEdits(String(text), found.edits),
        family: family ?? 'ipv4',
      });
  };
  for (let count = 0; count < tries; count++) {
    const first = rules.length > 0 ? random.pick(rules) : 0;
    attempt(extractChain, first, first + random.below(5));
    if (chains.length > 0) {
      const line = random.pick(chains);
      attempt(inlineChain, line, line);
    }
  }
  return cases;
}

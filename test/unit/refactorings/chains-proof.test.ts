// Extracting rules to a chain and inlining a chain, proven by the engine: no packet fares differently, in random rulesets and in
// those that real programs write, and every line is taken by iptables as the model knows it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RulesFile } from '../../../server/src/model/rules-file';
import { refactorings } from '../../../server/src/refactorings';
import type { Refactoring } from '../../../server/src/refactorings/refactoring';
import { applyEdits } from '../../../server/src/text/lines';
import { rulesets } from '../../fixtures/rulesets';
import { rulesetOf } from '../../oracle/packets/random-rules';
import { alike, runsOf } from '../../support/cases/alike';
import { randomOf } from '../../support/cases/random';
import { refusalsOf } from '../../support/refusals';
import { differentFates } from '../../support/same-fates';

/** The engine takes long for larger ones, and they have nothing that these have not. */
const largest = 25_000;

test('random rulesets: extracted, inlined, and extracted and inlined again', () => {
  const counts = { extracted: 0, shared: 0, inlined: 0, back: 0 };
  for (let seed = 1; seed <= 60; seed++) {
    const family = seed % 2 === 0 ? 'ipv6' : 'ipv4';
    prove(alike(new RulesFile(rulesetOf(seed, family), { family }), seed), seed, 6, counts);
  }
  assert.ok(counts.extracted > 250 && counts.shared > 50 && counts.inlined > 25 && counts.back > 200, JSON.stringify(counts));
});

for (const { name, text, family } of rulesets()) {
  if (text.length > largest) continue;
  test(`the rules of ${name}`, () => {
    prove(new RulesFile(text, { family, name: `x-${name}` }), name.length, 8, { extracted: 0, shared: 0, inlined: 0, back: 0 });
  });
}

interface Counts {
  extracted: number;
  /** Those whose jump asks something. */
  shared: number;
  inlined: number;
  back: number;
}

/** Tries some selections of a file, and its jumps and declarations. */
function prove(file: RulesFile, seed: number, tries: number, counts: Counts): void {
  const random = randomOf(seed);
  const runs = runsOf(file);
  for (let count = 0; count < tries && runs.length > 0; count++) {
    const run = random.pick(runs);
    const first = random.below(run.length);
    const last = first + random.below(Math.min(6, run.length - first));
    const extracted = offered(file, run[first]!, run[last]!, 'refactor.extract');
    if (extracted === undefined) continue;
    counts.extracted++;
    if (/\n-A \S+ (?!-j)/.test(`\n${extracted.edits.map(({ newText }) => newText).find((text) => / -j /.test(text))}`)) counts.shared++;
    const after = proven(file, extracted);
    const { line, character } = extracted.rename!;
    const name = after.lineText(line).slice(character);
    const [declared] = after.records.flatMap(({ kind }, at) =>
      kind === 'chain' && after.lineText(at).startsWith(`:${name} `) ? [at] : [],
    );
    assert.ok(declared !== undefined && after.lineText(line).endsWith(` -j ${name}`), `${name}\n${after.text()}`);
    const inlined = offered(after, line, line, 'refactor.inline');
    if (inlined === undefined) continue;
    counts.back++;
    const back = proven(after, inlined);
    assert.deepEqual(differentFates(file, back), [], back.text());
    assert.deepEqual(withoutReturns(back), withoutReturns(file), `the same lines\n${file.text()}\n→\n${back.text()}`);
  }
  const lines = file.records.flatMap(({ kind, jump, target }, line) =>
    kind === 'chain' || (jump >= 0 && target === undefined) ? [line] : [],
  );
  for (let count = 0; count < tries && lines.length > 0; count++) {
    const line = random.pick(lines);
    const inlined = offered(file, line, line, 'refactor.inline');
    if (inlined === undefined) continue;
    counts.inlined++;
    proven(file, inlined);
  }
}

/** How many rules a file has for each target but RETURN, of which one at a chain's end says nothing, and its comments. */
function withoutReturns(file: RulesFile): readonly string[] {
  const words = file.records.map(({ kind, target, jump }, line) =>
    kind === 'comment' ? file.lineText(line) : kind === 'command' ? `${file.nameText(jump)} ${target}` : '',
  );
  return words.filter((word) => word !== '' && !word.endsWith(' RETURN')).sort();
}

function offered(file: RulesFile, first: number, last: number, kind: string): Refactoring | undefined {
  const range =
    kind === 'refactor.inline'
      ? { start: { line: first, character: 0 }, end: { line: first, character: 0 } }
      : { start: { line: first, character: 0 }, end: { line: last, character: file.lineText(last).length } };
  return refactorings({ file, range }).find((one) => one.kind === kind);
}

function proven(file: RulesFile, refactoring: Refactoring): RulesFile {
  const after = file.withText(applyEdits(file.text(), refactoring.edits));
  const about = `${refactoring.title.en}\n${file.text()}\n→\n${after.text()}`;
  assert.deepEqual(refusalsOf(after), refusalsOf(file), about);
  assert.deepEqual(differentFates(file, after), [], about);
  return after;
}

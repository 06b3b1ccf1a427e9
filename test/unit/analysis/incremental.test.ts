// After any edits the analysis, which takes over what has stayed the same, says what a fresh one says.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analysisOf } from '../../../server/src/analysis/current';
import { RulesFile } from '../../../server/src/model/rules-file';
import { analysedFindings } from '../../../server/src/rules/findings';
import { coverageOf } from '../../../server/src/rules/support/coverage';
import { rulesetOf } from '../../oracle/packets/random-rules';
import { randomOf } from '../../support/cases/random';

test('random edits, one after another', () => {
  let taken = 0;
  for (let seed = 1; seed <= 24; seed++) {
    const random = randomOf(seed * 7919);
    const family = seed % 2 === 0 ? 'ipv6' : 'ipv4';
    const file = new RulesFile(rulesetOf(seed, family), { family });
    let space = analysisOf(file).space;
    for (let edit = 0; edit < 12; edit++) {
      change(file, random);
      const analysis = analysisOf(file);
      if (analysis.space === space) taken++;
      space = analysis.space;
      assert.deepEqual(said(file), said(new RulesFile(file.text(), { family })), `seed ${seed}, edit ${edit}\n${file.text()}`);
    }
  }
  assert.ok(taken > 60, `${taken} analyses went on from the one before`);
});

/** Takes a rule out, doubles one, moves one, or changes its target. */
function change(file: RulesFile, random: ReturnType<typeof randomOf>): void {
  const rules = Array.from({ length: file.lineCount }, (_, line) => line).filter((line) => file.lineText(line).startsWith('-A '));
  if (rules.length === 0) return;
  const jumps = rules.filter((line) => / -[jg] user\d+$/.test(file.lineText(line)));
  const line = random.pick(jumps.length > 0 && random.percent(40) ? jumps : rules);
  const text = file.lineText(line);
  const whole = { start: { line, character: 0 }, end: { line: line + 1, character: 0 } };
  const before = { line: random.pick(rules), character: 0 };
  const insert = { range: { start: before, end: before }, newText: `${text}\n` };
  const target = text.replace(/ -j (ACCEPT|DROP)$/, (_, word) => ` -j ${word === 'ACCEPT' ? 'DROP' : 'ACCEPT'}`);
  // Other packets come into the chain that it jumps to, which itself stays as it is.
  const jump = text.replace(/^(-A \S+)(?: .*)?( -[jg] user\d+)$/, random.percent(50) ? '$1$2' : '$1 -p tcp$2');
  random.pick([
    () => file.apply([{ range: whole, newText: `${jump}\n` }]),
    () => file.apply([{ range: whole, newText: `${jump}\n` }]),
    () => file.apply([{ range: whole, newText: '' }]),
    () => file.apply([insert]),
    () => file.apply([{ range: whole, newText: `# moved\n${target}\n` }]),
    () =>
      file.apply([
        { range: whole, newText: `${text} -m comment --comment "x"\n`.replace(/( -[jg] \S+.*?)( -m comment --comment "x")/, '$2$1') },
      ]),
    () => file.apply([{ range: { start: { line, character: 0 }, end: { line, character: 0 } }, newText: '# one line more\n' }]),
  ])();
}

function said(file: RulesFile): unknown {
  const analysis = analysisOf(file);
  const { unmet, idle } = coverageOf(analysis);
  return {
    unmet: unmet.map(({ line, why, covers }) => ({ line, why, covers })).sort((a, b) => a.line - b.line),
    idle: idle.map(({ line, later, end }) => ({ line, later, end })).sort((a, b) => a.line - b.line),
    findings: analysedFindings(analysis)
      .map(({ code, line, start, end }) => `${line}:${start}-${end} ${code}`)
      .sort(),
  };
}

// Moving a rule, sorting declarations and respelling states, proven by the engine: no packet fares differently, in random rulesets and
// in those that real programs write, and nothing that iptables takes is refused afterwards.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RulesFile } from '../../../server/src/model/rules-file';
import { moveRule } from '../../../server/src/refactorings/move-rule';
import type { Refactor } from '../../../server/src/refactorings/refactoring';
import { sortDeclarations } from '../../../server/src/refactorings/sort-declarations';
import { stateMatch } from '../../../server/src/refactorings/state-match';
import { applyEdits } from '../../../server/src/text/lines';
import { rulesets } from '../../fixtures/rulesets';
import { rulesetOf } from '../../oracle/packets/random-rules';
import { randomOf } from '../../support/cases/random';
import { refusalsOf } from '../../support/refusals';
import { differentFates } from '../../support/same-fates';

/** The engine takes long for larger ones, and they have nothing that these have not. */
const largest = 25_000;

test('random rulesets: rules moved as far as is offered', () => {
  let moved = 0;
  for (let seed = 1; seed <= 80; seed++) {
    const family = seed % 2 === 0 ? 'ipv6' : 'ipv4';
    moved += prove(new RulesFile(rulesetOf(seed, family), { family }), moveRule, seed, 12);
  }
  assert.ok(moved > 350, `${moved} moves`);
});

test('random rulesets: rules are not moved where it makes a difference, and where it makes none they mostly are', () => {
  const counts = { different: 0, same: 0, offered: 0 };
  for (let seed = 200; seed <= 260; seed++) {
    const family = seed % 2 === 0 ? 'ipv6' : 'ipv4';
    const file = new RulesFile(onlyVerdicts(rulesetOf(seed, family)), { family });
    for (const [line, next] of neighbours(file)) {
      const lines = file.text().split('\n');
      [lines[line], lines[next]] = [lines[next] ?? '', lines[line] ?? ''];
      const same = differentFates(file, file.withText(lines.join('\n'))).length === 0;
      const offered = at(file, line, moveRule).some(({ title }) => title.en === 'Move this rule down');
      counts[same ? 'same' : 'different']++;
      if (offered) counts.offered++;
      assert.ok(same || !offered, `seed ${seed}, line ${line + 1}\n${file.text()}`);
    }
  }
  // The others make no difference for what stands before them, which is not looked at, or for what they jump to.
  assert.ok(counts.different > 60 && counts.offered > counts.same * 0.4, JSON.stringify(counts));
});

for (const { name, text, family } of rulesets()) {
  if (text.length > largest) continue;
  test(`the rules of ${name}`, () => {
    const file = new RulesFile(text, { family, name: `x-${name}` });
    prove(file, moveRule, name.length, 12);
    prove(file, stateMatch, name.length, 12);
    prove(shuffled(file, name.length), sortDeclarations, 1, 100);
  });
}

/** Takes what is offered at some lines of a file; gives how many of them there were. */
function prove(file: RulesFile, refactor: Refactor, seed: number, most: number): number {
  const random = randomOf(seed);
  const lines = Array.from({ length: file.lineCount }, (_, line) => line).sort(() => random.below(3) - 1);
  const refused = refusalsOf(file);
  let count = 0;
  for (const line of lines) {
    for (const { title, edits } of at(file, line, refactor)) {
      if (++count > most) return count;
      const after = file.withText(applyEdits(file.text(), edits));
      assert.deepEqual(differentFates(file, after), [], `${title.en} in line ${line + 1}\n${file.text()}`);
      assert.deepEqual(refusalsOf(after), refused, title.en);
      assert.deepEqual(words(after.text()), words(file.text()), title.en);
    }
  }
  return count;
}

function at(file: RulesFile, line: number, refactor: Refactor) {
  const place = { line, character: 0 };
  return refactor({ file, range: { start: place, end: place } });
}

/** All lines, whatever their order, states in one spelling. */
function words(text: string): readonly string[] {
  return text
    .replace(/-m state --state/g, '-m conntrack --ctstate')
    .split('\n')
    .sort();
}

/** The declarations of each section the other way round. */
function shuffled(file: RulesFile, seed: number): RulesFile {
  const random = randomOf(seed);
  const lines = file.text().split('\n');
  for (let line = 0; line < lines.length - 1; line++)
    if (lines[line]?.startsWith(':') && lines[line + 1]?.startsWith(':') && random.percent(60))
      [lines[line], lines[line + 1]] = [lines[line + 1] ?? '', lines[line] ?? ''];
  return file.withText(lines.join('\n'));
}

/** Without the rules that only count, mark or exempt, of which the order shows in nothing that is looked at here. */
function onlyVerdicts(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('-A ') || / -[jg] (?!MARK|NOTRACK|CT|LOG)/.test(line))
    .join('\n');
}

/** The rules of one chain that stand one right behind the other. */
function* neighbours(file: RulesFile): Generator<readonly [number, number]> {
  for (const { chains } of file.resolution().sections)
    for (const { rules } of chains.values())
      for (const [index, line] of rules.entries()) {
        const next = rules[index + 1];
        if (next === line + 1) yield [line, next];
      }
}

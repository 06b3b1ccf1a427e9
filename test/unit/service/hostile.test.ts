import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { HostileText, Tally } from '../../fuzz/hostile';
import { askEverything, hostileTexts, newTally, randomHostile } from '../../fuzz/hostile';
import { randomOf } from '../../support/cases/random';

/** Milliseconds that a call may take, on a machine that has other things to do as well: what is quadratic takes many times as long. */
const longest = 8000;

/** Asks everything; a call that took too long is given another chance, since the machine may have had other things to do. */
function asked(text: HostileText, seed: number): Tally {
  const tally = newTally();
  askEverything(text, randomOf(seed), tally);
  if (![...tally.slowest.values()].some(({ ms }) => ms > longest)) return tally;
  const again = newTally();
  askEverything(text, randomOf(seed), again);
  return again;
}

function holds({ thrown, slowest }: Tally, about: string): void {
  assert.deepEqual(thrown, [], about);
  for (const [method, { ms }] of slowest) assert.ok(ms <= longest, `${method} took ${ms.toFixed(0)} ms: ${about}`);
}

test('no call throws or takes long on lines that are far too long, too deep or too strange', () => {
  for (const text of hostileTexts(1 / 64)) holds(asked(text, 1), text.about);
});

test('no call throws or takes long on random bytes and mangled rulesets', () => {
  for (let seed = 1; seed <= 100; seed++) {
    const text = randomHostile(randomOf(seed));
    holds(asked(text, seed), `seed ${seed}: ${JSON.stringify(text.text.slice(0, 500))}`);
  }
});

test('no call throws on any text', () => {
  const uri = fc.constantFrom('file:///rules.v4', 'file:///rules.v6.j2', 'untitled:x', 'file:///rules.v4.erb', 'file:///rules.v4.in');
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom(
      '*filter\n',
      '-A INPUT ',
      ' -j ',
      '\n',
      '\r',
      '"',
      ':X - [0:0]\n',
      '{{ ',
      ' }}',
      '{% if %}',
      '# iptables-lint: ',
      '! ',
      '-m ',
    ),
  );
  fc.assert(
    fc.property(uri, fc.array(piece, { maxLength: 40 }), fc.nat(), (file, pieces, seed) => {
      const tally = newTally();
      askEverything({ about: 'any text', uri: file, text: pieces.join('') }, randomOf(seed), tally, 1);
      assert.deepEqual(tally.thrown, []);
    }),
    { numRuns: 150 },
  );
});

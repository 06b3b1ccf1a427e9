// The fuzzers that ask nobody: edits held against files opened anew, and texts that nobody writes.

import { randomOf } from '../support/cases/random';
import type { Tally } from './hostile';
import { askEverything, hostileTexts, newTally, randomHostile } from './hostile';
import type { Difference } from './incremental';
import { editAndCompare, shrunk } from './incremental';

/** Makes so many edits; prints the differences. Gives how many there are. */
export function fuzzEdits(edits: number, firstSeed: number, seconds: number): number {
  const found: Difference[] = [];
  const end = Date.now() + seconds * 1000;
  let made = 0;
  let seed = firstSeed;
  for (; made < edits && Date.now() < end && found.length < 5; seed++) {
    const outcome = editAndCompare(seed, 40);
    if (typeof outcome === 'number') made += outcome;
    else {
      found.push(outcome);
      console.log(JSON.stringify(shrunk(outcome), undefined, 1));
    }
  }
  console.log(`${made} edits to ${seed - firstSeed} files from seed ${firstSeed} on: ${found.length} differences`);
  return found.length;
}

/** Milliseconds that a call may take on a text that is pathological. */
const longest = 1000;

/**
 * What a user asks for by a command, of a whole file: it mends twenty thousand lines in rounds, or analyses a ruleset as it would be.
 * That is in proportion to the file, but more than a second on the largest.
 */
const longestByCommand = 5000;
const byCommand: ReadonlySet<string> = new Set(['fixAll', 'exemptService', 'codeActions of the whole file']);

/**
 * Asks everything about random texts for some time, and about every pathological one; prints what was thrown and what took long.
 * @param only A word that the names of the pathological texts hold; all are asked about where it is left out.
 */
export function fuzzTexts(firstSeed: number, seconds: number, only = ''): number {
  const end = Date.now() + seconds * 1000;
  const texts = hostileTexts().filter(({ about }) => about.includes(only));
  const tallies = texts.map((text) => {
    const tally = newTally();
    askEverything(text, randomOf(firstSeed), tally);
    told(tally);
    return tally;
  });
  let seed = firstSeed;
  const typical = newTally();
  for (; Date.now() < end && typical.thrown.length < 5; seed++) {
    const random = randomOf(seed);
    askEverything({ ...randomHostile(random), about: `seed ${seed}` }, random, typical);
  }
  told(typical);
  const worst = [...typical.slowest].sort((a, b) => b[1].ms - a[1].ms).slice(0, 3);
  const calls = tallies.reduce((sum, tally) => sum + tally.calls, 0);
  console.log(`${calls} calls on pathological texts, ${typical.calls} on ${seed - firstSeed} random ones from seed ${firstSeed} on`);
  for (const [method, { ms, about }] of worst) console.log(`  slowest of the random ones: ${method}, ${ms.toFixed(0)} ms, ${about}`);
  return [...tallies, typical].reduce((sum, tally) => sum + tally.thrown.length + slowOf(tally).length, 0);
}

function told(tally: Tally): void {
  for (const { method, about, error } of tally.thrown) console.log(`${method} threw: ${about}\n${error}`);
  for (const [method, { ms, about }] of slowOf(tally)) console.log(`${method} took ${ms.toFixed(0)} ms: ${about}`);
}

function slowOf({ slowest }: Tally): [string, { readonly ms: number; readonly about: string }][] {
  return [...slowest].filter(([method, { ms }]) => ms > (byCommand.has(method) ? longestByCommand : longest));
}

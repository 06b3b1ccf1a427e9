// The fuzzers that ask nobody: edits held against files opened anew, and texts that nobody writes.

import { randomOf } from '../support/cases/random';
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

/** Asks everything about random texts for some time, and about every pathological one; prints what was thrown and what took long. */
export function fuzzTexts(firstSeed: number, seconds: number): number {
  const tally = newTally();
  const end = Date.now() + seconds * 1000;
  for (const text of hostileTexts()) askEverything(text, randomOf(firstSeed), tally);
  let seed = firstSeed;
  const typical = newTally();
  for (; Date.now() < end && typical.thrown.length < 5; seed++) {
    const random = randomOf(seed);
    askEverything({ ...randomHostile(random), about: `seed ${seed}` }, random, typical);
  }
  const slow = [...tally.slowest, ...typical.slowest].filter(([, { ms }]) => ms > longest);
  for (const { method, about, error } of [...tally.thrown, ...typical.thrown]) console.log(`${method} threw: ${about}\n${error}`);
  for (const [method, { ms, about }] of slow) console.log(`${method} took ${ms.toFixed(0)} ms: ${about}`);
  const worst = [...typical.slowest].sort((a, b) => b[1].ms - a[1].ms).slice(0, 3);
  console.log(`${tally.calls} calls on pathological texts, ${typical.calls} on ${seed - firstSeed} random ones from seed ${firstSeed} on`);
  for (const [method, { ms, about }] of worst) console.log(`  slowest of the random ones: ${method}, ${ms.toFixed(0)} ms, ${about}`);
  return tally.thrown.length + typical.thrown.length + slow.length;
}

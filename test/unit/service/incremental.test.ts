import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editAndCompare, shrunk } from '../../fuzz/incremental';

/** Milliseconds of editing, and edits of which a slow machine makes as many all the same. */
const time = 10_000;
const least = 1000;

test('after any edits a file is just what a newly opened one is: records, trees, diagnostics, tokens, symbols, folding, hints', () => {
  const end = Date.now() + time;
  let edits = 0;
  for (let seed = 1; (Date.now() < end && edits < 6000) || edits < least; seed++) {
    const outcome = editAndCompare(seed, 12);
    if (typeof outcome !== 'number') assert.fail(JSON.stringify(shrunk(outcome), undefined, 1));
    edits += outcome;
  }
});

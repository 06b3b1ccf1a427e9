// Random files, right and nearly right, judged by both back ends and by the checker. A fixed range of seeds; more of them
// by `npm run fuzz`.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileOfSeed } from '../fuzz/files';
import { shrink } from '../fuzz/shrink';
import { judge, printed } from '../support/cases/differences';
import { requireOracle } from '../support/oracle-test';

const seeds = 1600;

test('the checker agrees with both back ends on random files', async (context) => {
  if (!(await requireOracle(context))) return;
  const files = Array.from({ length: seeds }, (_, seed) => fileOfSeed(seed));
  const { verdicts, agreed, explained, differences } = await judge(files, { timeout: 300_000 });
  context.diagnostic(
    `${verdicts} verdicts, ${agreed} the same; ${[...explained].map(([reason, count]) => `${count} ${reason}`).join(', ')}`,
  );
  const smallest = await Promise.all(differences.slice(0, 3).map((difference) => shrink(difference)));
  assert.equal(differences.length, 0, smallest.map(printed).join('\n\n'));
});

test('a seed makes the same file each time', () => {
  for (const seed of [1, 2, 3, 1000]) assert.equal(fileOfSeed(seed).text, fileOfSeed(seed).text);
});

// Random files, valid and nearly valid, judged by the checker and by the real iptables. A fixed number of seeds here;
// `npm run fuzz` takes as many as there is time for.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileOfSeed } from '../fuzz/files';
import { judge, printed } from '../support/cases/differences';
import { requireOracle } from '../support/oracle-test';

const seeds = 1500;

test(`${seeds} random files`, async (context) => {
  if (!(await requireOracle(context))) return;
  const { verdicts, agreed, differences } = await judge(Array.from({ length: seeds }, (_, seed) => fileOfSeed(seed)));
  context.diagnostic(`${agreed} of ${verdicts} verdicts agree`);
  assert.equal(differences.length, 0, differences.slice(0, 5).map(printed).join('\n\n'));
});

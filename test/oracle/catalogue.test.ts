// The checker against the real iptables over the whole catalogue: every extension, option and value type, valid, boundary
// and invalid, in every table and chain, both families, both back ends. Here a sample that fits into a test run, another one
// each week; `npm run fuzz -- --catalogue` judges all of them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogueCases } from '../support/cases/catalogue';
import { judge, printed } from '../support/cases/differences';
import { hashOf } from '../support/cases/random';
import { requireOracle } from '../support/oracle-test';

/** About so many of the cases are judged. */
const sampleSize = 3000;

test('the verdict on a sample of all that the catalogue can say', async (context) => {
  if (!(await requireOracle(context))) return;
  const all = catalogueCases();
  const share = Math.max(1, Math.floor(all.length / sampleSize));
  const sample = all.filter((one) => hashOf(one.family + one.text) % share === 0);
  const { verdicts, agreed, explained, differences } = await judge(sample);
  const reasons = [...explained].map(([id, count]) => `${count} ${id}`).join(', ');
  context.diagnostic(`${all.length} cases, ${sample.length} judged: ${agreed} of ${verdicts} verdicts agree; explained: ${reasons}`);
  assert.ok(sample.length > sampleSize / 2);
  assert.equal(differences.length, 0, differences.slice(0, 5).map(printed).join('\n\n'));
});

// The packet engine against the kernel, and what is said of rules that make no difference against both.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requirePackets } from './packets/available';
import { fatesThroughChains } from './packets/chains';
import { compareWithKernel } from './packets/compare';
import { fatesWithout } from './packets/without';

for (const backEnd of ['legacy', 'nft'] as const) {
  test(`the engine says of each packet which rules count it, and where it ends: ${backEnd}`, async (context) => {
    if (!(await requirePackets(context))) return;
    // Half of the seeds are always the same; the others move on with the days, so that in time all are tried.
    const today = Math.floor(Date.now() / 86_400_000) % 100_000;
    const seeds = Array.from({ length: 80 }, (_, index) => (index < 40 ? index + 1 : 1000 + today * 40 + index));
    const { compared, wholeWays, disagreements } = await compareWithKernel({ seeds, packets: 40, backEnd });
    assert.deepEqual(disagreements.slice(0, 2), []);
    assert.ok(compared > 2000, `${compared} packets compared`);
    assert.ok(wholeWays > 800, `${wholeWays} packets along their whole way`);
    context.diagnostic(`${compared} packets through ${seeds.length} rulesets`);
  });
}

test('without a rule that is said to make no difference the kernel lets the same packets through', async (context) => {
  if (!(await requirePackets(context))) return;
  const { removed, packets, changed } = await fatesWithout(
    Array.from({ length: 60 }, (_, index) => index + 1),
    40,
  );
  assert.deepEqual(changed.slice(0, 2), []);
  assert.ok(removed > 30, `${removed} rules removed`);
  context.diagnostic(`${removed} rules removed, ${packets} packets sent twice`);
});

for (const backEnd of ['legacy', 'nft'] as const) {
  test(`with rules extracted to a chain, or a chain inlined, the kernel counts the same packets: ${backEnd}`, async (context) => {
    if (!(await requirePackets(context))) return;
    const { changes, packets, changed } = await fatesThroughChains(
      Array.from({ length: 25 }, (_, index) => index + 1),
      40,
      backEnd,
    );
    assert.deepEqual(changed.slice(0, 2), []);
    assert.ok(changes > 50, `${changes} refactorings`);
    context.diagnostic(`${changes} refactorings, ${packets} packets sent twice`);
  });
}

// The checker's verdict on thousands of small files made from the catalogue, held against both real back ends: every
// extension, option and value, right, at its boundaries and wrong, in every table and chain, in both families.
// The whole set is many times larger: `npm run fuzz -- --catalogue`.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { catalogueCases, someOf } from '../support/cases/catalogue';
import { judge, printed } from '../support/cases/differences';
import { allExtensions, baseFor, optionsIn } from '../support/cases/draft';
import { requireOracle } from '../support/oracle-test';

test('the checker agrees with both back ends on the cases of the catalogue', async (context) => {
  if (!(await requireOracle(context))) return;
  const cases = someOf(catalogueCases());
  const { verdicts, agreed, explained, differences } = await judge(cases, { timeout: 300_000 });
  context.diagnostic(`${cases.length} files, ${verdicts} verdicts, ${agreed} the same; ${told(explained)}`);
  assert.ok(cases.length > 3000, 'the catalogue gives thousands of cases');
  assert.equal(differences.length, 0, differences.slice(0, 20).map(printed).join('\n\n'));
});

describe('a right rule can be made of every option', () => {
  // What no back end takes, or not in this way, has none.
  const without = new Set(['udplite', 'CLUSTERIP']);
  for (const spec of allExtensions.filter(({ name }) => !without.has(name))) {
    test(`${spec.kind} ${spec.name}`, () => {
      for (const family of spec.families) {
        for (const option of [undefined, ...optionsIn(spec, family)]) {
          assert.ok(baseFor(spec, family, option), `${family}: none with ${option === undefined ? 'no option' : `--${option.name}`}`);
        }
      }
    });
  }
});

function told(explained: ReadonlyMap<string, number>): string {
  return [...explained].map(([reason, count]) => `${count} ${reason}`).join(', ');
}

// The examples of the catalogue: each loads in both back ends in its families, the checker has nothing against it, and every
// option stands in one.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { allMatches, allTargets } from '../../server/src/catalogue/index';
import type { Example, ExtensionSpec, Family } from '../../server/src/catalogue/schema';
import { severityOf, shownFindings } from '../../server/src/features/diagnostics';
import { defaultSettings } from '../../server/src/features/settings';
import { optionSpellings } from '../../server/src/features/support/describe';
import type { OracleCase } from '../support/oracle';
import { load } from '../support/oracle';
import { requireOracle } from '../support/oracle-test';
import { open } from '../support/rules';

interface Case extends OracleCase {
  readonly family: Family;
  readonly text: string;
  readonly requires: string | undefined;
}

const extensions: readonly ExtensionSpec[] = [...allMatches, ...allTargets];
const cases: readonly Case[] = extensions.flatMap((spec) =>
  spec.examples.flatMap((example, index) =>
    familiesOf(spec, example).map((family) => ({
      name: `${spec.kind} ${spec.name} ${index + 1} ${family}`,
      text: `*${example.table}\n${example.rules.join('\n')}\nCOMMIT\n`,
      family,
      requires: example.requires,
    })),
  ),
);

describe('the checker has no error for an example', () => {
  for (const { name, text, family, requires } of cases) {
    if (requires !== undefined) continue;
    test(name, () => {
      const errors = shownFindings(open(text, family), defaultSettings).filter(
        (finding) => severityOf(finding, defaultSettings) === 'error',
      );
      assert.deepEqual(errors, []);
    });
  }
});

test('every option of every extension stands in an example', () => {
  const missing: string[] = [];
  for (const spec of extensions) {
    const words = new Set(spec.examples.flatMap((example) => example.rules.flatMap((rule) => rule.split(/[ =]/))));
    for (const option of spec.options) {
      if (!optionSpellings(option).some((spelling) => words.has(spelling))) missing.push(`${spec.kind} ${spec.name} --${option.name}`);
    }
  }
  assert.deepEqual(missing, []);
});

test('the real iptables loads the examples', async (context) => {
  if (!(await requireOracle(context))) return;
  const judged = cases.filter(({ requires }) => requires === undefined);
  const verdicts = await load(
    judged.map((one) => ({ ...one, ...(/--(?:match|add|del|map)-set /.test(one.text) ? { setup: setupFor(one) } : {}) })),
  );
  const refused = judged.flatMap(({ name, text }) =>
    (['legacy', 'nft'] as const).flatMap((backEnd) => {
      const { accepted, words } = verdicts.get(name)![backEnd];
      return accepted ? [] : [`${backEnd} ${name}: ${words}\n${text}`];
    }),
  );
  assert.deepEqual(refused, []);
});

function familiesOf(spec: ExtensionSpec, example: Example): readonly Family[] {
  return example.family === undefined ? spec.families : [example.family];
}

/** Creates the sets that an example names. */
function setupFor({ text, family }: Case): string {
  const names = new Set([...text.matchAll(/--(?:match|add|del|map)-set (\S+)/g)].map((match) => match[1]));
  return [...names]
    .map(
      (name) =>
        `ipset create ${name} ${/map-set/.test(text) ? 'hash:ip skbinfo' : 'hash:ip'} family ${family === 'ipv4' ? 'inet' : 'inet6'} 2>/dev/null || true`,
    )
    .join('\n');
}

// The catalogue's examples: each loads in both back ends, has no error, and together they show every option.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { builtinChains } from '../../server/src/catalogue';
import type { Example, ExtensionSpec, Family } from '../../server/src/catalogue/schema';
import { RulesFile } from '../../server/src/model/rules-file';
import { allExtensions, fileWith, optionsIn } from '../support/cases/draft';
import { errorsOf, shown } from '../support/cases/judge';
import type { OracleCase } from '../support/oracle';
import { load } from '../support/oracle';
import { requireOracle } from '../support/oracle-test';

interface ExampleFile extends OracleCase {
  readonly spec: ExtensionSpec;
  readonly example: Example;
  readonly family: Family;
  readonly text: string;
}

const files: readonly ExampleFile[] = allExtensions.flatMap((spec) =>
  spec.examples.flatMap((example, index) =>
    spec.families
      .filter((family) => example.family === undefined || example.family === family)
      .map((family) => ({ name: `${spec.kind} ${spec.name} ${index + 1}, ${family}`, spec, example, family, text: textOf(example) })),
  ),
);

describe('the checker finds no error in an example', () => {
  for (const { name, text, family } of files) {
    test(name, () => {
      assert.deepEqual(
        errorsOf(text, family)
          .filter((finding) => finding.backEnd === undefined)
          .map((finding) => shown(finding, text)),
        [],
      );
    });
  }
});

test('the examples load', async (context) => {
  if (!(await requireOracle(context))) return;
  const loadable = files.filter(({ example }) => example.requires === undefined);
  const verdicts = await load(loadable);
  for (const { name, text, family } of loadable) {
    await context.test(name, (each) => {
      for (const backEnd of ['legacy', 'nft'] as const) {
        const { accepted, words } = verdicts.get(name)![backEnd];
        if (accepted) continue;
        if (/missing kernel module/.test(words)) return each.skip(`this kernel has no module for it: ${words}`);
        const known = errorsOf(text, family).some((finding) => finding.backEnd === backEnd);
        assert.ok(known, `${backEnd} refuses it, and the checker does not know: ${words}\n${text}`);
      }
    });
  }
});

describe('every option stands in an example', () => {
  for (const spec of allExtensions) {
    test(`${spec.kind} ${spec.name}`, () => {
      assert.ok(spec.examples.length > 0 || spec.deprecated !== undefined, 'there is no example');
      const used = new Set(files.filter((file) => file.spec === spec).flatMap(optionsUsed));
      const missing = [...new Set(spec.families.flatMap((family) => optionsIn(spec, family).map((option) => option.name)))];
      assert.deepEqual(
        missing.filter((name) => !used.has(name)),
        [],
      );
    });
  }
});

/** The options of its own extension that an example uses. */
function optionsUsed({ spec, text, family }: ExampleFile): string[] {
  const file = new RulesFile(text, { family });
  return file.records.flatMap(
    (_, line) =>
      file
        .bound(line)
        ?.options.filter((option) => option.owner?.spec === spec)
        .map((option) => option.spec.name) ?? [],
  );
}

/** An example as a file: its lines, with a declaration of each user chain that they name. */
function textOf(example: Example): string {
  const declared = new Set(example.rules.flatMap((line) => /^(?::|-N )(\S+)/.exec(line)?.[1] ?? []));
  const named = example.rules.flatMap((line) => [/^-[AI] (\S+)/.exec(line)?.[1] ?? []].flat());
  const missing = [...new Set(named)].filter((name) => !declared.has(name) && !builtinChains.some((chain) => chain.name === name));
  return fileWith(example.table, [...missing.map((name) => `:${name} - [0:0]`), ...example.rules]);
}

// What is in the bundles that are shipped, by what esbuild says that it put there.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { root } from '../../fixtures/rulesets/root';

interface Input {
  readonly input: string;
  readonly bytes: number;
}

interface Scripts {
  contentsOf(bundles: readonly object[]): Promise<Map<string, readonly Input[]>>;
  readonly extensionBundles: readonly object[];
  readonly serverBundles: readonly object[];
  folders(inputs: readonly Input[]): readonly string[];
  noticeTexts(): Promise<readonly { path: string; text: string }[]>;
}

describe('the bundles', { timeout: 120_000 }, () => {
  let scripts: Scripts;
  let contents: Map<string, readonly Input[]>;

  before(async () => {
    const load = async (name: string): Promise<object> => import(pathToFileURL(join(root, 'scripts', name)).href);
    scripts = { ...(await load('bundles.mjs')), ...(await load('third-party.mjs')) } as Scripts;
    contents = await scripts.contentsOf([...scripts.extensionBundles, ...scripts.serverBundles]);
  });

  test('hold the named packages only', () => {
    assert.ok(contents.size >= 9);
    for (const inputs of contents.values()) scripts.folders(inputs);
    assert.throws(() => scripts.folders([{ input: 'node_modules/left-pad/index.js', bytes: 1 }]), /left-pad is in a bundle/);
    assert.throws(() => scripts.folders([{ input: 'node_modules/semver/node_modules/@a/b/c.js', bytes: 1 }]), /@a\/b is in a bundle/);
  });

  test('have the licence of each package beside them', async () => {
    for (const { path, text } of await scripts.noticeTexts()) {
      assert.equal(readFileSync(join(root, path), 'utf8'), text, `${path} is stale: run npm run generate`);
      assert.match(text, /^vscode-jsonrpc \d+\.\d+\.\d+ \(MIT\)$/m);
      assert.match(text, /Permission is hereby granted/);
    }
  });

  test('answer initialize without what knows iptables', () => {
    for (const path of ['dist/server/node.js', 'dist/server/browser.js', 'server/dist/node.js', 'server/dist/cli.js']) {
      const inputs = contents.get(path);
      assert.ok(inputs, path);
      assert.deepEqual(
        inputs.filter(({ input }) => /server\/src\/(catalogue|rules|model|analysis)\//.test(input)).map(({ input }) => input),
        [],
        path,
      );
    }
    assert.ok(contents.get('dist/server/service.js')?.some(({ input }) => input.includes('server/src/catalogue/')));
  });
});

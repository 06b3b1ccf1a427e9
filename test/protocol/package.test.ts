// The extension's package, built and packed twice, as two people would at different times.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { root } from '../fixtures/rulesets/root';

/** What the package may weigh. */
const mostBytes = 1024 * 1024;

describe("the extension's package", { timeout: 120_000 }, () => {
  let scratch: string;

  before(() => {
    scratch = mkdtempSync(join(tmpdir(), 'iptables-twice-'));
  });
  after(() => rmSync(scratch, { recursive: true, force: true }));

  test('is the same, byte by byte, when it is built again', () => {
    const first = build('first', { TZ: 'Asia/Tokyo', LANG: 'C', umask: 0o022 });
    // Lithuanian sorts y beside i.
    const second = build('a second folder', { TZ: 'America/New_York', LANG: 'lt_LT.UTF-8', umask: 0o077 });
    assert.equal(digest(first), digest(second));
    assert.ok(statSync(first).size <= mostBytes, `it has ${statSync(first).size} bytes`);
  });

  test('names no place of the machine that it was built on', () => {
    const places = [root, homedir(), scratch, tmpdir()].filter((place) => place.length > '/tmp'.length);
    const files = readdirSync(join(scratch, 'first/extension'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    assert.ok(files.length > 20);
    for (const file of files) {
      const text = readFileSync(join(file.parentPath, file.name), 'latin1');
      for (const place of places) assert.ok(!text.includes(place), `${file.name} names ${place}`);
    }
  });

  function build(name: string, { umask, ...environment }: { TZ: string; LANG: string; umask: number }): string {
    const folder = join(scratch, name);
    const before = process.umask(umask);
    try {
      mkdirSync(folder);
      const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts/package.mjs'), '--scratch', folder], {
        cwd: root,
        encoding: 'utf8',
        env: { ...process.env, ...environment },
      });
      assert.equal(status, 0, stderr);
    } finally {
      process.umask(before);
    }
    const packed = readdirSync(folder).find((entry) => entry.endsWith('.vsix'));
    assert.ok(packed);
    return join(folder, packed);
  }
});

function digest(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

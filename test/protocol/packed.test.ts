// The server's npm package, packed, and installed elsewhere without a network.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startClient } from '../support/client';

describe('the packed server', { timeout: 120_000 }, () => {
  let folder: string;
  let installed: string;

  function npm(...args: string[]): void {
    const path = process.env['npm_execpath'];
    const [command, first] = path?.endsWith('.js') ? [process.execPath, [path]] : ['npm', []];
    const { status, stderr } = spawnSync(command, [...first, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
      shell: process.platform === 'win32' && command === 'npm',
    });
    assert.equal(status, 0, stderr);
  }

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'iptables-packed-'));
    // Without its script, which would build what the other tests are using.
    npm('pack', join(process.cwd(), 'server'), '--ignore-scripts', '--pack-destination', folder);
    const [packed] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    assert.ok(packed);
    npm('install', '--offline', '--no-audit', '--no-fund', '--prefix', folder, join(folder, packed));
    installed = join(folder, 'node_modules', 'iptables-language-server');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('needs no other package', () => {
    assert.deepEqual(
      readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.')),
      ['iptables-language-server'],
    );
    assert.deepEqual(readdirSync(installed).sort(), ['LICENSE', 'README.md', 'THIRD-PARTY-NOTICES.txt', 'bin', 'dist', 'package.json']);
  });

  test('is a program that checks, and a library', () => {
    const program = join(folder, 'node_modules', '.bin', 'iptables-language-server');
    const input = '*filter\n-A INPUT --dprot 1\nCOMMIT\n';
    const checked = spawnSync(program, ['check', '-'], { encoding: 'utf8', input, shell: process.platform === 'win32' });
    assert.equal(checked.status, 1);
    assert.match(checked.stdout, /^-:2:10: error\[unknown-option\]/);
    const script = `const service = require(${JSON.stringify(installed)}).createLanguageService();
service.open('file:///rules.v4', ${JSON.stringify(input)});
console.log(service.diagnostics('file:///rules.v4')[0].code);`;
    assert.equal(spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stdout, 'unknown-option\n');
  });

  test('is a language server', async () => {
    const client = await startClient({ server: join(installed, 'bin', 'iptables-language-server.js') });
    const found = await client.open('file:///tmp/packed.iptables', '*filter\n-A INPUT --dprot 1\nCOMMIT\n');
    assert.deepEqual(
      found.map(({ code }) => code),
      ['unknown-option'],
    );
    assert.equal(await client.stop(), 0);
  });
});

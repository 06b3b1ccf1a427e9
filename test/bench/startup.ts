// How long the server takes to start, beyond what Node itself takes, and what the extension's package weighs.

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bar, Measure } from './bench';

/** The measures; `repeats` starts of each program, each beside one of a bare Node. */
export async function* startMeasures(repeats: number): AsyncGenerator<Measure> {
  const bar: Bar = { of: 'median', most: 80, aim: 40 };
  const programs = ['server/bin/iptables-language-server.js', 'dist/server/node.js'];
  for (const program of programs) {
    const times: number[] = [];
    for (let round = 0; round < repeats; round++) {
      const bare = bareNode();
      times.push((await untilInitialized(program)) - bare);
    }
    yield { input: program, lines: 0, name: 'start → answer to initialize, beyond node -e 0', times, bar };
  }
  yield { input: '.vsix', lines: 0, name: 'size', times: [packageSize()], unit: 'MB', bar: { of: 'median', most: 2, aim: 1 } };
}

/** The size of the extension's package, built and packed apart from dist/. */
function packageSize(): number {
  const folder = mkdtempSync(join(tmpdir(), 'iptables-size-'));
  try {
    const { status } = spawnSync(process.execPath, ['scripts/package.mjs', '--scratch', folder], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const packed = readdirSync(folder).find((name) => name.endsWith('.vsix'));
    return status === 0 && packed !== undefined ? statSync(join(folder, packed)).size / (1024 * 1024) : Number.NaN;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function bareNode(): number {
  const begin = performance.now();
  spawnSync(process.execPath, ['-e', '0'], { stdio: 'ignore' });
  return performance.now() - begin;
}

/** Starts a server over its standard input and output and gives the time to the first byte of its answer. */
function untilInitialized(program: string): Promise<number> {
  return new Promise((settle, fail) => {
    const begin = performance.now();
    const server = spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    server.once('error', fail);
    server.once('exit', () => fail(new Error(`${program} ended without an answer`)));
    server.stdout.once('data', () => {
      const time = performance.now() - begin;
      server.removeAllListeners('exit');
      server.once('exit', () => settle(time));
      server.kill('SIGKILL');
    });
    const params = { processId: null, rootUri: null, capabilities: {} };
    const message = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(message)}\r\n\r\n${message}`);
  });
}

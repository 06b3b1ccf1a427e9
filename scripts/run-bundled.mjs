// Bundles a TypeScript program of the tests and runs it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * Gives the exit status.
 * @param {string} entry the program
 * @param {readonly string[]} words its arguments
 */
export async function runBundled(entry, words) {
  // Below the project, so that what the program reads beside itself is found.
  mkdirSync('.cache', { recursive: true });
  const folder = mkdtempSync(join('.cache', 'run-'));
  try {
    const outfile = join(folder, 'program.js');
    await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      sourcemap: 'inline',
      logLevel: 'warning',
    });
    const { status } = spawnSync(process.execPath, ['--enable-source-maps', outfile, ...words], { stdio: 'inherit' });
    return status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** Bundles a TypeScript module with all it imports and gives what it exports. */
export async function importBundled(entry) {
  const folder = await mkdtemp(join(tmpdir(), 'iptables-bundled-'));
  const outfile = join(folder, 'bundled.cjs');
  try {
    await build({ entryPoints: [entry], bundle: true, outfile, format: 'cjs', platform: 'node', logLevel: 'warning' });
    return (await import(pathToFileURL(outfile).href)).default;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

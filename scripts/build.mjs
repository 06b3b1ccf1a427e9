// Builds every bundle: the extension's two clients, its server as a Node program and as a web worker,
// and the server package's own program. `--tests` adds the test bundles, `--watch` stays and rebuilds.

import { rm } from 'node:fs/promises';
import { build, context } from 'esbuild';
import { extensionBundles, node, serverBundles } from './bundles.mjs';
import { globSync } from './glob.mjs';

const watch = process.argv.includes('--watch');
const tests = process.argv.includes('--tests');
const minify = !process.argv.includes('--no-minify') && !watch;

// The watch task of .vscode/tasks.json waits for esbuild's "build finished".
const mode = { minify, ...(watch && { sourcemap: 'inline', logLevel: 'info' }) };
const bundles = [...extensionBundles, ...serverBundles].map((bundle) => ({ ...bundle, ...mode }));

const testBundles = [
  {
    ...node,
    minify: false,
    sourcemap: 'inline',
    entryPoints: globSync('test', /^(?!vscode\/).*\.test\.ts$/),
    outdir: 'out/test',
    outbase: 'test',
    packages: 'external',
  },
];

if (!watch) {
  await Promise.all(['dist', 'server/dist', ...(tests ? ['out/test'] : [])].map((folder) => rm(folder, { recursive: true, force: true })));
}
const all = tests ? [...bundles, ...testBundles.filter((bundle) => bundle.entryPoints.length > 0)] : bundles;
if (watch) {
  for (const bundle of all) await (await context(bundle)).watch();
} else {
  await Promise.all(all.map((bundle) => build(bundle)));
}

// Builds every bundle: the extension's two clients, its server as a Node program and as a web worker,
// and the server package's own program. `--tests` adds the test bundles, `--watch` stays and rebuilds.

import { rm } from 'node:fs/promises';
import { build, context } from 'esbuild';
import { globSync } from './glob.mjs';

const watch = process.argv.includes('--watch');
const tests = process.argv.includes('--tests');
const minify = !process.argv.includes('--no-minify') && !watch;

/** What all bundles share. */
const common = {
  bundle: true,
  minify,
  sourcemap: watch ? 'inline' : false,
  legalComments: 'none',
  // The watch task of .vscode/tasks.json waits for esbuild's "build finished".
  logLevel: watch ? 'info' : 'warning',
  target: 'es2022',
  define: { 'process.env.NODE_ENV': '"production"' },
};
const node = { ...common, platform: 'node', format: 'cjs', target: 'node20' };
const web = { ...common, platform: 'browser', mainFields: ['browser', 'module', 'main'] };

const bundles = [
  { ...node, entryPoints: ['client/src/extension.ts'], outfile: 'dist/client/extension.js', external: ['vscode'] },
  { ...web, format: 'cjs', entryPoints: ['client/src/browser.ts'], outfile: 'dist/client/browser.js', external: ['vscode'] },
  { ...node, entryPoints: ['server/src/node.ts'], outfile: 'dist/server/node.js' },
  { ...web, format: 'iife', entryPoints: ['server/src/browser.ts'], outfile: 'dist/server/browser.js' },
  { ...node, entryPoints: { cli: 'server/src/cli.ts' }, outdir: 'server/dist' },
  { ...node, entryPoints: { service: 'server/src/service.ts' }, outdir: 'server/dist' },
];

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

// An hour's editing, compressed, and the memory that it leaves in use.
//   npm run soak -- [--changes N] [--documents N] [--seed N]
import { build } from 'esbuild';
import { runBundled } from './run-bundled.mjs';

await build({
  entryPoints: { cli: 'server/src/cli.ts' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  outdir: 'server/dist',
  logLevel: 'warning',
});
process.exitCode = await runBundled('test/soak/main.ts', process.argv.slice(2));

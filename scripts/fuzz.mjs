// Holds the checker against the real iptables on random files.
//   npm run fuzz -- [--seconds N] [--seed N] [--catalogue]
// IPTABLES_PREFIX names the folder of another release's programs.
import { runBundled } from './run-bundled.mjs';

process.exitCode = await runBundled('test/fuzz/main.ts', process.argv.slice(2));

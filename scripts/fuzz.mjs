// Holds the checker against the real iptables on random files.
//   npm run fuzz -- [--seconds N] [--seed N] [--catalogue]
//   npm run fuzz -- --edits [--count 100000] [--seconds N] [--seed N]   edits, against files opened anew
//   npm run fuzz -- --texts [--seconds N] [--seed N] [--only WORD]   texts that nobody writes: nothing throws, nothing takes long
// IPTABLES_PREFIX names the folder of another release's programs.
import { runBundled } from './run-bundled.mjs';

process.exitCode = await runBundled('test/fuzz/main.ts', process.argv.slice(2));

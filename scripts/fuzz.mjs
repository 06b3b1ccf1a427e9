// npm run fuzz [-- --seconds N] [--seed N] [--catalogue] [--prefix FOLDER]: the checker against the real iptables on random
// files, or on every case of the catalogue. A difference is printed with the smallest part of the file that shows it.
import { importBundled } from './bundled.mjs';
import { ensurePrograms } from './tools.mjs';

const argument = (name, fallback) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : fallback);
await ensurePrograms({ 'iptables-legacy-restore': 'iptables', ipset: 'ipset' });
const { fuzz } = await importBundled('test/fuzz/run.ts');
const found = await fuzz(
  {
    seconds: Number(argument('--seconds', process.argv.includes('--catalogue') ? '86400' : '60')),
    seed: Number(argument('--seed', '1000000')),
    catalogue: process.argv.includes('--catalogue'),
    prefix: argument('--prefix', process.env.IPTABLES_PREFIX),
  },
  console.log,
);
process.exitCode = found > 0 ? 1 : 0;

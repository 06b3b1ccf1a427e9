// Holds the packet engine against the kernel: random rulesets, random packets, in private network namespaces.
//   npm run oracle:packets -- [--rulesets N] [--packets N] [--seed N]
import { runBundled } from './run-bundled.mjs';
import { ensurePrograms } from './tools.mjs';

const missing = await ensurePrograms({
  'iptables-legacy-restore': 'iptables',
  'iptables-nft-restore': 'iptables',
  ip: 'iproute2',
  python3: 'python3',
});
if (missing.length > 0) {
  console.error(`Missing: ${missing.join(', ')}`);
  process.exitCode = 1;
} else {
  process.exitCode = await runBundled('test/oracle/packets/main.ts', process.argv.slice(2));
}

// All tests: lint, unit, grammar, protocol, real iptables, real VS Code. What they need is installed where that is
// allowed; where it is not, what is skipped is said loudly, and CI=true makes it a failure.
//   node scripts/test.mjs [--no-lint] [--no-vscode] [--only PATTERN]
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { globSync } from './glob.mjs';
import { ensurePrograms } from './tools.mjs';

const has = (flag) => process.argv.includes(flag);
const only = process.argv.includes('--only') ? new RegExp(process.argv[process.argv.indexOf('--only') + 1] ?? '') : undefined;
const totals = { passed: 0, failed: 0, skipped: 0 };
const failedParts = [];

/** Runs a part and prints how long it took; its last summary line is added up. */
function part(name, command, args, count) {
  console.log(`\n== ${name}`);
  const begin = Date.now();
  const result = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] });
  process.stdout.write(result.stdout ?? '');
  const counted = count?.(result.stdout ?? '') ?? { passed: result.status === 0 ? 1 : 0, failed: result.status === 0 ? 0 : 1, skipped: 0 };
  totals.passed += counted.passed;
  totals.failed += counted.failed;
  totals.skipped += counted.skipped;
  if (result.status !== 0) {
    failedParts.push(name);
    if (counted.failed === 0) totals.failed++;
  }
  console.log(`== ${name}: ${result.status === 0 ? 'ok' : 'FAILED'} in ${((Date.now() - begin) / 1000).toFixed(1)} s`);
  return result.status === 0;
}

/** The summary of node's test runner (TAP: `# pass 12`). */
function nodeSummary(output) {
  const last = (word) => Number([...output.matchAll(new RegExp(`^# ${word} (\\d+)$`, 'gm'))].at(-1)?.[1] ?? 0);
  return { passed: last('pass'), failed: last('fail') + last('cancelled'), skipped: last('skipped') };
}

/** The plain summary `N passed, N failed`. */
function plainSummary(output) {
  const match = [...output.matchAll(/^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)].at(-1);
  return { passed: Number(match?.[1] ?? 0), failed: Number(match?.[2] ?? 0), skipped: Number(match?.[3] ?? 0) };
}

const missing = await ensurePrograms({
  'iptables-legacy-restore': 'iptables',
  'iptables-nft-restore': 'iptables',
  ipset: 'ipset',
  unshare: 'util-linux',
  ip: 'iproute2',
  python3: 'python3',
  nvim: 'neovim',
});
if (missing.length > 0 && process.env.CI === 'true') {
  console.error(`With CI=true ${missing.join(', ')} must be there.`);
  process.exitCode = 1;
}

const node = process.execPath;
if (part('build', node, ['scripts/build.mjs', '--tests'])) {
  if (!has('--no-lint')) part('lint', node, ['scripts/lint.mjs']);
  const files = globSync('out/test', /\.test\.js$/).filter((file) => only === undefined || only.test(file));
  part(
    'unit, grammar, protocol, real iptables',
    node,
    ['--test', '--test-reporter=tap', '--test-concurrency=2', '--test-timeout=420000', ...files],
    nodeSummary,
  );
  if (!has('--no-vscode') && only === undefined && existsSync('scripts/test-vscode.mjs')) {
    part('real VS Code', node, ['scripts/test-vscode.mjs'], plainSummary);
  }
}

if (failedParts.length > 0) console.log(`\nFailed: ${failedParts.join('; ')}`);
console.log(`\n${totals.passed} passed, ${totals.failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''}`);
if (totals.failed > 0 || failedParts.length > 0) process.exitCode = 1;

// Everything that can be said of the code without running it: format and lint, types, layers, fresh generated files.
import { execFileSync } from 'node:child_process';
import { checkLayers } from './layers.mjs';

const failures = [];

/** Runs one check; its own output says what is wrong. */
function check(name, run) {
  try {
    run();
  } catch {
    failures.push(name);
  }
}

const bin = (name) => ['node_modules', '.bin', name + (process.platform === 'win32' ? '.cmd' : '')].join('/');
const run = (command, args) => execFileSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });

check('biome', () => run(bin('biome'), ['check', '--error-on-warnings', '.']));
check('types', () => run(bin('tsc'), ['-p', '.']));
check('layers', checkLayers);
check('generated files', () => run(process.execPath, ['scripts/generate.mjs', '--check']));

if (failures.length > 0) {
  console.error(`lint: ${failures.join(', ')} failed`);
  process.exitCode = 1;
} else {
  console.log('lint: clean');
}

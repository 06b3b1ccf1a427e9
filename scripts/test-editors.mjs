// The tests in other editors, with the recipes of docs/editors.md: Neovim, which `npm test` has as well, and Emacs, which is too
// much to install for every run. What is missing is installed where that is allowed; a missing editor is a failure here.
import { spawnSync } from 'node:child_process';
import { globSync } from './glob.mjs';
import { ensureApt, ensurePrograms } from './tools.mjs';

const missing = await ensurePrograms({ nvim: 'neovim', emacs: 'emacs-nox' });
// Emacs has eglot from version 29 on; before that it is a package of its own.
if (!missing.includes('emacs') && !hasEglot()) await ensureApt(['elpa-eglot'], 'for eglot');

function hasEglot() {
  return spawnSync('emacs', ['--batch', '-f', 'package-initialize', '--eval', "(require 'eglot)"], { stdio: 'ignore' }).status === 0;
}

const run = (args, env = {}) => spawnSync(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...env } }).status === 0;
const built = run(['scripts/build.mjs', '--tests']);
const files = globSync('out/test/editors', /\.test\.js$/);
const passed = built && run(['--test', '--test-reporter=spec', ...files], { CI: 'true', IPTABLES_TEST_EDITORS: 'all' });
process.exitCode = passed && missing.length === 0 ? 0 : 1;

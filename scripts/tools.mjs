// What the scripts need from the machine: programs on the PATH, installed with apt where that is allowed,
// or else named loudly together with the way to get them.

import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/** The project's folder. */
export const root = resolve(import.meta.dirname, '..');

/** An ignored folder for whatever is fetched or built on demand. */
export const cache = join(root, '.cache');

/** The path of a program found on the PATH (and in the administrator's folders, which a user's PATH often lacks), or undefined. */
export function which(command) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...(process.platform === 'linux' ? ['/usr/sbin', '/sbin'] : [])];
  const endings = process.platform === 'win32' ? (process.env.PATHEXT ?? '.EXE;.CMD').split(';') : [''];
  for (const folder of folders) {
    for (const ending of endings) {
      const path = join(folder, command + ending);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not here; look in the next folder.
      }
    }
  }
  return undefined;
}

/** Whether missing packages may be installed: root on a Debian-like system. */
export function mayInstall() {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/etc/debian_version') && which('apt-get') !== undefined;
}

/**
 * Sees to it that programs exist, installing their Debian packages where that is allowed, and says what it does.
 * Takes a record of program name to package name; gives the names of the programs that are still missing.
 */
export async function ensurePrograms(programs) {
  const missing = () => Object.keys(programs).filter((program) => !which(program));
  const before = missing();
  if (before.length === 0) return [];
  await ensureApt([...new Set(before.map((program) => programs[program]))], `for ${before.join(', ')}`);
  return missing();
}

/**
 * Installs Debian packages where that is allowed and says so; otherwise says loudly what is missing and how to get it.
 * Gives true when they were installed.
 */
export async function ensureApt(packages, why = '') {
  if (!mayInstall()) {
    console.error(`MISSING: ${packages.join(', ')} ${why}. Get it with: sudo apt-get install ${packages.join(' ')}`);
    return false;
  }
  console.error(`Installing ${packages.join(', ')} with apt-get ${why}`);
  const apt = (...args) => run('apt-get', ['-qq', ...args], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  const install = () => apt('-o', 'DPkg::Lock::Timeout=300', 'install', '-y', '--no-install-recommends', ...packages);
  if (await install()) return true;
  // The package lists may be absent or old, as in a fresh container.
  await apt('update');
  if (await install()) return true;
  console.error(`MISSING: apt-get could not install ${packages.join(', ')} ${why}`);
  return false;
}

/** Runs a program to its end, its output sent to our standard error; gives whether it succeeded. */
export function run(command, args, options = {}) {
  return new Promise((settle) => {
    const child = spawn(command, args, { stdio: ['ignore', 2, 2], ...options });
    child.on('error', () => settle(false));
    child.on('exit', (code) => settle(code === 0));
  });
}

/** Runs npm, the one that started us where there is one; gives whether it succeeded. */
export function npm(args, options = {}) {
  const path = process.env.npm_execpath;
  return path?.endsWith('.js')
    ? run(process.execPath, [path, ...args], options)
    : run('npm', args, { shell: process.platform === 'win32', ...options });
}

/** Whether a skipped check counts as a failure: in continuous integration. */
export const strict = /^(1|true)$/.test(process.env.CI ?? '');

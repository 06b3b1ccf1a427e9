// A whole VS Code in a browser: installs the VS Code Server that the npm package code-server carries, and runs it.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { cache, npm } from './tools.mjs';

/** The last release whose server runs on Node 20; it holds VS Code 1.100.3. */
const release = 'code-server@4.100.3';
const home = join(cache, release.replace('@', '-'));
const main = join(home, 'node_modules/code-server/lib/vscode/out/server-main.js');

/** Installs VS Code Server into the ignored cache unless it is there, and gives the path of its entry point. */
export async function ensureVsCodeServer() {
  if (existsSync(main)) return main;
  console.error(`Installing VS Code Server (${release} from npm, about 300 MB on disk, once) into ${home}`);
  // Built aside and moved in one step, so that an interrupted or a second, simultaneous installation leaves no half of one.
  const building = `${home}.${process.pid}`;
  await mkdir(building, { recursive: true });
  await writeFile(join(building, 'package.json'), '{ "private": true }\n');
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--engine-strict=false'];
  const inner = join(building, 'node_modules/code-server/lib/vscode');
  // Scripts are ignored because the package's own would download more; what they build is not needed here.
  const done =
    (await npm(['install', ...options, '--prefix', building, release], { cwd: building })) &&
    (await npm(['install', '--omit=dev', ...options], { cwd: inner }));
  if (!done) {
    await rm(building, { recursive: true, force: true });
    throw new Error(`npm could not install ${release}; is the npm registry reachable?`);
  }
  await rename(building, home).catch(async (error) => {
    await rm(building, { recursive: true, force: true });
    if (!existsSync(main)) throw error;
  });
  return main;
}

/** Installs a .vsix into an extensions folder, as `code --install-extension` does. */
export async function installExtension(vsix, extensionsDir, dataDir) {
  const server = await ensureVsCodeServer();
  const child = spawn(process.execPath, [server, ...places(dataDir, extensionsDir), '--install-extension', vsix], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  const code = await new Promise((settle) => child.on('exit', settle));
  if (code !== 0 || !/successfully installed/.test(output)) throw new Error(`Installing ${vsix} failed:\n${output}`);
}

/**
 * Starts VS Code Server on localhost and waits until it listens. The settings are for a new data folder only.
 * Gives its origin and a function that stops it; it also stops when this process ends.
 */
export async function startVsCodeServer({ port = 0, dataDir, extensionsDir, settings = {}, timeout = 30_000 }) {
  const server = await ensureVsCodeServer();
  const file = join(dataDir, 'data/User/settings.json');
  await mkdir(dirname(file), { recursive: true });
  // Someone who works in the window over several runs keeps what was set there.
  if (!existsSync(file)) await writeFile(file, `${JSON.stringify({ ...quiet, ...settings }, null, 2)}\n`);
  const child = spawn(
    process.execPath,
    [
      ...['--import', endWithParent],
      server,
      ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token', '--telemetry-level', 'off'],
      ...places(dataDir, extensionsDir),
    ],
    // A group of its own, so that the extension hosts which it starts end together with it.
    { stdio: 'pipe', detached: process.platform !== 'win32' },
  );
  const stop = () => {
    process.off('exit', stop);
    stopGroup(child);
  };
  process.once('exit', stop);
  const log = [];
  const listening = await new Promise((settle, fail) => {
    const timer = setTimeout(() => fail(new Error(`VS Code Server did not start:\n${log.join('\n')}`)), timeout);
    child.once('exit', (code) => fail(new Error(`VS Code Server ended with ${code}:\n${log.join('\n')}`)));
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        log.push(line);
        const found = /Extension host agent listening on (\d+)/.exec(line);
        if (!found) return;
        clearTimeout(timer);
        settle(Number(found[1]));
      });
    }
  });
  return { origin: `http://127.0.0.1:${listening}`, authority: `127.0.0.1:${listening}`, log, stop, child };
}

/** A module that ends the server when its standard input ends: when this process is no more, however it ended. */
const endWithParent = `data:text/javascript,process.stdin.on('end',()=>process.exit()).resume()`;

/** Settings that keep a fresh window free of dialogs, tours and traffic. */
const quiet = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'npm.fetchOnlinePackageInfo': false,
  'typescript.disableAutomaticTypeAcquisition': true,
};

function places(dataDir, extensionsDir) {
  return [
    '--accept-server-license-terms',
    ...['--server-data-dir', dataDir],
    ...(extensionsDir ? ['--extensions-dir', extensionsDir] : []),
  ];
}

function stopGroup(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === 'win32') child.kill();
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended in the meantime.
  }
}

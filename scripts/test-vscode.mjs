// The tests in a real VS Code: one suite in the Node extension host and in the web-worker host of VS Code Server, shown in
// Chromium, a check that the packed .vsix installs and works there, and one that `npm start` does. `--electron` runs the suite in a desktop VS Code
// instead, where one can be downloaded. `--only=node,web,vsix,start` chooses, `--no-build` takes dist/ as it is, `--json` prints
// the results as JSON.

import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkPackage } from './check-package.mjs';
import { checkStart } from './check-start.mjs';
import { findChromium, launchChromium } from './chromium.mjs';
import { ensureBuilt, stage } from './stage.mjs';
import { cache, root, strict } from './tools.mjs';
import { ensureVsCodeServer, startVsCodeServer } from './vscode-server.mjs';
import { bundleSuite, receiveReports } from './vscode-suite.mjs';
import { openWindow } from './vscode-window.mjs';

const home = join(cache, 'vscode-test');
/** Nothing that hangs may hang for longer. */
const timeout = 420_000;

/**
 * Runs the parts that are asked for, printing each test as it ends.
 * Gives the tests with their outcomes, and why anything was skipped.
 */
export async function testVsCode({ parts = ['node', 'web', 'vsix', 'start'], fresh = true, print = console.log } = {}) {
  const tests = [];
  const skipped = [];
  const tell = (part) => (test) => {
    tests.push({ part, ...test });
    print(`${{ passed: '  ok  ', failed: 'FAILED', skipped: ' skip ' }[test.state]} [${part}] ${test.name} (${test.ms} ms)`);
    if (test.error) print(test.error.replace(/^/gm, '         '));
  };
  await ensureBuilt({ fresh });
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const reports = await receiveReports();
  const stops = [() => reports.close()];
  const hosts = parts.filter((part) => part === 'node' || part === 'web');
  try {
    if (parts.includes('electron')) {
      await guarded('electron', tell('electron'), () => testElectron(reports, tell('electron')));
    } else {
      const chromium = await findChromium();
      if (!chromium) {
        skipped.push('VS Code: no Chromium to show it in');
        return { tests, skipped };
      }
      const trouble = await ensureVsCodeServer().then(
        () => undefined,
        (error) => error.message,
      );
      if (trouble) {
        skipped.push(`VS Code: ${trouble}`);
        return { tests, skipped };
      }
      const browser = await launchChromium(chromium);
      stops.push(() => browser.close());
      const work = hosts.map((host) => guarded(host, tell(host), () => testHost(host, browser, reports, tell(host), stops)));
      if (parts.includes('vsix')) work.push(guarded('vsix', tell('vsix'), () => checkPackage(browser, home, tell('vsix'), stops)));
      if (parts.includes('start')) work.push(guarded('start', tell('start'), () => checkStart(browser, home, tell('start'), stops)));
      await Promise.all(work);
    }
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
  return { tests, skipped };
}

/** The suite in one of the server's extension hosts. Each has a server of its own, so that neither waits for the other. */
async function testHost(host, browser, reports, tell, stops) {
  const { url, ended } = reports.listen(host, tell);
  const folder = makeWorkspace(host);
  const developing = stage(join(home, host, 'extension'), { web: host === 'web' });
  // A suite inside the extension's folder runs in the same host as the extension.
  const testing = await bundleSuite(host, join(developing, 'suite'), url);
  const server = await startVsCodeServer({ dataDir: join(home, host, 'data'), extensionsDir: join(home, host, 'extensions') });
  stops.push(server.stop);
  const window = await openWindow(browser, server, { folder, developing, testing });
  try {
    await withTimeout(ended);
  } catch (error) {
    await window.page.screenshot({ path: join(home, `${host}.png`) });
    throw new Error(
      `${error.message}\nThe window is in ${join(home, `${host}.png`)}; its console says\n${window.log
        .filter((line) => /iptables/.test(line))
        .slice(-25)
        .join('\n')}`,
    );
  }
}

/** The suite in a desktop VS Code, downloaded by @vscode/test-electron. */
async function testElectron(reports, tell) {
  const { runTests } = await import('@vscode/test-electron');
  const { url, ended } = reports.listen('electron', tell);
  const testing = await bundleSuite('node', join(home, 'electron/suite'), url);
  const developing = stage(join(home, 'electron/extension'));
  const launchArgs = [
    makeWorkspace('electron'),
    '--disable-extensions',
    '--disable-workspace-trust',
    '--user-data-dir',
    join(home, 'electron/data'),
  ];
  if (process.getuid?.() === 0) launchArgs.push('--no-sandbox');
  const options = { extensionDevelopmentPath: developing, extensionTestsPath: testing, cachePath: join(cache, 'vscode'), launchArgs };
  // A failed test rejects too, but has been reported by then.
  const run = runTests(options).catch((error) => withTimeout(ended, 1000).catch(() => Promise.reject(error)));
  await withTimeout(Promise.all([run, ended]), 10 * timeout);
}

/** A fresh folder to work in, with a copy of the examples. */
function makeWorkspace(host) {
  const folder = join(home, host, 'workspace');
  mkdirSync(folder, { recursive: true });
  if (existsSync(join(root, 'examples'))) cpSync(join(root, 'examples'), join(folder, 'examples'), { recursive: true });
  return folder;
}

/** Turns whatever keeps a part from running to its end into a failed test of that part. */
async function guarded(name, tell, run) {
  const begin = Date.now();
  try {
    await run();
  } catch (error) {
    tell({ name: `${name}: runs to its end`, state: 'failed', ms: Date.now() - begin, error: error.stack ?? String(error) });
  }
}

function withTimeout(promise, ms = timeout) {
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error(`It did not end within ${ms / 1000} s.`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

if (process.argv[1] === import.meta.filename) {
  const json = process.argv.includes('--json');
  const only = process.argv
    .find((argument) => argument.startsWith('--only='))
    ?.slice('--only='.length)
    .split(',');
  const parts = process.argv.includes('--electron') ? ['electron'] : only;
  const { tests, skipped } = await testVsCode({
    ...(parts && { parts }),
    fresh: !process.argv.includes('--no-build'),
    print: json ? () => {} : console.log,
  });
  const count = (state) => tests.filter((test) => test.state === state).length;
  const left = count('skipped') + skipped.length;
  if (json) console.log(JSON.stringify({ tests, skipped }));
  for (const reason of skipped) console.error(`SKIPPED: ${reason}`);
  if (!json) console.log(`${count('passed')} passed, ${count('failed')} failed${left > 0 ? `, ${left} skipped` : ''}`);
  process.exit(count('failed') > 0 || (strict && left > 0) ? 1 : 0);
}

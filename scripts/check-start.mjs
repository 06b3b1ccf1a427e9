// Does `npm start` serve an editor on examples/ with the extension running, and does it end when it is told to?

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stepper } from './check-package.mjs';
import { root } from './tools.mjs';

/** Runs the script as on a machine without a desktop, opens the address that it prints and tells of each step as a test. */
export async function checkStart(browser, home, tell, stops) {
  const step = stepper(tell);
  const child = spawn(process.execPath, [join(root, 'scripts/start.mjs'), '--server', '--no-build'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((settle) => child.once('exit', (code) => settle(code)));
  stops.push(() => child.kill('SIGTERM'));
  const address = await step('npm start prints an address', () => firstAddress(child, ended));
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(30_000);
  try {
    await step('The address shows the examples, coloured and checked', async () => {
      await page.goto(address);
      const name = page.locator('.explorer-folders-view .monaco-list-row', { hasText: /\w+\.(iptables|v4|v6|rules)/ }).first();
      await name.dblclick();
      await page.locator('#status\\.editor\\.mode', { hasText: 'iptables' }).waitFor();
      await page.locator('.view-overlays [class*="squiggly-"]').first().waitFor();
    });
    await step('Ctrl-C ends it', async () => {
      child.kill('SIGINT');
      const code = await ended;
      if (code !== 0) throw new Error(`npm start ended with ${code}`);
    });
  } catch (error) {
    await page.screenshot({ path: join(home, 'start.png') });
    throw error;
  }
}

/** The first address in what a program prints; fails when it ends without one. */
function firstAddress(child, ended) {
  return new Promise((settle, fail) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /http:\/\/\S+/.exec(line);
      if (found) settle(found[0]);
    });
    ended.then((code) => fail(new Error(`npm start ended with ${code} before it printed an address`)));
  });
}

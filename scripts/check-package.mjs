// Does the packed .vsix install into a fresh VS Code Server, and does it work there in an ordinary window?

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageExtension } from './package.mjs';
import { installExtension, startVsCodeServer } from './vscode-server.mjs';
import { openWindow, runCommand } from './vscode-window.mjs';

/** Packs what is built, installs it and opens a file with a fault in a window; tells of each step as a test. */
export async function checkPackage(browser, home, tell, stops) {
  const extensionsDir = join(home, 'vsix/extensions');
  const folder = join(home, 'vsix/workspace');
  const file = join(folder, 'rules.v4');
  mkdirSync(extensionsDir, { recursive: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -i eth0 -p udp -m udp --dport 694 -j NOTRACK\nCOMMIT\n');
  const step = stepper(tell);
  const vsix = await step('The package holds the bundles and assets only', () =>
    packageExtension({ build: false, packagePath: join(home, 'vsix/iptables-rules.vsix'), quiet: true }),
  );
  await step('The package installs into a fresh VS Code', () => installExtension(vsix, extensionsDir, join(home, 'vsix/data')));
  // Notes between the words would stand in the lines that are looked for.
  const settings = { 'editor.inlayHints.enabled': 'off' };
  const server = await startVsCodeServer({ dataDir: join(home, 'vsix/data'), extensionsDir, settings });
  stops.push(server.stop);
  const { page } = await openWindow(browser, server, { folder, file });
  page.setDefaultTimeout(30_000);
  try {
    await step('The installed extension gives the file its language', () =>
      page.locator('#status\\.editor\\.mode', { hasText: 'iptables' }).waitFor(),
    );
    await step('The installed extension finds the fault', () => page.locator('.view-overlays .squiggly-error').first().waitFor());
    await step('The installed extension explains NOTRACK', async () => {
      await page
        .locator('.view-line span', { hasText: /^NOTRACK$/ })
        .first()
        .hover();
      await page.locator('.monaco-hover', { hasText: 'UNTRACKED' }).first().waitFor();
    });
    const activation = await step('VS Code tells how long it took to activate the extension', () => activationTime(page));
    tell({ name: `Activation took ${activation} ms: loading and calling, without the server's start`, state: 'passed', ms: activation });
    await step('The command asks for a known service and its interface', async () => {
      await runCommand(page, 'Exempt a UDP Service');
      await answer(page, 'Choose a service', 'heartbeat');
      await answer(page, 'Interface', 'eth1');
      await answer(page, 'Addresses of the peers', '');
      await ruleLine(page, '-A OUTPUT -o eth1 -p udp -m udp --dport 694 -j NOTRACK');
    });
    await step('The command takes any port, and asks how the machines talk', async () => {
      await runCommand(page, 'Exempt a UDP Service');
      await answer(page, 'Choose a service', '5000');
      await answer(page, 'How do the machines talk', 'server');
      await answer(page, 'Interface', '');
      await answer(page, 'Addresses of the peers', '192.0.2.7');
      await ruleLine(page, '--sport 5000 -j NOTRACK');
    });
  } catch (error) {
    await page.screenshot({ path: join(home, 'vsix.png') });
    throw error;
  }
}

/** The milliseconds that "Show Running Extensions" names for the extension; goes back to the file. */
async function activationTime(page) {
  await runAnyCommand(page, 'Developer: Show Running Extensions');
  const row = page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: 'iptables Rules' });
  const text = await row.locator('.activation-time').first().textContent();
  const time = Number(/(\d+)\s*ms/.exec(text ?? '')?.[1]);
  if (Number.isNaN(time)) throw new Error(`No time stands in: ${text}`);
  await page.locator('.tab', { hasText: 'rules.v4' }).click();
  await row.first().waitFor({ state: 'hidden' });
  return time;
}

/** Runs a command of the editor's own from the palette. */
async function runAnyCommand(page, title) {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title }).waitFor();
  await page.keyboard.press('Enter');
}

/** Makes a function that runs a step and tells of it as a passed test; one that fails throws. */
export function stepper(tell) {
  return async (name, run) => {
    const begin = Date.now();
    const result = await run();
    tell({ name, state: 'passed', ms: Date.now() - begin });
    return result;
  };
}

/** Answers the question that is on show, once it is the expected one: types, and takes what is then offered first. */
async function answer(page, question, text) {
  const widget = page.locator('.quick-input-widget');
  const asked = widget.getByPlaceholder(question).or(widget.locator('.quick-input-message', { hasText: question }));
  await asked.first().waitFor();
  await widget.locator('input[type=text], input:not([type])').first().fill(text);
  const list = widget.locator('.quick-input-list .monaco-list-row');
  if (text && (await list.count()) > 0) await widget.locator('.quick-input-list .monaco-list-row.focused', { hasText: text }).waitFor();
  await page.keyboard.press('Enter');
}

/** Waits until a rule stands in the editor. The editor writes blanks as no-break spaces. */
async function ruleLine(page, rule) {
  await page
    .locator('.view-line', { hasText: new RegExp(rule.replace(/[.]/g, '\\.').replaceAll(' ', '\\s')) })
    .first()
    .waitFor();
}

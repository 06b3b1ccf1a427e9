// `npm run screenshots`: takes the README's pictures and animations, into images/, from a VS Code Server window in Chromium with
// the packed extension installed. `--only=NAME` takes those whose name begins so; `--keep` packs what is built.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium, launchChromium } from './chromium.mjs';
import { packageExtension } from './package.mjs';
import { animations } from './pictures/animations.mjs';
import { animation } from './pictures/gif.mjs';
import { smallPng } from './pictures/png.mjs';
import { scenes, themes } from './pictures/scenes.mjs';
import { ensureBuilt } from './stage.mjs';
import { cache, root } from './tools.mjs';
import { installExtension, startVsCodeServer } from './vscode-server.mjs';
import { openWindow } from './vscode-window.mjs';

const home = join(cache, 'screenshots');
const folder = join(home, 'firewall');
const images = join(root, 'images');

const settings = {
  'workbench.colorTheme': themes.light,
  'workbench.activityBar.location': 'hidden',
  'workbench.layoutControl.enabled': false,
  'window.commandCenter': false,
  'breadcrumbs.enabled': false,
  'editor.minimap.enabled': false,
  'editor.fontSize': 15,
  'editor.hover.delay': 100,
  'editor.cursorBlinking': 'solid',
};

/** Animations are small: a window in which the rules just fit, and nothing that blinks. */
const moving = { ...settings, 'editor.fontSize': 13, 'editor.occurrencesHighlight': 'off', 'workbench.statusBar.visible': true };

const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice('--only='.length) ?? '';
const chromium = await findChromium();
if (!chromium) process.exit(1);
rmSync(home, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
mkdirSync(join(images, 'walkthrough'), { recursive: true });
await ensureBuilt({ fresh: !process.argv.includes('--keep') });
const extensionsDir = join(home, 'extensions');
mkdirSync(extensionsDir, { recursive: true });
const vsix = await packageExtension({ build: false, packagePath: join(home, 'iptables-rules.vsix'), quiet: true });
await installExtension(vsix, extensionsDir, home);
const browser = await launchChromium(chromium);
for (const scene of scenes.filter(({ name }) => name.startsWith(only))) await take(scene);
for (const scene of animations.filter(({ name }) => name.startsWith(only))) await animate(scene);
await browser.close();
process.exit(process.exitCode ?? 0);

async function take({ name, act, scale = 1.5, viewport, settings: own, ...what }) {
  await inWindow({ name, viewport, scale, settings: { ...settings, ...own }, ...what }, async (page) => {
    await act(page);
    await page.locator('.statusbar-item', { hasText: 'Activating Extensions' }).waitFor({ state: 'hidden' });
    const picture = smallPng(await page.screenshot());
    writeFileSync(join(images, `${name}.png`), picture);
    console.log(`images/${name}.png (${Math.round(picture.length / 1024)} kB)`);
  });
}

async function animate({ name, act, settings: own, ...what }) {
  const viewport = { width: 860, height: 420 };
  await inWindow({ name, viewport, scale: 1, settings: { ...moving, ...own }, ...what }, async (page) => {
    const frames = [];
    await act(page, async (ms) => frames.push({ ms, png: await page.screenshot() }));
    const gif = animation(frames);
    writeFileSync(join(images, `${name}.gif`), gif);
    console.log(`images/${name}.gif (${frames.length} frames, ${Math.round(gif.length / 1024)} kB)`);
  });
}

/** Opens a file in a fresh window, and keeps a picture of the window when what is done there fails. */
async function inWindow({ name, file = 'rules.v4', mode = 'iptables', text, settings: all, viewport, scale }, act) {
  const key = name.replace('/', '-');
  const path = join(folder, file);
  writeFileSync(path, text);
  const server = await startVsCodeServer({ dataDir: join(home, key), extensionsDir, settings: all });
  const { page, context } = await openWindow(browser, server, { folder, file: path, scale, ...(viewport && { viewport }) });
  page.setDefaultTimeout(30_000);
  try {
    await page.locator('#status\\.editor\\.mode', { hasText: mode }).waitFor();
    // The side bar takes the room of the rules' ends.
    await page.keyboard.press('Control+b');
    await page.locator('.part.sidebar').waitFor({ state: 'hidden' });
    await act(page);
  } catch (error) {
    await page.screenshot({ path: join(home, `${key}-failed.png`) });
    console.error(`${name} could not be taken: ${error.message}\nThe window is in ${join(home, `${key}-failed.png`)}`);
    process.exitCode = 1;
  } finally {
    await context.close();
    server.stop();
  }
}

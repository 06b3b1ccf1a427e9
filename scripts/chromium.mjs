// A Chromium to show VS Code in: the one named by CHROMIUM, one on the PATH or in its usual place, or Debian's package.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureApt, which } from './tools.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge', 'msedge'];

/** The path of a browser of Chromium's family; undefined, after saying how to get one, when there is none. */
export async function findChromium() {
  const found = installed();
  if (found) return found;
  return (await ensureApt(['chromium'], 'to show VS Code in (or set CHROMIUM to the path of a Chromium, Chrome or Edge)'))
    ? installed()
    : undefined;
}

/** Starts the browser without a window and without traffic of its own; as root it needs to do without its sandbox. */
export async function launchChromium(executablePath) {
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

function installed() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  return names.map(which).find(Boolean) ?? usualPlaces().find((path) => existsSync(path));
}

/** Where the browsers stand on systems that do not put programs on the PATH. */
function usualPlaces() {
  const { platform, env } = process;
  if (platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => join('/Applications', `${name}.app`, 'Contents/MacOS', name));
  }
  if (platform !== 'win32') return [];
  const folders = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA].filter(Boolean);
  const programs = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe', 'Chromium/Application/chrome.exe'];
  return folders.flatMap((folder) => programs.map((program) => join(folder, program)));
}

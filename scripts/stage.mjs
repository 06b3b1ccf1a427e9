// The extension as VS Code loads it, gathered in a folder of its own: bundles and contributed data, no sources.

import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, run } from './tools.mjs';

const bundles = [
  'dist/client/extension.js',
  'dist/client/browser.js',
  'dist/server/node.js',
  'dist/server/apart.js',
  'dist/server/browser.js',
  'dist/server/service.js',
];

/** Everything, besides its manifest, that the extension does not work without. */
export const extensionFiles = [
  ...bundles,
  'THIRD-PARTY-NOTICES.txt',
  'package.nls.json',
  'package.nls.ja.json',
  'language-configuration.json',
  'l10n/bundle.l10n.ja.json',
  'syntaxes/iptables.tmLanguage.json',
  'syntaxes/iptables-in-shell.tmLanguage.json',
  'syntaxes/iptables-in-heredocs.tmLanguage.json',
  'syntaxes/iptables-in-markdown.tmLanguage.json',
  'snippets/iptables.json',
  'images/icon.png',
  'images/file-light.svg',
  'images/file-dark.svg',
  'images/walkthrough/open.png',
  'images/walkthrough/diagnose.png',
  'images/walkthrough/mend.png',
  'images/walkthrough/settings.png',
];

/** Builds the bundles where they are missing, or in any case when asked for fresh ones. */
export async function ensureBuilt({ fresh = false } = {}) {
  if (!fresh && bundles.every((bundle) => existsSync(join(root, bundle)))) return;
  if (!(await run(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root }))) throw new Error('The build failed.');
}

/**
 * Copies the extension into a folder. The `web` one has no `main`, so that VS Code runs it in the web-worker host
 * even where it has a Node host. `built` is the folder with the bundles' dist/.
 */
export function stage(folder, { web = false, built = root } = {}) {
  rmSync(folder, { recursive: true, force: true });
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  if (web) {
    delete manifest.main;
    delete manifest.extensionKind;
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  for (const file of extensionFiles) {
    const source = join(bundles.includes(file) ? built : root, file);
    if (!existsSync(source)) throw new Error(`${file} is missing; a part of the project is not built.`);
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    copyFileSync(source, join(folder, file));
  }
  return folder;
}

// `npm run package`: builds the bundles and packs them, with the contributed data, into iptables-rules-<version>.vsix.
// `--no-build` packs what is in dist/. Two builds of the same sources give the same bytes. What goes into the package is gathered
// in a folder first, with a README that needs nothing around it.

import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { packagedReadme } from './packaged-readme.mjs';
import { ensureBuilt, extensionFiles, stage } from './stage.mjs';
import { cache, root } from './tools.mjs';

/** Packs the extension and gives the path of the package; for any file in it that should not be there it throws. */
export async function packageExtension({ build = true, packagePath, quiet = false } = {}) {
  if (build) await ensureBuilt({ fresh: true });
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const path = packagePath ?? join(root, `iptables-rules-${version}.vsix`);
  // vsce stamps every entry with this moment, and sorts them; zip times are local ones.
  process.env.SOURCE_DATE_EPOCH ??= '946684800';
  process.env.TZ = 'UTC';
  const { createVSIX, listFiles, PackageManager } = createRequire(import.meta.url)('@vscode/vsce');
  const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
  const stray = files.filter((file) => !allowed.includes(file));
  if (stray.length > 0) throw new Error(`These files must not be in the package: ${stray.join(', ')}`);
  const missing = required.filter((file) => !files.includes(file));
  if (missing.length > 0) throw new Error(`These files are missing from the package: ${missing.join(', ')}`);
  const staged = stage(join(cache, 'package', 'extension'));
  for (const text of ['CHANGELOG.md', 'LICENSE', '.vscodeignore']) copyFileSync(join(root, text), join(staged, text));
  writeFileSync(join(staged, 'README.md'), packagedReadme(readFileSync(join(root, 'README.md'), 'utf8')));
  const log = console.log;
  if (quiet) console.log = () => {};
  await createVSIX({
    cwd: staged,
    packagePath: path,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
    skipLicense: true,
  }).finally(() => {
    console.log = log;
  });
  return path;
}

/** What the extension does not work without, and what may stand beside it. */
const required = ['package.json', ...extensionFiles];
const allowed = [...required, 'README.md', 'CHANGELOG.md', 'LICENSE'];

if (process.argv[1] === import.meta.filename) {
  const path = await packageExtension({ build: !process.argv.includes('--no-build') });
  console.log(`sha256 ${createHash('sha256').update(readFileSync(path)).digest('hex')}`);
}

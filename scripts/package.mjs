// `npm run package`: builds the bundles and packs them, with the contributed data, into iptables-rules-<version>.vsix.
// `--no-build` packs what is in dist/. `--scratch FOLDER` builds and packs in that folder and leaves dist/ alone. Two builds of the
// same sources give the same bytes, wherever, whenever and by whomever they are made. What goes into the package is gathered in a
// folder first, with a README that needs nothing around it.

import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { buildInto, extensionBundles } from './bundles.mjs';
import { packagedReadme } from './packaged-readme.mjs';
import { ensureBuilt, extensionFiles, stage } from './stage.mjs';
import { cache, root } from './tools.mjs';

/** Packs the extension and gives the path of the package; for any file in it that should not be there it throws. */
export async function packageExtension({ build = true, packagePath, scratch, quiet = false } = {}) {
  if (scratch) await buildInto(scratch, extensionBundles);
  else if (build) await ensureBuilt({ fresh: true });
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const path = packagePath ?? join(scratch ?? root, `iptables-rules-${version}.vsix`);
  const { createVSIX, listFiles, PackageManager } = createRequire(import.meta.url)('@vscode/vsce');
  const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
  const stray = files.filter((file) => !allowed.includes(file));
  if (stray.length > 0) throw new Error(`These files must not be in the package: ${stray.join(', ')}`);
  // Two may pack at the same time: the tests of the package do, and `npm start`.
  const own = scratch ?? join(cache, 'package', String(process.pid));
  const staged = stage(join(own, 'extension'), { built: scratch ?? root });
  for (const text of ['CHANGELOG.md', 'LICENSE', '.vscodeignore']) copyFileSync(join(root, text), join(staged, text));
  writeFileSync(join(staged, 'README.md'), packagedReadme(readFileSync(join(root, 'README.md'), 'utf8')));
  const packed = await listFiles({ cwd: staged, packageManager: PackageManager.None });
  const missing = required.filter((file) => !packed.includes(file));
  if (missing.length > 0) throw new Error(`These files are missing from the package: ${missing.join(', ')}`);
  for (const file of packed) chmodSync(join(staged, file), 0o644);
  const restore = sameForEveryone();
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
    restore();
    if (!scratch) rmSync(own, { recursive: true, force: true });
  });
  return path;
}

/**
 * Has vsce stamp every entry with the same moment, and sort them, which it does only where it is told the moment. Times in a zip
 * file are local ones, and what comes first is otherwise the user's language's to say. Gives what undoes that.
 */
function sameForEveryone() {
  const { SOURCE_DATE_EPOCH, TZ } = process.env;
  const { localeCompare } = String.prototype;
  const collator = new Intl.Collator('en');
  process.env.SOURCE_DATE_EPOCH = '946684800';
  process.env.TZ = 'UTC';
  String.prototype.localeCompare = function (other) {
    return collator.compare(String(this), other);
  };
  return () => {
    String.prototype.localeCompare = localeCompare;
    for (const [name, value] of Object.entries({ SOURCE_DATE_EPOCH, TZ })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}

/** What the extension does not work without, and what may stand beside it. */
const required = ['package.json', ...extensionFiles];
const allowed = [...required, 'README.md', 'CHANGELOG.md', 'LICENSE'];

if (process.argv[1] === import.meta.filename) {
  const at = process.argv.indexOf('--scratch');
  const scratch = at < 0 ? undefined : process.argv[at + 1];
  const path = await packageExtension({ build: !process.argv.includes('--no-build'), scratch });
  console.log(`sha256 ${createHash('sha256').update(readFileSync(path)).digest('hex')}`);
}

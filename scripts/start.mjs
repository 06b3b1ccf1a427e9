// `npm start`: builds, then opens an editor on examples/ with the extension running from this folder:
// the desktop VS Code where `code` is on the PATH and there is a desktop, otherwise VS Code Server on localhost.
// `--server` asks for the latter in any case, `--no-build` takes dist/ as it is; PORT chooses the server's port.

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { packageExtension } from './package.mjs';
import { ensureBuilt } from './stage.mjs';
import { cache, root, run, which } from './tools.mjs';
import { installExtension, startVsCodeServer } from './vscode-server.mjs';
import { windowAddress } from './vscode-window.mjs';

const examples = join(root, 'examples');
const home = join(cache, 'start');

await ensureBuilt({ fresh: !process.argv.includes('--no-build') });
const code = desktopCode();
if (code) await openDesktop();
else await serve();

/** The desktop's `code` command, unless there is no desktop or it is the one that only reaches back through SSH. */
function desktopCode() {
  if (process.argv.includes('--server') || process.env.VSCODE_IPC_HOOK_CLI) return undefined;
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return undefined;
  return which('code');
}

async function openDesktop() {
  console.log(`Opening ${code} on ${examples} with the extension from ${root}.`);
  // VS Code refuses to run as root without these two.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox', '--user-data-dir', join(home, 'desktop')] : [];
  const args = [`--extensionDevelopmentPath=${root}`, '--new-window', ...asRoot, examples];
  if (!(await run(code, args, { shell: process.platform === 'win32' }))) process.exitCode = 1;
}

async function serve() {
  console.log('There is no desktop VS Code here (no `code` on the PATH, or no desktop), so VS Code Server is started for a browser.');
  // Its own for each run, so that a second one does not take the extension away from the first.
  const own = join(home, `run-${process.pid}`);
  const extensionsDir = join(own, 'extensions');
  mkdirSync(extensionsDir, { recursive: true });
  process.once('exit', () => rmSync(own, { recursive: true, force: true }));
  const vsix = await packageExtension({ build: false, packagePath: join(own, 'iptables-rules.vsix'), quiet: true });
  await installExtension(vsix, extensionsDir, home);
  const server = await startVsCodeServer({ port: Number(process.env.PORT ?? 0), dataDir: home, extensionsDir });
  console.log(
    `\n  VS Code with the extension is at\n\n    ${windowAddress(server, { folder: examples })}\n\n  Only this machine can reach it. Ctrl-C ends it.\n`,
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(0));
  server.child.once('exit', (status) => {
    console.error(`VS Code Server ended with ${status}.`);
    process.exit(1);
  });
}

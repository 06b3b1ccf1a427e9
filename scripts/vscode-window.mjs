// A window of VS Code Server in Chromium.

/**
 * The address of a window on a folder of the server. `developing` and `testing` name the folder of an extension to run from
 * source and the module of a test suite to run in it; `file` is opened in an editor.
 */
export function windowAddress(server, { folder, file, developing, testing }) {
  const remote = (path) => `vscode-remote://${server.authority}${forUrl(path)}`;
  const payload = [
    ...(developing ? [['extensionDevelopmentPath', remote(developing)]] : []),
    ...(testing ? [['extensionTestsPath', remote(testing)]] : []),
    ...(file ? [['openFile', remote(file)]] : []),
  ];
  // The server's own --default-folder would give the files another authority than the extension sees, and no squiggles.
  const address = `${server.origin}/?folder=${encodeURI(forUrl(folder))}`;
  return payload.length > 0 ? `${address}&payload=${encodeURIComponent(JSON.stringify(payload))}` : address;
}

/** Opens a window in the browser. Gives playwright's page and what the window's console said. */
export async function openWindow(browser, server, { viewport = { width: 1280, height: 800 }, scale = 1, ...what }) {
  const context = await browser.newContext({ viewport, deviceScaleFactor: scale });
  const page = await context.newPage();
  const log = [];
  page.on('console', (message) => log.push(message.text()));
  page.on('pageerror', (error) => log.push(String(error)));
  await page.goto(windowAddress(server, what));
  return { page, context, log };
}

/** Runs a command of the extension from the palette. */
export async function runCommand(page, title) {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').fill(`>iptables: ${title}`);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title }).waitFor();
  await page.keyboard.press('Enter');
}

/** A path as a URL has it: with forward slashes and, on Windows, a slash before the drive. */
function forUrl(path) {
  const slashes = path.replaceAll('\\', '/');
  return slashes.startsWith('/') ? slashes : `/${slashes}`;
}

// What is done in a window before its picture is taken.

import { runCommand } from '../vscode-window.mjs';

/** Waits until the grammar has coloured the file, words of more than one colour in one line, and the server has answered: its lenses stand above the chains. */
export async function highlighted(page) {
  await page.waitForFunction(() => {
    const line = [...document.querySelectorAll('.view-line')].find((one) => /-j/.test(one.textContent ?? ''));
    return new Set([...(line?.querySelectorAll('span > span') ?? [])].map((word) => getComputedStyle(word).color)).size >= 3;
  });
  await page.locator('.contentWidgets .codelens-decoration').first().waitFor();
}

/** Hovers that come before the server has started show nothing, and stay so on the same word; so two words take turns. */
export async function hoverNotrack(page) {
  await highlighted(page);
  const hover = page.locator('.monaco-hover:not(.hidden)', { hasText: 'UNTRACKED' }).first();
  for (let tries = 0; tries < 20 && !(await hover.isVisible()); tries++) {
    await word(page, 'NOTRACK', tries % 2).hover();
    await hover.waitFor({ timeout: 2000 }).catch(() => undefined);
  }
  await hover.waitFor();
  await settled(hover);
}

export async function showProblems(page) {
  await highlighted(page);
  await page.locator('.view-overlays .squiggly-error').first().waitFor();
  await page.keyboard.press('Control+Shift+m');
  await page.locator('.markers-panel .monaco-list-row', { hasText: 'typographic-dash' }).first().waitFor();
  await settled(page.locator('.part.panel'));
}

export async function showRulesetProblems(page) {
  await highlighted(page);
  await page.locator('.view-overlays .squiggly-warning').first().waitFor();
  await page.keyboard.press('Control+Shift+m');
  await page.locator('.markers-panel .monaco-list-row', { hasText: 'unreachable-after-terminal' }).first().waitFor();
  await settled(page.locator('.part.panel'));
}

export async function showQuickFixes(page) {
  await highlighted(page);
  await page.locator('.view-overlays .squiggly-error').first().waitFor();
  await word(page, 'NOTRACK').click();
  const menu = page.locator('.action-widget');
  const row = menu.locator('.monaco-list-row', { hasText: 'raw' }).first();
  // VS Code gives up a request of its own when something changes meanwhile, and then says that there are no actions.
  for (let tries = 0; tries < 8 && !(await row.isVisible()); tries++) {
    await page.keyboard.press('Control+.');
    await row.waitFor({ timeout: 3000 }).catch(() => page.keyboard.press('Escape'));
  }
  await row.waitFor();
  await settled(menu);
}

export async function takeQuickFix(page) {
  await showQuickFixes(page);
  const wanted = page.locator('.action-widget .monaco-list-row.focused', { hasText: 'everywhere' });
  for (let tries = 0; tries < 10 && !(await wanted.isVisible()); tries++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('.view-line', { hasText: '*raw' }).waitFor();
  await page.locator('.view-overlays .squiggly-error').first().waitFor({ state: 'detached' });
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Control+Shift+m');
  await page.locator('.markers-panel', { hasText: 'No problems' }).waitFor();
}

export async function askForService(page) {
  await highlighted(page);
  await page.locator('.view-overlays .squiggly-error').first().waitFor();
  await runCommand(page, 'Exempt a UDP Service');
  const list = page.locator('.quick-input-widget');
  await list.locator('.monaco-list-row', { hasText: 'heartbeat' }).waitFor();
  await settled(list);
}

export function word(page, text, index = 0) {
  return page.locator('.view-line span > span', { hasText: new RegExp(`^\\s*${text}\\s*$`) }).nth(index);
}

/** Waits until an element has had the same box in two frames that follow each other. */
export async function settled(locator) {
  await locator.evaluate(async (element) => {
    const box = () => JSON.stringify(element.getBoundingClientRect());
    const frame = () => new Promise((settle) => requestAnimationFrame(() => requestAnimationFrame(settle)));
    for (let last = ''; last !== box(); await frame()) last = box();
  });
}

/** Waits until hints, lenses and underlines are there. */
export async function annotatedEditor(page) {
  await highlighted(page);
  await page.locator('.view-overlays .squiggly-error').first().waitFor();
  await page.locator('.view-overlays .squiggly-warning').first().waitFor();
  await page.locator('.view-line', { hasText: 'ha-cluster' }).first().waitFor();
  await page.locator('.contentWidgets .codelens-decoration', { hasText: 'reference' }).first().waitFor();
}

/** Opens the status of the language, and waits for what it says of the checks. */
export async function showStatus(page) {
  await annotatedEditor(page);
  await page.locator('#status\\.languageStatus').hover();
  const hover = page.locator('.monaco-hover', { hasText: 'legacy and nft' }).first();
  await hover.waitFor();
  await settled(hover);
}

/** Waits until iptables' words are coloured in a script or in Markdown: `-j` has another colour than the word behind it. */
export async function embeddedHighlighted(page) {
  await page.waitForFunction(() => {
    const line = [...document.querySelectorAll('.view-line')].find((one) => /MASQUERADE|NOTRACK/.test(one.textContent ?? ''));
    return new Set([...(line?.querySelectorAll('span > span') ?? [])].map((part) => getComputedStyle(part).color)).size >= 4;
  });
}

/** Opens the settings of the extension. */
export async function showSettings(page) {
  await highlighted(page);
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').fill('>Preferences: Open Settings (UI)');
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'Open Settings (UI)' }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.settings-editor .suggest-input-container').waitFor();
  await page.keyboard.type('@ext:iptables-language-tools.iptables-rules');
  await page.locator('.settings-editor .setting-item-contents', { hasText: 'Backend' }).first().waitFor();
  await settled(page.locator('.settings-editor'));
}

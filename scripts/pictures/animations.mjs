// What the README's animations show, step by step. `frame(ms)` takes a picture that is shown for that long.

import { highlighted, settled, word } from './acts.mjs';
import { misplaced, untidy } from './texts.mjs';

/** NOTRACK in the wrong table: the light bulb moves it, adds the other direction and accepts the service. */
async function mendNotrack(page, frame) {
  await page.locator('.view-overlays .squiggly-error').first().waitFor();
  await frame(1500);
  await word(page, 'NOTRACK').click();
  await frame(600);
  const menu = page.locator('.action-widget');
  const row = menu.locator('.monaco-list-row', { hasText: 'raw' }).first();
  for (let tries = 0; tries < 8 && !(await row.isVisible()); tries++) {
    await page.keyboard.press('Control+.');
    await row.waitFor({ timeout: 3000 }).catch(() => page.keyboard.press('Escape'));
  }
  await settled(menu);
  await frame(1500);
  const wanted = menu.locator('.monaco-list-row.focused', { hasText: 'everywhere' });
  for (let tries = 0; tries < 10 && !(await wanted.isVisible()); tries++) {
    await page.keyboard.press('ArrowDown');
    await frame(350);
  }
  await frame(900);
  await page.keyboard.press('Enter');
  await page.locator('.view-line', { hasText: '*raw' }).waitFor();
  await page.locator('.view-overlays .squiggly-error').first().waitFor({ state: 'detached' });
  await page.keyboard.press('Control+Home');
  await frame(3500);
}

/** A chain gets another name wherever it stands. */
async function renameChain(page, frame) {
  await frame(1200);
  await word(page, 'BLOCK').click();
  await frame(600);
  const box = page.locator('.rename-box input');
  for (let tries = 0; tries < 8 && !(await box.isVisible()); tries++) {
    await page.keyboard.press('F2');
    await box.waitFor({ timeout: 3000 }).catch(() => undefined);
  }
  await settled(box);
  await frame(900);
  await page.keyboard.press('Control+a');
  for (const piece of ['LOG', 'LOGD', 'LOGDROP']) {
    await box.fill(piece);
    await frame(250);
  }
  await frame(700);
  await page.keyboard.press('Enter');
  await page.locator('.view-line', { hasText: 'LOGDROP' }).nth(4).waitFor();
  await page.keyboard.press('Control+Home');
  await frame(2500);
}

/** The whole file as iptables-save would print it. */
async function formatFile(page, frame) {
  await frame(1800);
  await page.keyboard.press('F1');
  const list = page.locator('.quick-input-widget');
  await list.locator('input').fill('>Format Document');
  await list.locator('.monaco-list-row.focused', { hasText: /^Format Document(?! With)/ }).waitFor();
  await settled(list);
  await frame(1200);
  await page.keyboard.press('Enter');
  await page.locator('.view-line', { hasText: '10.0.0.0/24' }).first().waitFor();
  await frame(3000);
}

/** The animations by name: the file, what differs from the usual settings, and the steps. */
export const animations = [
  { name: 'mend-notrack', text: misplaced, act: started(mendNotrack) },
  { name: 'rename', text: untidy, act: started(renameChain) },
  { name: 'format', text: untidy, settings: { 'iptables.format.style': 'canonical' }, act: started(formatFile) },
];

/** Begins once the file is coloured and the server has answered. */
function started(act) {
  return async (page, frame) => {
    await highlighted(page);
    await act(page, frame);
  };
}

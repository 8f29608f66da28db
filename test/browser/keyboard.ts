import type { Locator, Page } from 'playwright-core';

/** Walks with Tab, as a person would, until the control has the focus; fails after a whole round. */
async function reach(page: Page, control: Locator): Promise<void> {
  for (let presses = 0; presses < 150; presses++) {
    if (await control.evaluate((element) => element.matches(':focus'))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard does not reach ${String(control)}`);
}

/** Writes into a field, in place of what stands there. */
export async function write(page: Page, field: Locator, text: string): Promise<void> {
  await reach(page, field);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
}

/** Chooses from a list by the beginning of its label. */
export async function choose(page: Page, list: Locator, label: string): Promise<void> {
  await reach(page, list);
  await page.keyboard.type(label);
}

export async function tick(page: Page, box: Locator): Promise<void> {
  await reach(page, box);
  if (!(await box.isChecked())) await page.keyboard.press('Space');
}

/** Presses Enter on a button or a link. */
export async function activate(page: Page, control: Locator): Promise<void> {
  await reach(page, control);
  await page.keyboard.press('Enter');
}

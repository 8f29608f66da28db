import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { pageProblems, type Watched } from '../support/browser.ts';
import { activate, choose, tick, write } from './keyboard.ts';
import { openPortal, type Portal } from './portal.ts';
import { letterLink, payAtHostedPage, sentHtmlProblems } from './steps.ts';

let portal: Portal;
before(async () => {
  portal = await openPortal();
});
after(() => portal.close());

const article = '/articles/the-lighthouse-that-answers-letters';

/** Everything that is wrong with a page: wide and on a phone, and in its HTML as it was sent. */
async function look(page: Page): Promise<string[]> {
  const problems: string[] = [];
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    problems.push(...(await pageProblems(page)).map((problem) => `${width} px: ${problem}`));
  }
  return [...problems, ...(await sentHtmlProblems(page))];
}

async function askByKeyboard({ page }: Watched): Promise<string[]> {
  const found: string[] = [];
  await page.goto(article);
  await choose(page, page.getByLabel('For how long?'), '3 months');
  await write(page, page.getByLabel(/How many people/), '250000');
  await page.locator('#answer').getByText('× 0.7').waitFor();
  found.push(...(await look(page)));
  await activate(page, page.getByRole('button', { name: 'Ask for this licence' }));
  await page.getByRole('heading', { name: 'What you ask for' }).waitFor();
  found.push(...(await look(page)));
  await activate(page, page.getByRole('button', { name: 'Send request' }));
  await page.getByRole('heading', { name: 'There is a problem' }).waitFor();
  assert.equal(await page.evaluate('document.activeElement.className'), 'error-summary');
  found.push(...(await look(page)));
  await fillForm(page);
  await activate(page, page.getByRole('button', { name: 'Send request' }));
  await page.getByRole('heading', { name: 'Confirm your e-mail address' }).waitFor();
  return [...found, ...(await look(page))];
}

async function fillForm(page: Page): Promise<void> {
  await write(page, page.getByLabel('Your name'), 'Kim Sample');
  await write(page, page.getByLabel('E-mail address', { exact: true }), 'kim@example.org');
  await write(page, page.getByLabel('Organisation', { exact: true }), 'The Daily Example');
  await tick(page, page.getByLabel(/I have read the terms/));
  await tick(page, page.getByLabel(/I may make this commitment/));
}

async function decideByKeyboard({ page }: Watched): Promise<string[]> {
  const found = await look(page);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  assert.equal(await page.locator('tr.row-at').count(), 1);
  await activate(page, page.getByRole('row', { name: 'Kim Sample' }).locator('a.title'));
  await page.getByRole('heading', { name: 'What the tariff says' }).waitFor();
  found.push(...(await look(page)));
  await activate(page, page.getByRole('button', { name: /^Approve at/ }));
  await page.getByRole('heading', { name: 'The letter that goes out' }).waitFor();
  found.push(...(await look(page)));
  await activate(page, page.getByRole('button', { name: 'Send', exact: true }));
  await page.getByRole('heading', { name: 'History' }).waitFor();
  return [...found, ...(await look(page))];
}

async function acceptByKeyboard({ page }: Watched): Promise<string[]> {
  const found = await look(page);
  await tick(page, page.getByLabel(/I accept the offer/));
  await activate(page, page.getByRole('button', { name: /^Accept and pay £/ }));
  await page.getByRole('heading', { name: /^Pay £/ }).waitFor();
  found.push(...(await look(page)));
  await activate(page, page.getByRole('button', { name: /by card$/ }));
  await payAtHostedPage(page);
  await page.getByRole('heading', { name: 'Paid, thank you' }).waitFor();
  return [...found, ...(await look(page))];
}

/** The credit reaches the clipboard, word for word as the page shows it. */
async function copyCredit(page: Page): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const box = page.locator('.copy-box').first();
  await activate(page, box.getByRole('button', { name: 'Copy' }));
  await box.getByRole('button', { name: 'Copied' }).waitFor();
  const copied = await page.evaluate('navigator.clipboard.readText()');
  assert.equal(copied, await box.locator('pre').textContent());
}

test('from an article to the licence in the mailbox, by keyboard, every page sound', async () => {
  const guest = await portal.visitor();
  const { page } = guest;
  const found = await askByKeyboard(guest);

  await page.goto(await letterLink(guest, 'Please confirm your address', '/requests/'));
  found.push(...(await look(page)));
  await activate(page, page.getByRole('button', { name: /^Confirm the address/ }));
  await page.getByText(/You have our answer by/).waitFor();
  found.push(...(await look(page)));

  const editor = await portal.editor();
  found.push(...(await decideByKeyboard(editor)));

  await page.goto(await letterLink(guest, 'Offer:', '/requests/'));
  found.push(...(await acceptByKeyboard(guest)));

  await page.goto(await letterLink(guest, 'Licence OP-', '/licences/'));
  await page.getByRole('button', { name: 'Copy' }).first().waitFor();
  found.push(...(await look(page)));
  await copyCredit(page);
  await activate(page, page.getByRole('link', { name: 'Public page of this licence' }));
  await page.getByRole('heading', { name: 'Yes', exact: true }).waitFor();
  found.push(...(await look(page)));

  assert.deepEqual([...found, ...guest.complaints, ...editor.complaints], []);
});

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { openBrowser, pageProblems, watchedPage, type Watched } from '../support/browser.ts';
import { acceptedRequest, takeBack } from '../payments/builders.ts';
import { moneyOf, paidOnce } from '../payments/look.ts';
import { payPath } from '../payments/pages.ts';
import { openTill } from '../payments/till.ts';

async function phone(t: TestContext): Promise<Watched> {
  const browser = await openBrowser();
  t.after(() => browser.close());
  return watchedPage(browser, { viewport: { width: 320, height: 700 } });
}

async function fillCard(page: Page, number: string): Promise<void> {
  await page.getByLabel('Card number').fill(number);
  await page.getByLabel('Expiry').fill('12/34');
  await page.getByLabel('Security code').fill('123');
  await page.getByLabel('Name on the card').fill('Pat Payer');
  await page.getByRole('button', { name: 'Pay £80.00', exact: true }).click();
}

test('in a browser: from the pay page to the hosted page and back to a paid request', async (t) => {
  const till = await openTill(t, { browsable: true });
  const { id } = await acceptedRequest(till.ctx);
  const { page, complaints } = await phone(t);
  await page.goto(till.ctx.links.to(payPath(till.ctx, id)));
  assert.deepEqual(await pageProblems(page), []);
  await page.getByRole('button', { name: 'Pay £80.00 by card' }).click();
  await fillCard(page, '4242424242424242');
  await page.getByRole('heading', { name: 'Paid, thank you' }).waitFor();
  assert.equal(new URL(page.url()).search, '');
  assert.deepEqual(await pageProblems(page), []);
  assert.deepEqual(complaints, []);
  assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
});

test('in a browser: cancelling leads back, and a page that closed meanwhile charges nobody', async (t) => {
  const till = await openTill(t, { browsable: true });
  const { id } = await acceptedRequest(till.ctx);
  const { page } = await phone(t);
  await page.goto(till.ctx.links.to(payPath(till.ctx, id)));
  await page.getByRole('button', { name: 'Pay £80.00 by card' }).click();
  await page.getByRole('link', { name: 'Cancel and go back' }).click();
  await page.getByRole('button', { name: 'Pay £80.00 by card' }).click();
  await takeBack(till.ctx, id);
  await till.work();
  await fillCard(page, '4242424242424242');
  await page.getByRole('heading', { name: 'has expired' }).waitFor();
  await page.getByRole('link', { name: 'Go back' }).click();
  await page.getByText('Nothing is to be paid for this request').waitFor();
  assert.deepEqual(await pageProblems(page), []);
  assert.equal((await moneyOf(till.ctx, id)).payments.length, 0);
});

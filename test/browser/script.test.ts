import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openPortal, type Portal } from './portal.ts';

let portal: Portal;
before(async () => {
  portal = await openPortal();
});
after(() => portal.close());

const article = '/articles/the-lighthouse-that-answers-letters';

async function fillForm(page: Page): Promise<void> {
  await page.goto(`${article}/republish`);
  await page.getByLabel('Your name').fill('Kim Twice');
  await page.getByLabel('E-mail address', { exact: true }).fill('twice@example.org');
  await page.getByLabel('Organisation', { exact: true }).fill('The Daily Example');
  await page.getByLabel(/I have read the terms/).check();
  await page.getByLabel(/I may make this commitment/).check();
}

/** Tells what buttons come to say; the page cannot be asked while it is on its way to the next one. */
const watchButtons = `new MutationObserver((changes) => {
  for (const { target } of changes) if (target.localName === 'button') heard(target.textContent);
}).observe(document.body, { subtree: true, childList: true })`;

async function requestsOf(email: string): Promise<number> {
  const found = await portal.ctx.db
    .selectFrom('requests')
    .select('id')
    .where('email', '=', email)
    .execute();
  return found.length;
}

test('a form that is sent by two clicks goes out once, and says that it is on its way', async () => {
  const { page, complaints } = await portal.visitor();
  await fillForm(page);
  let posts = 0;
  await page.route('**/republish', async (route) => {
    if (route.request().method() === 'POST') posts += 1;
    await new Promise((resolve) => setTimeout(resolve, 400));
    await route.continue();
  });
  const button = page.getByRole('button', { name: 'Send request' }).last();
  const heard: string[] = [];
  await page.exposeFunction('heard', (text: string) => heard.push(text));
  await page.evaluate(watchButtons);
  await button.dblclick({ noWaitAfter: true });
  await page.getByRole('heading', { name: 'Confirm your e-mail address' }).waitFor();
  assert.deepEqual(heard, ['Sending…']);
  assert.equal(posts, 1);
  assert.equal(await requestsOf('twice@example.org'), 1);
  assert.deepEqual(complaints, []);
});

test('whoever comes back to the form finds everything in it, and its button ready', async () => {
  const { page } = await portal.visitor();
  await fillForm(page);
  await page.getByLabel('Your name').fill('');
  await page.getByRole('button', { name: 'Send request' }).last().click();
  await page.getByRole('heading', { name: 'There is a problem' }).waitFor();
  await page.goBack();
  await page.getByRole('button', { name: 'Send request' }).last().waitFor();
  assert.equal(
    await page.getByLabel('Organisation', { exact: true }).inputValue(),
    'The Daily Example',
  );
});

test('a slow answer to an earlier question never takes the place of the latest', async () => {
  const { page } = await portal.visitor();
  await page.goto(article);
  let first = true;
  await page.route('**/quote', async (route) => {
    if (first) {
      first = false;
      await new Promise((resolve) => setTimeout(resolve, 1200));
    }
    await route.continue().catch(() => undefined);
  });
  const slow = page.waitForRequest('**/quote');
  await page.getByLabel('For how long?').selectOption({ label: '24 months' });
  await slow;
  const late = page.waitForResponse(
    (response) => response.request().postData()?.includes('24m') ?? false,
  );
  await page.getByLabel('For how long?').selectOption({ label: '1 month' });
  await page.locator('#answer').getByText('× 0.5').last().waitFor();
  await late;
  assert.equal(await page.locator('#answer').getByText('× 1.4').count(), 0);
});

test('when the server is away the page says so, keeps what was chosen and gives the button back', async () => {
  const { page } = await portal.visitor();
  await page.goto(article);
  const button = page.getByRole('button', { name: 'See the price' });
  assert.equal(await button.isVisible(), false);
  await page.route('**/quote', (route) => route.abort());
  await page.getByLabel('For how long?').selectOption({ label: '24 months' });
  await page.getByText('No answer from the server just now.').waitFor();
  assert.equal(await button.isVisible(), true);
  assert.equal(await page.getByLabel('For how long?').inputValue(), '24m');
  await page.unroute('**/quote');
  await button.click();
  await page.getByText('× 1.4').waitFor();
});

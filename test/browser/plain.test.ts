import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPortal, type Portal } from './portal.ts';
import { letterLink, payAtHostedPage } from './steps.ts';

let portal: Portal;
before(async () => {
  portal = await openPortal();
});
after(() => portal.close());

test('without script the whole way works: price, request, decision, payment, licence', async () => {
  const guest = await portal.visitor({ javaScriptEnabled: false });
  const { page } = guest;
  await page.goto('/articles/the-lighthouse-that-answers-letters');
  await page.getByLabel('For how long?').selectOption({ label: '3 months' });
  await page.getByRole('button', { name: 'See the price' }).click();
  await page.getByText('× 0.7').waitFor();
  await page.getByRole('button', { name: 'Ask for this licence' }).click();
  await page.getByLabel('Your name').fill('Kim Sample');
  await page.getByLabel('E-mail address', { exact: true }).fill('kim@example.org');
  await page.getByLabel('Organisation', { exact: true }).fill('The Daily Example');
  await page.getByLabel(/I have read the terms/).check();
  await page.getByLabel(/I may make this commitment/).check();
  await page.getByRole('button', { name: 'Send request' }).last().click();
  await page.goto(await letterLink(guest, 'Please confirm your address', '/requests/'));
  await page.getByRole('button', { name: /^Confirm the address/ }).click();
  await page.getByText(/You have our answer by/).waitFor();

  const editor = await portal.editor({ javaScriptEnabled: false });
  await editor.page.getByRole('row', { name: 'Kim Sample' }).locator('a.title').click();
  await editor.page.getByRole('button', { name: /^Approve at/ }).click();
  await editor.page.getByRole('button', { name: 'Send', exact: true }).click();

  await page.goto(await letterLink(guest, 'Offer:', '/requests/'));
  await page.getByLabel(/I accept the offer/).check();
  await page.getByRole('button', { name: /^Accept and pay £/ }).click();
  await page.getByRole('button', { name: /by card$/ }).click();
  await payAtHostedPage(page);
  await page.goto(await letterLink(guest, 'Licence OP-', '/licences/'));
  await page.locator('.copy-box pre').first().waitFor();
  assert.equal(await page.getByRole('button', { name: 'Copy' }).count(), 0);
  assert.deepEqual([...guest.complaints, ...editor.complaints], []);
});

test('what was typed into a refused form is still there, without script too', async () => {
  const { page } = await portal.visitor({ javaScriptEnabled: false });
  await page.goto('/articles/the-lighthouse-that-answers-letters/republish');
  await page.getByLabel('Your name').fill('Kim “K” Sample & <Co>');
  await page.getByLabel('Anything else we should know?').fill('line one\nline two');
  await page.getByRole('button', { name: 'Send request' }).last().click();
  await page.getByRole('heading', { name: 'There is a problem' }).waitFor();
  assert.equal(await page.getByLabel('Your name').inputValue(), 'Kim “K” Sample & <Co>');
  assert.equal(
    await page.getByLabel('Anything else we should know?').inputValue(),
    'line one\nline two',
  );
});

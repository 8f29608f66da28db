import assert from 'node:assert/strict';
import { test } from 'node:test';
import { htmlProblems, openBrowser, pageProblems, watchedPage } from '../support/browser.ts';
import { payByCard } from '../stand-ins/stripe/payer.ts';
import { openSession, start } from '../stand-ins/support.ts';

test('every page is valid HTML and says that no money moves', async (t) => {
  const { standIn, stripe } = await start(t);
  const message = '<b>Licence</b>';
  const open = await openSession(stripe, { custom_text: { submit: { message } } });
  const { location } = await payByCard((await openSession(stripe)).page, '4000002760003184');
  const gone = await openSession(stripe);
  await stripe.checkout.sessions.expire(gone.id);
  const declined = await payByCard(open.page, '4000000000000002');
  const unknown = `${standIn.url}/c/pay/none`;
  const addresses = [open.page, location ?? '', gone.page, unknown, standIn.url];
  const pages = await Promise.all(addresses.map(async (url) => (await fetch(url)).text()));
  for (const body of [...pages, declined.body]) {
    assert.match(body, /TEST MODE: stand-in, no money moves/);
    assert.ok(!body.includes('<b>'));
    assert.deepEqual(await htmlProblems(body, 'a hosted page'), []);
  }
});

test('a person can pay on a phone without script, and axe finds nothing', async (t) => {
  const { stripe } = await start(t);
  const browser = await openBrowser();
  t.after(() => browser.close());
  for (const colorScheme of ['light', 'dark'] as const) {
    const watched = await watchedPage(browser, {
      viewport: { width: 320, height: 700 },
      colorScheme,
    });
    const { id, page: address } = await openSession(stripe);
    const { page } = watched;
    await page.goto(address);
    assert.deepEqual(await pageProblems(page), []);
    await page.getByLabel('Card number').fill('4000002760003184');
    await page.getByLabel('Expiry').fill('12/34');
    await page.getByLabel('Security code').fill('123');
    await page.getByLabel('Name on the card').fill('Pat Payer');
    await page.getByRole('button', { name: 'Pay £140.00', exact: true }).click();
    await page.getByRole('heading', { name: 'Your bank asks' }).waitFor();
    assert.deepEqual(await pageProblems(page), []);
    const back = page.waitForRequest(/\/done\?session_id=/);
    await page.getByRole('button', { name: 'Complete' }).click();
    assert.match((await back).url(), new RegExp(`session_id=${id}$`));
    assert.deepEqual(watched.complaints, []);
    await watched.close();
  }
});

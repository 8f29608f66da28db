import type { Page } from 'playwright-core';
import { htmlProblems, type Watched } from '../support/browser.ts';

/** The link of the newest letter whose subject begins so, waited for as one waits for post. */
export async function letterLink(
  { page }: Watched,
  subject: string,
  path: string,
): Promise<string> {
  const letter = page.getByRole('listitem').getByRole('link', { name: subject }).first();
  for (let round = 0; ; round++) {
    await page.goto('/mailbox');
    if ((await letter.count()) > 0) break;
    if (round > 60) throw new Error(`no letter "${subject}" has come`);
    await page.waitForTimeout(250);
  }
  await letter.click();
  const text = (await page.locator('.mail-text').textContent()) ?? '';
  const link = text.split(/\s+/).find((word) => URL.parse(word)?.pathname.startsWith(path));
  if (link === undefined) throw new Error(`the letter "${subject}" holds no link`);
  return link;
}

/** Fills the hosted page of the stand-in with a card that works. */
export async function payAtHostedPage(page: Page): Promise<void> {
  await page.getByLabel('Card number').fill('4242424242424242');
  await page.getByLabel('Expiry').fill('12/34');
  await page.getByLabel('Security code').fill('123');
  await page.getByLabel('Name on the card').fill('Pat Payer');
  await page.getByRole('button', { name: /^Pay £[\d.,]+$/ }).click();
}

/** Asks for the page once more and checks the HTML as it comes over the wire; pages that answered a POST are left out. */
export async function sentHtmlProblems(page: Page): Promise<string[]> {
  const response = await page.context().request.get(page.url(), { failOnStatusCode: false });
  return response.status() === 200 ? htmlProblems(await response.text(), page.url()) : [];
}

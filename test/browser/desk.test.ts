import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { htmlProblems, pageProblems } from '../support/browser.ts';
import { openPortal, type Portal } from './portal.ts';
import { sentHtmlProblems } from './steps.ts';

let portal: Portal;
before(async () => {
  portal = await openPortal();
});
after(() => portal.close());

const rooms = [
  'requests',
  'articles',
  'licences',
  'payments',
  'letters',
  'tariffs',
  'people',
  'settings',
];

test('every page that the desk links to is sound, wide and on a phone, in both schemes', async () => {
  const problems: string[] = [];
  for (const [width, colorScheme] of [
    [1280, 'light'],
    [320, 'dark'],
  ] as const) {
    const { page, complaints, close } = await portal.editor({
      colorScheme,
      viewport: { width, height: 800 },
    });
    const waiting = new Set(rooms.map((room) => `/admin/${room}`));
    // One page of each kind is enough: addresses that differ only in their last part are alike.
    const kinds = new Set<string>();
    for (const path of waiting) {
      await page.goto(path);
      problems.push(
        ...(await pageProblems(page)),
        ...(width === 1280 ? await sentHtmlProblems(page) : []),
      );
      // A file is no page.
      const links = await page
        .locator('a[href]:not([download])')
        .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
      for (const link of links) {
        const kind = link.replace(/[0-9a-f-]{36}|\d+$/, '*').replace(/\?.*/, '');
        if (!link.startsWith('/admin/') || kinds.has(kind)) continue;
        kinds.add(kind);
        waiting.add(link);
      }
    }
    assert.ok(waiting.size > 12, `only ${[...waiting].join(' ')}`);
    problems.push(...complaints);
    await close();
  }
  assert.deepEqual(problems, []);
});

test('the tariff is edited by keyboard: buttons keep the place, mistakes are led to, and all of it is sound', async () => {
  const problems: string[] = [];
  for (const [width, colorScheme] of [
    [1280, 'light'],
    [320, 'dark'],
  ] as const) {
    const { page, complaints, close } = await portal.editor({
      colorScheme,
      viewport: { width, height: 800 },
    });
    const pressed = async (button: string): Promise<string> => {
      const answer = page.waitForResponse((response) => response.request().method() === 'POST');
      await page.locator(`button[value="${button}"]`).press('Enter');
      await answer;
      await page.waitForLoadState();
      problems.push(...(await pageProblems(page)));
      return (await page.evaluate<string>('document.activeElement?.textContent')).trim();
    };
    await page.goto('/admin/tariffs/edit');
    assert.match(await pressed('add gates'), /^6/);
    assert.match(await pressed('up gates-5'), /^Up: 5/);
    await page.getByRole('button', { name: 'Check' }).press('Enter');
    const mistake = page.getByRole('link', { name: 'Gate 5, Answer: Choose one.' });
    await mistake.waitFor();
    problems.push(...(await pageProblems(page)));
    await mistake.press('Enter');
    assert.equal(await page.evaluate('document.activeElement?.id'), 'gates-4-outcome');
    await page.keyboard.press('ArrowDown');
    await pressed('remove gates-4');
    await page.locator('#bases-0 summary').press('Enter');
    await page.locator('#bases-0-steps-0-amount').fill('90.00');
    await page.getByRole('button', { name: 'Check' }).press('Enter');
    await page.getByRole('heading', { name: 'What changes from version 1' }).waitFor();
    problems.push(...(await pageProblems(page)), ...complaints);
    await page.goto('/admin/tariffs');
    problems.push(...(await pageProblems(page)), ...(await sentHtmlProblems(page)));
    await page.goto('/admin/tariffs/edit');
    problems.push(...(await sentHtmlProblems(page)));
    await page.goto('/admin/tariffs');
    await page.getByRole('button', { name: 'Drop the draft' }).press('Enter');
    await page.getByRole('link', { name: 'Make a new version' }).waitFor();
    await close();
  }
  assert.deepEqual(problems, []);
});

test('on a phone the desk’s places are behind a button that opens and closes by keyboard', async () => {
  const { page } = await portal.editor({ viewport: { width: 360, height: 700 } });
  const place = page.getByRole('link', { name: 'Payments' });
  assert.equal(await place.isVisible(), false);
  await page.getByRole('button', { name: 'Menu' }).press('Enter');
  await place.waitFor();
  assert.deepEqual(await pageProblems(page), []);
  await page.keyboard.press('Escape');
  assert.equal(await place.isVisible(), false);
  await page.getByRole('button', { name: 'Menu' }).press('Enter');
  await place.press('Enter');
  await page.waitForURL('**/admin/payments');
});

test('the public pages that are not part of the journey are sound too', async () => {
  const { page, complaints } = await portal.visitor({ viewport: { width: 320, height: 700 } });
  const problems: string[] = [];
  const paths = [
    '/',
    '/articles',
    '/articles?q=bus',
    '/articles?q=zzzz',
    '/find',
    '/terms/1',
    '/nowhere',
    '/verify/OP-2026-999999',
    '/admin/sign-in',
    '/mailbox',
  ];
  for (const path of paths) {
    const response = await page.goto(path);
    problems.push(...(await pageProblems(page)));
    problems.push(...(await htmlProblems((await response?.text()) ?? '', path)));
  }
  assert.deepEqual([...problems, ...complaints], []);
});

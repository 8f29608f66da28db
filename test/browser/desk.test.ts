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
      const links = await page
        .getByRole('link')
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

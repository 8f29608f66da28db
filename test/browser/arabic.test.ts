import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { readSettings, saveSettings } from '../../src/platform/settings.ts';
import { pageProblems } from '../support/browser.ts';
import { openPortal, type Portal } from './portal.ts';
import { sentHtmlProblems } from './steps.ts';

let portal: Portal;
before(async () => {
  portal = await openPortal();
  const { settings, version } = await readSettings(portal.ctx.db);
  const arabic = { ...settings, name: 'مرفأ الأخبار', language: 'ar', timeZone: 'Asia/Beirut' };
  await portal.ctx.transaction((tx) => saveSettings(tx, arabic, version));
});
after(() => portal.close());

/** Texts of the page that are not in Arabic letters, left aside what is marked as another language or as data. */
const foreignTexts = `(() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const element = walker.currentNode.parentElement;
    if (element.closest('script, bdi, code, pre, [dir=ltr], [lang]:not([lang=ar], html), .entry-byline, .byline, select[name=section], .section-name, .eyebrow')) continue;
    if (/[a-z]{3}/i.test(text) && !/[\\u0600-\\u06ff]/.test(text)) found.push(text);
  }
  return found;
})()`;

// Names of things that are the same in every language.
const names = [
  'gazette.example.org',
  'Harbour Gazette Ltd',
  '© Harbour Gazette Ltd',
  'kim@example.org',
];

async function look(page: Page): Promise<string[]> {
  const problems: string[] = [];
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    problems.push(...(await pageProblems(page)));
  }
  const foreign = await page.evaluate<string[]>(foreignTexts);
  return [
    ...problems,
    ...(await sentHtmlProblems(page)),
    ...foreign.filter((text) => !names.includes(text)),
  ];
}

test('an Arabic newsroom has Arabic pages from right to left, down to the request that is sent', async () => {
  const { page, complaints } = await portal.visitor();
  const problems: string[] = [];
  for (const path of ['/', '/articles', '/articles?q=qqq', '/nowhere', '/verify/OP-2026-000009']) {
    await page.goto(path);
    problems.push(...(await look(page)));
  }
  assert.equal(await page.evaluate('getComputedStyle(document.body).direction'), 'rtl');
  await page.goto('/articles/the-lighthouse-that-answers-letters');
  await page.getByLabel('لأي مدة؟').selectOption({ label: '3 أشهر' });
  await page.locator('#answer').getByText('× 0.7').waitFor();
  problems.push(...(await look(page)));
  await page.getByRole('button', { name: 'اطلب هذا الترخيص' }).click();
  await page.getByRole('button', { name: 'أرسل الطلب' }).last().click();
  await page.getByRole('heading', { name: 'هناك مشكلة' }).waitFor();
  problems.push(...(await look(page)));
  await page.getByLabel('اسمك', { exact: true }).fill('ليلى حداد');
  await page.getByLabel('عنوان البريد الإلكتروني', { exact: true }).fill('kim@example.org');
  await page.getByLabel('المؤسسة', { exact: true }).fill('إذاعة الناس');
  await page.getByLabel(/قرأت الشروط/).check();
  await page.getByLabel(/لي أن ألتزم/).check();
  await page.getByRole('button', { name: 'أرسل الطلب' }).last().click();
  await page.getByRole('heading', { name: 'أكّد عنوان بريدك الإلكتروني' }).waitFor();
  problems.push(...(await look(page)));
  assert.deepEqual([...problems, ...complaints], []);
});

test('from right to left nothing sticks to the wrong side', async () => {
  const { page } = await portal.visitor();
  await page.goto('/articles/the-lighthouse-that-answers-letters');
  const left = async (selector: string): Promise<number> =>
    (await page.locator(selector).first().boundingBox())?.x ?? NaN;
  assert.ok(
    (await left('.aside')) < (await left('article')),
    'the price panel stands left of the article',
  );
  assert.ok(
    (await left('.masthead-nav')) < (await left('.masthead-name')),
    'the name begins at the right',
  );
});

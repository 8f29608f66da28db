import { chromium } from 'playwright-core';

/**
 * Takes the README's picture from a running demo: `node scripts/picture.ts http://localhost:3000`.
 * Needs Chromium (/usr/bin/chromium, or CHROMIUM=/path).
 */
const base = process.argv[2] ?? 'http://localhost:3000';
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 1390 } });
await page.goto(`${base}/articles?q=river+wall`);
await page.getByRole('link', { name: /river wall/ }).click();
await page.getByLabel(/How many people/).fill('200000');
await page.getByText('£140.00').waitFor();
await page.screenshot({ path: 'docs/article.png' });
await browser.close();

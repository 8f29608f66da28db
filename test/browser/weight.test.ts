import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../support/views.ts';
import { openPortal, type Portal } from './portal.ts';

let portal: Portal;
before(async () => {
  portal = await openPortal();
});
after(() => portal.close());

const pages = ['/', '/articles', '/articles/the-lighthouse-that-answers-letters', '/terms/1'];

test('a first visit weighs at most 150 kB and every further page at most 25 kB', async () => {
  for (const first of pages) {
    const { page, weight, complaints, close } = await portal.visitor();
    await page.goto(first, { waitUntil: 'networkidle' });
    const heavy = weight();
    assert.ok(heavy > 5_000 && heavy <= 150_000, `${first} weighs ${heavy} bytes`);
    for (const next of pages) {
      await page.goto(next, { waitUntil: 'networkidle' });
      const light = weight();
      assert.ok(light <= 25_000, `${next} after ${first} weighs ${light} bytes`);
    }
    assert.deepEqual(complaints, []);
    await close();
  }
});

test('visitors get no cookie and nothing is kept in their browser', async () => {
  const { page } = await portal.visitor();
  for (const path of pages) await page.goto(path, { waitUntil: 'networkidle' });
  assert.deepEqual(await page.context().cookies(), []);
  assert.equal(await page.evaluate('localStorage.length + sessionStorage.length'), 0);
});

test('the script is at most 10 kB', () => {
  assert.ok(statSync(join(root, 'public/site.js')).size <= 10_240);
});

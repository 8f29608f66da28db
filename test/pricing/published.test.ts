import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import request from 'supertest';
import { starterTariff } from '../../src/pricing/starter-tariff.ts';
import { currentTariff, publishTariff } from '../../src/pricing/actions.ts';
import { system } from '../../src/platform/events.ts';
import { createApp } from '../../src/app.ts';
import { anArticle, setSettings } from '../requests/cast.ts';
import { inForce } from '../requests/tariffs.ts';
import { htmlProblems } from '../support/browser.ts';
import { testContext } from '../support/context.ts';
import { counted } from './desk.ts';

const t = await testContext();
const app = await t.app();
beforeEach(async () => {
  t.clock.now = new Date('2026-11-23T10:00:00Z');
  await currentTariff(t.ctx.db, t.ctx.now());
});

const page = (path: string) => request(app).get(path).set('Accept', 'text/html');

test('a version of the tariff is read by everybody, found by no search engine, and kept for good', async () => {
  const { status, text, headers } = await page('/tariffs/1');
  assert.equal(status, 200);
  assert.deepEqual(await htmlProblems(text, '/tariffs/1'), []);
  assert.match(text, /<h1>Tariff version 1<\/h1>/);
  assert.match(text, /<meta name="robots" content="noindex">/);
  assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable');
  for (const anchor of ['gates-0', 'bases-2', 'factors-8', 'addOns-1', 'step'])
    assert.match(text, new RegExp(` id="${anchor}"`), anchor);
});

test('a version that begins in the future is nobody’s to see before', async () => {
  const effectiveFrom = new Date('2026-12-01T00:00:00Z');
  const given = { data: starterTariff, note: 'dearer', basedOn: 1, effectiveFrom, by: system };
  const version = await t.ctx.transaction((tx) => publishTariff(tx, given));
  const before = await page(`/tariffs/${version}`);
  assert.equal(before.status, 404);
  assert.doesNotMatch(before.headers['cache-control'] ?? '', /public/);
  t.clock.now = effectiveFrom;
  assert.equal((await page(`/tariffs/${version}`)).status, 200);
  for (const none of ['0', '99', 'x', '1e1', '01'])
    assert.equal((await page(`/tariffs/${none}`)).status, 404);
});

test('each currency has its own tables, and a currency without any is not found', async () => {
  const { version: _, ...yen } = { ...starterTariff, version: 0, currency: 'JPY' };
  const { currency, bases, addOns, minimum, step, rounding } = yen;
  const version = await inForce(t, {
    otherCurrencies: [{ currency, bases, addOns, minimum, step, rounding }],
  });
  const pounds = await page(`/tariffs/${version}`);
  assert.match(pounds.text, /£80\.00/);
  assert.doesNotMatch(pounds.text, /¥/);
  assert.match(pounds.text, /href="\/tariffs\/\d+\?currency&#x3D;JPY">Prices in JPY/);
  const other = await page(`/tariffs/${version}?currency=JPY`);
  assert.match(other.text, /JP¥8,000/);
  assert.deepEqual(await htmlProblems(other.text, '/tariffs/2'), []);
  assert.equal((await page(`/tariffs/${version}?currency=USD`)).status, 404);
});

test('every line of an answer leads to its rule in the tariff it came from', async () => {
  await anArticle(t.ctx);
  const answer = await page(
    '/articles/river-town-floods?use=republish_full&medium=website&reach=40000&duration=3m&organisation=company&country=GB&purpose=corporate',
  );
  const html = answer.text.replaceAll('&#x3D;', '=');
  const links = [...html.matchAll(/href="\/tariffs\/1\?currency=GBP#([^"]+)"/g)];
  assert.ok(links.length >= 3);
  const tariff = await page('/tariffs/1?currency=GBP');
  for (const [, anchor] of links) assert.match(tariff.text, new RegExp(` id="${anchor}"`));
  assert.match(answer.text, /href="\/tariffs\/1">Tariff version 1</);
  const refused = await page(
    '/articles/river-town-floods?use=republish_full&medium=website&duration=3m&organisation=company&country=GB&purpose=political',
  );
  assert.match(refused.text, /href="\/tariffs\/1\?currency&#x3D;GBP#gates-0"/);
});

test('in Arabic the tariff is read from the right, and its tables are in Arabic', async () => {
  await setSettings(t.ctx, { language: 'ar' });
  const { text } = await page('/tariffs/1');
  assert.match(text, /<html lang="ar" dir="rtl">/);
  assert.match(text, /أولًا: البوابات/);
  assert.doesNotMatch(text, />Purpose:/);
  await setSettings(t.ctx, {});
});

test('the panel asks the database once for an answer, and an article’s page twice', async () => {
  await anArticle(t.ctx);
  const { ctx, queries } = counted(t.ctx);
  const own = createApp(ctx, {
    pendingMigrations: async () => [],
    oldestJobSeconds: async () => 0,
  });
  const use = {
    ...{ use: 'republish_full', medium: 'website', duration: '3m', country: 'GB' },
    ...{ organisation: 'news_commercial', purpose: 'news' },
  };
  const cost = async (asking: request.Test): Promise<number> => {
    const before = queries();
    assert.equal((await asking).status, 200);
    return queries() - before;
  };
  const quote = (headers: Record<string, string>): request.Test =>
    request(own).post('/articles/river-town-floods/quote').set(headers).type('form').send(use);
  const opened = (): request.Test =>
    request(own).get('/articles/river-town-floods').set('Accept', 'text/html');
  await opened();
  assert.equal(await cost(opened()), 2);
  assert.equal(await cost(quote({ 'X-Fragment': '1', Accept: 'text/html' })), 1);
  assert.equal(await cost(quote({ Accept: 'application/json' })), 1);
  assert.equal(await cost(quote({ Accept: 'text/html' })), 1);
  t.clock.advance({ seconds: 60 });
  assert.ok((await cost(quote({ Accept: 'application/json' }))) > 1, 'what was kept is read anew');
});

import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import request from 'supertest';
import { starterTariff } from '../../src/pricing/starter-tariff.ts';
import { requestItems } from '../../src/requests/actions/read.ts';
import { checkPrices } from '../journeys/invariants.ts';
import { testContext } from '../support/context.ts';
import { fieldsOf, formOf, open, post, postFiles } from './browser.ts';
import { anArticle } from './cast.ts';
import { inForce } from './tariffs.ts';

const t = await testContext();
const { ctx } = t;
const app = await t.app();
beforeEach(async () => {
  t.clock.now = new Date('2026-11-23T10:00:00Z');
  await anArticle(ctx);
  await anArticle(ctx, 'quiet-budget', { title: 'The quiet budget' });
});
afterEach(() => checkPrices(ctx.db));

const address = '/articles/river-town-floods/republish';
const answers =
  'use=republish_full&medium=website&reach=up_to%3A250000&duration=3m&organisation=news_commercial&country=GB&purpose=news';
const print = answers.replace('website', 'print').replace('3m', 'single_issue');

type Fields = Record<string, string | string[]>;

const person: Fields = {
  contactName: 'Kim Sample',
  email: 'kim@example.org',
  organisationName: 'The Daily Example',
  agreeTerms: 'yes',
  entitled: 'yes',
};

/** The fields of a page's form, its selects among them. */
function whole(html: string, action = address): Fields {
  const selects = [
    ...formOf(html, action).matchAll(/<select\b[^>]* name="([^"]+)"[^]*?<\/select>/g),
  ];
  const chosen = selects.map(([select, name]): [string, string] => {
    const options = [...select.matchAll(/<option value="([^"]*)"( selected)?>/g)];
    const option = options.find(([, , selected]) => selected !== undefined) ?? options[0];
    return [String(name), option?.[1] ?? ''];
  });
  return { ...fieldsOf(html, action), ...Object.fromEntries(chosen) };
}

async function asked(query = answers, path = address): Promise<Fields> {
  const page = await open(app, `${path}?${query}`);
  assert.equal(page.status, 200, page.text);
  return { ...whole(page.text, path), ...person };
}

/** The items of the only request. */
async function stored() {
  const { id } = await ctx.db.selectFrom('requests').select('id').executeTakeFirstOrThrow();
  return requestItems(ctx.db, id);
}

const noneStored = async (): Promise<void> =>
  assert.equal((await ctx.db.selectFrom('requests').select('id').execute()).length, 0);

const sums = (html: string): string[] =>
  [...html.matchAll(/answer-amount">([^<]+)</g)].map(([, sum]) => String(sum));

const shorteningAsksTheAuthor = {
  gates: [
    {
      when: { edits: ['shorten' as const] },
      outcome: 'refer' as const,
      reason: 'ask_author' as const,
      alternative: null,
    },
    {
      when: { withAds: true },
      outcome: 'refuse' as const,
      reason: 'advertising' as const,
      alternative: null,
    },
  ],
};

test('what a later step says may change the answer, which is then shown before anything is sent', async () => {
  await inForce(t, shorteningAsksTheAuthor);
  const fields = { ...(await asked()), edits: 'shorten' };
  const shown = await postFiles(app, address, { fields });
  assert.equal(shown.status, 422);
  assert.match(shown.text, /The author must agree first/);
  assert.match(shown.text, /What you filled in changes the answer/);
  await noneStored();
  const again = { ...fields, ...whole(shown.text) };
  assert.equal((await postFiles(app, address, { fields: again })).status, 303);
  const [item] = await stored();
  assert.deepEqual([item?.use.edits, item?.quote.reason.code], ['shorten', 'ask_author']);
});

test('an answer that a later step makes a refusal loses nothing of what was typed', async () => {
  await inForce(t, shorteningAsksTheAuthor);
  const fields = { ...(await asked()), withAds: 'yes', note: 'for the river page' };
  const shown = await postFiles(app, address, { fields });
  assert.equal(shown.status, 422);
  assert.match(shown.text, /Use beside advertising is agreed with us in person/);
  assert.match(shown.text, /for the river page/);
  await noneStored();
  const { withAds: _, ...without }: Fields = { ...fields, ...whole(shown.text) };
  const back = await postFiles(app, address, { fields: without });
  assert.match(back.text, /What you filled in changes the answer/);
  const { withAds: __, ...right }: Fields = { ...without, ...whole(back.text) };
  assert.equal((await postFiles(app, address, { fields: right })).status, 303);
});

test('a tariff that comes into force while the form stands open is shown first', async () => {
  const fields = await asked();
  await inForce(t, { minimum: 50_000 });
  const shown = await postFiles(app, address, { fields });
  assert.equal(shown.status, 422);
  assert.deepEqual(sums(shown.text), ['£500.00']);
  await noneStored();
  assert.equal(
    (await postFiles(app, address, { fields: { ...fields, ...whole(shown.text) } })).status,
    303,
  );
  assert.equal((await stored())[0]?.quote.tariffVersion, 2);
});

const ownQuestions = {
  details: [
    {
      name: 'page_share',
      label: 'Share of the page',
      when: { medium: ['print' as const] },
      choices: [
        { value: 'half', label: 'Half a page' },
        { value: 'full', label: 'A full page' },
      ],
    },
  ],
  factors: [
    ...starterTariff.factors,
    {
      kind: 'words' as const,
      when: { medium: ['print' as const] },
      by: 'detail:page_share' as const,
      factors: { half: 10_000, full: 20_000 },
    },
  ],
  otherCurrencies: [
    {
      currency: 'EUR',
      bases: [{ kind: 'flat' as const, when: {}, amount: 30_000 }],
      addOns: [],
      minimum: 0,
      step: 100,
      rounding: 'up' as const,
    },
  ],
};

test('the panel asks the questions of the tariff where they apply, and its answer hangs on them', async () => {
  await inForce(t, ownQuestions);
  const page = await open(app, `/articles/river-town-floods?${answers}`);
  assert.doesNotMatch(page.text, /Share of the page/);
  assert.match(page.text, /<option value="EUR">Euro</);
  const ask = async (fields: Record<string, string>) =>
    request(app)
      .post('/articles/river-town-floods/quote')
      .set({ 'X-Fragment': '1', Accept: 'text/html' })
      .type('form')
      .send({ ...Object.fromEntries(new URLSearchParams(print)), ...fields });
  const first = await ask({});
  assert.match(first.text, /<option value="half" selected>Half a page</);
  const [half] = sums(first.text);
  const full = await ask({ 'detail-page_share': 'full' });
  assert.match(full.text, /<option value="full" selected>/);
  assert.notEqual(sums(full.text)[0], half);
  const unknown = await ask({ 'detail-page_share': 'huge' });
  assert.match(unknown.text, /To say what it costs we must know this: Share of the page/);
  assert.match((await ask({ currency: 'EUR' })).text, /answer-amount">€/);
  assert.match((await ask({ currency: 'USD' })).text, /We have no prices in USD/);
  // What does not fit together yet keeps the answers it cannot show.
  const wrong = await ask({ 'detail-page_share': 'full', reach: 'many' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /type="hidden" name="detail-page_share" value="full"/);
});

test('machines are told the questions, and no answer is made up for them', async () => {
  await inForce(t, ownQuestions);
  const { body } = await request(app)
    .post('/articles/river-town-floods/quote')
    .set('Accept', 'application/json')
    .send(Object.fromEntries(new URLSearchParams(print)));
  assert.equal(body.reason.code, 'detail_open');
  assert.equal(body.questions[0].name, 'detail-page_share');
  assert.equal(body.tariffUrl, '/tariffs/2');
});

test('the form carries currency and the answers along; changed there, the new price is seen first', async () => {
  await inForce(t, ownQuestions);
  const fields = await asked(`${print}&currency=EUR&detail-page_share=full`);
  assert.deepEqual([fields['currency'], fields['detail-page_share']], ['EUR', 'full']);
  const changed = { ...fields, currency: 'GBP' };
  const seen = await postFiles(app, address, { fields: { ...changed, step: 'price' } });
  assert.equal(seen.status, 200);
  assert.match(seen.text, /answer-amount">£/);
  const sent = await postFiles(app, address, { fields: changed });
  assert.equal(sent.status, 422);
  await noneStored();
  const right = { ...changed, ...whole(seen.text) };
  assert.equal((await postFiles(app, address, { fields: right })).status, 303);
  const [item] = await stored();
  assert.deepEqual(item?.use.details, { page_share: 'full' });
  assert.equal(item?.quote.currency, 'GBP');
});

test('several articles are priced together, the paper invoice once, and each has its own facts', async () => {
  const page = await open(app, `${address}?${answers}&also=quiet-budget`);
  assert.deepEqual(sums(page.text), ['£100.00', '£100.00', '£200.00']);
  assert.match(page.text, /href="#more">Add another article/);
  const fields = { ...whole(page.text), ...person, paperInvoice: 'yes' };
  const shown = await postFiles(app, address, { fields });
  assert.deepEqual(sums(shown.text), ['£125.00', '£100.00', '£225.00']);
  const again = { ...fields, ...whole(shown.text) };
  assert.equal((await postFiles(app, address, { fields: again })).status, 303);
  const items = await stored();
  assert.deepEqual(
    items.map(({ use, quote, article }) => [use.basket, quote.total, article?.wordCount]),
    [
      [{ articles: 2, first: true }, 12_500, items[0]?.article?.wordCount],
      [{ articles: 2, first: false }, 10_000, items[1]?.article?.wordCount],
    ],
  );
});

test('an article that is refused is left out with one button, and the rest goes on', async () => {
  await anArticle(ctx, 'wire-story', { title: 'From the wire', provenance: 'wires' });
  const fields = await asked(`${answers}&also=wire-story`);
  const refused = await postFiles(app, address, { fields: { ...fields, note: 'kept' } });
  assert.equal(refused.status, 422);
  assert.match(refused.text, /Part of this is not possible/);
  assert.match(refused.text, /form="ask" name="drop" value="wire-story"/);
  const rest = await postFiles(app, address, {
    fields: { ...fields, note: 'kept', drop: 'wire-story' },
  });
  assert.equal(rest.status, 200);
  assert.doesNotMatch(rest.text, /From the wire/);
  assert.match(rest.text, /kept/);
  const { also: _, ...one } = { ...fields, ...whole(rest.text) };
  assert.equal((await postFiles(app, address, { fields: one })).status, 303);
  assert.equal((await stored()).length, 1);
});

test('where the article of the form itself is refused, the form goes on with the next one', async () => {
  await anArticle(ctx, 'wire-story', { title: 'From the wire', provenance: 'wires' });
  const path = '/articles/wire-story/republish';
  const fields = await asked(`${answers}&also=quiet-budget`, path);
  const rest = await postFiles(app, path, { fields: { ...fields, drop: 'wire-story' } });
  assert.doesNotMatch(rest.text, /From the wire/);
  const next = '/articles/quiet-budget/republish';
  const { also: _, ...one } = { ...fields, ...whole(rest.text, next) };
  assert.equal((await postFiles(app, next, { fields: one })).status, 303);
  assert.deepEqual(
    (await stored()).map(({ slug }) => slug),
    ['quiet-budget'],
  );
});

test('who goes back to choose another use comes back with all articles', async () => {
  const page = await open(app, `${address}?${answers}&also=quiet-budget`);
  const back = /href="([^"]+)"[^>]*>Change<span class="unseen"> the use/.exec(page.text)?.[1] ?? '';
  const panel = await open(app, back.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='));
  assert.match(panel.text, /type="hidden" name="also" value="quiet-budget"/);
  const long = { ...Object.fromEntries(new URLSearchParams(answers)), also: 'quiet-budget' };
  const form = await post(app, address, { fields: long });
  assert.match(form.text, /The quiet budget/);
});

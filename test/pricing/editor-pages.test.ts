import assert from 'node:assert/strict';
import { test } from 'node:test';
import request from 'supertest';
import { currentTariff, publishTariff } from '../../src/pricing/actions.ts';
import { editorFields } from '../../src/pricing/forms/editor-write.ts';
import { canonical } from '../../src/pricing/rules/editor-pairs.ts';
import type { Gate, TariffData } from '../../src/pricing/rules/tariff.ts';
import { starterTariff } from '../../src/pricing/starter-tariff.ts';
import { open, post } from '../requests/browser.ts';
import { anArticle, inReview, theDesk } from '../requests/cast.ts';
import { askedLately } from '../../src/review/actions/asked-lately.ts';
import { signedIn } from '../review/sign-in.ts';
import { testContext } from '../support/context.ts';
import { counted } from './desk.ts';
import { sentBy, type Fields } from './form.ts';

const t = await testContext();
const { ctx } = t;
const app = await t.app();
const editor = '/admin/tariffs/edit';

interface Seat {
  cookie: string;
  /** Opens the editor and gives what its form would send. */
  begin(): Promise<Fields>;
  /** Presses a button of the form; gives the page and what it would send next. */
  press(fields: Fields, button: string): Promise<{ status: number; text: string; next: Fields }>;
}

async function seat(email = 'fin@example.org'): Promise<Seat> {
  if (email === 'fin@example.org') await theDesk(ctx);
  await currentTariff(ctx.db, ctx.now());
  const cookie = await signedIn(ctx, email);
  return {
    cookie,
    begin: async () => sentBy((await open(app, editor, cookie)).text, editor),
    press: async (fields, button) => {
      const { status, text } = await post(app, editor, {
        fields: { ...fields, press: button },
        cookie,
      });
      const next = text.includes(`action="${editor}"`) ? sentBy(text, editor) : {};
      return { status, text, next };
    },
  };
}

/** Publishes from the page before publishing, as it stands. */
async function publish(cookie: string, page: string, typed: Fields = {}) {
  const fields = { ...sentBy(page, '/admin/tariffs'), note: 'Dearer', ...typed };
  return post(app, '/admin/tariffs', { fields, cookie });
}

const inForce = async (): Promise<TariffData> => (await currentTariff(ctx.db, ctx.now())).tariff;

test('the taxes that are usual in the newsroom’s country are put in with one button', async () => {
  const { begin, press } = await seat();
  const fields = await begin();
  const { text, next } = await press(fields, 'standard-taxes');
  assert.match(text, /Put in what is usual in United Kingdom/);
  assert.deepEqual(
    ['name', 'rate', 'countries-where', 'countries-codes', 'registered'].map(
      (field) => next[`taxes-0-${field}`],
    ),
    ['VAT', '20', 'some', 'GB', 'charge'],
  );
  const { status } = await press(next, 'check');
  assert.equal(status, 200);
});

test('a cell is changed, looked at and published, without script', async () => {
  const { cookie, begin, press } = await seat();
  const fields = await begin();
  assert.equal(fields['bases-0-steps-1-amount'], '140.00');
  assert.equal(fields['factors-1-factors-1-value'], '0.7');
  const checked = await press({ ...fields, 'bases-0-steps-1-amount': '155.5' }, 'check');
  assert.equal(checked.status, 200);
  assert.match(checked.text, /Reach: up to 250,000[^]*£140\.00[^]*£155\.50/);
  assert.deepEqual(await inForce(), { ...starterTariff, version: 1 }, 'looking changes nothing');
  assert.equal((await publish(cookie, checked.text)).status, 303);
  const published = await inForce();
  const { bases } = published;
  assert.equal(bases[0]?.kind === 'tier' && bases[0].steps[1]?.amount, 15_550);
  const rest = { bases: [], version: 0 };
  assert.equal(
    canonical({ ...published, ...rest }),
    canonical({ ...starterTariff, ...rest }),
    'nothing else has changed',
  );
  const list = await open(app, '/admin/tariffs', cookie);
  assert.ok(!list.text.includes('Your draft'));
  const compared = await open(app, '/admin/tariffs/compare?before=1&after=2', cookie);
  assert.match(compared.text, /£140\.00[^]*£155\.50/);
});

test('a gate is added, given conditions and moved up, button by button', async () => {
  const { cookie, begin, press } = await seat();
  let page = await press(await begin(), 'add gates');
  assert.match(
    page.text,
    /<li class="editor-rule" id="gates-5">\s*<details open>\s*<summary autofocus>/,
  );
  page = await press({ ...page.next, 'gates-5-when-add': 'provenance' }, 'condition gates-5-when');
  page = await press({ ...page.next, 'gates-5-when-add': 'words' }, 'condition gates-5-when');
  const typed = {
    ...{ 'gates-5-when-provenance': ['staff'], 'gates-5-when-words-from': '1,000' },
    ...{ 'gates-5-outcome': 'free', 'gates-5-reason': 'free_to_republish' },
    'gates-5-conditions': 'Name the author.\nLink to us.',
  };
  page = await press({ ...page.next, ...typed }, 'up gates-5');
  assert.match(page.text, /value="up gates-4" autofocus/);
  page = await press(page.next, 'check');
  assert.match(page.text, /added[^]*Provenance: /);
  assert.equal((await publish(cookie, page.text)).status, 303);
  const gate: Gate = {
    when: { provenance: ['staff'], words: { from: 1_000 } },
    ...{ outcome: 'free', reason: 'free_to_republish', alternative: null },
    conditions: ['Name the author.', 'Link to us.'],
  };
  const gates = starterTariff.gates.toSpliced(4, 0, gate);
  assert.equal(canonical((await inForce()).gates), canonical(gates));
});

test('yen stand beside pounds, in whole yen', async () => {
  const { cookie, begin, press } = await seat();
  const added = await press(await begin(), 'add otherCurrencies');
  const prefix = 'otherCurrencies-0';
  const sums = Object.keys(added.next).filter(
    (name) => name.startsWith(prefix) && /-(?:amount|minimum|step)$/.test(name),
  );
  const typed = Object.fromEntries(sums.map((name, index) => [name, String(1_000 + index)]));
  const half = {
    ...added.next,
    ...typed,
    [`${prefix}-currency`]: 'JPY',
    [`${prefix}-step`]: '0.5',
  };
  const refused = await press(half, 'check');
  assert.equal(refused.status, 422);
  assert.match(refused.text, /such as 80\./, 'yen have no decimals');
  const checked = await press({ ...refused.next, [`${prefix}-step`]: '100' }, 'check');
  assert.equal((await publish(cookie, checked.text)).status, 303);
  const [yen] = (await inForce()).otherCurrencies;
  assert.deepEqual([yen?.currency, yen?.step, yen?.bases.length], ['JPY', 100, 3]);
});

test('mistakes in several fields are told at once, each at its field, and nothing typed is lost', async () => {
  const { begin, press } = await seat();
  const typed = {
    ...{ name: '<b>', minimum: 'a "lot"', 'bases-0-steps-1-amount': '1e3' },
    ...{ 'factors-1-factors-0-value': '0,5', 'gates-0-outcome': '' },
  };
  const { status, text, next } = await press({ ...(await begin()), ...typed }, 'check');
  assert.equal(status, 422);
  for (const [field, value] of Object.entries(typed)) {
    assert.match(text, new RegExp(`<a href="#${field}">`), field);
    assert.match(text, new RegExp(`id="${field}"[^>]*aria-invalid="true"`), field);
    assert.equal(next[field], value);
  }
  assert.ok(text.includes('Base 1, Row 2, Sum: Give a sum above 0 in GBP, such as 80.00.'));
  assert.ok(!text.includes('<b>'));
});

test('what is typed survives a closed browser as the draft of one person, until it is dropped', async () => {
  const { cookie, begin, press } = await seat();
  await press({ ...(await begin()), minimum: 'half typed' }, 'add taxes');
  assert.match(
    (await open(app, '/admin/tariffs', cookie)).text,
    /Your draft of .* begun as version 1/,
  );
  const again = await begin();
  assert.equal(again['minimum'], 'half typed');
  assert.equal(again['taxes-0-name'], '');
  const amal = await seat('amal@example.org');
  assert.equal((await amal.begin())['minimum'], '25.00');
  await post(app, '/admin/tariffs/draft/drop', { fields: {}, cookie });
  assert.equal((await begin())['minimum'], '25.00');
});

test('of two who edit at once the second sees both changes, goes on and publishes on top', async () => {
  const fin = await seat();
  const amal = await seat('amal@example.org');
  const [mine, theirs] = [await fin.begin(), await amal.begin()];
  const first = await amal.press({ ...theirs, minimum: '30.00' }, 'check');
  const second = await fin.press({ ...mine, step: '10.00' }, 'check');
  assert.equal((await publish(amal.cookie, first.text, { note: 'Minimum 30' })).status, 303);
  const conflict = await publish(fin.cookie, second.text, { effectiveFrom: '2027-01-01' });
  assert.equal(conflict.status, 409);
  for (const words of [
    'Amal published version 2: Minimum 30',
    '£30.00',
    '£10.00',
    'value="Dearer"',
  ])
    assert.ok(conflict.text.includes(words), words);
  const fields = sentBy(conflict.text, '/admin/tariffs');
  assert.equal(fields['basedOn'], '2');
  const resumed = await fin.press(fields, 'resume');
  assert.deepEqual(
    ['step', 'minimum', 'note', 'effectiveFrom'].map((name) => resumed.next[name]),
    ['10.00', '25.00', 'Dearer', '2027-01-01'],
  );
  const both = await fin.press({ ...resumed.next, minimum: '30.00' }, 'check');
  assert.equal((await publish(fin.cookie, both.text, { effectiveFrom: '2027-01-01' })).status, 303);
  assert.equal((await inForce()).minimum, 3_000);
  assert.match((await open(app, '/admin/tariffs', fin.cookie)).text, /from 1 January 2027/);
  t.clock.now = new Date('2027-01-01T00:00:00Z');
  assert.deepEqual([(await inForce()).minimum, (await inForce()).step], [3_000, 1_000]);
});

test('the last requests are answered by both tariffs, side by side, at the cost of one query', async () => {
  t.clock.now = new Date('2026-11-23T10:00:00Z');
  const { begin, press } = await seat();
  await anArticle(ctx);
  const priced = await inReview(ctx);
  const other = { organisationName: 'Second', email: 'b@example.org' };
  const sold = await inReview(ctx, { use: { purpose: 'corporate' }, submission: other });
  const changed = { ...(await begin()), 'bases-0-steps-1-amount': '280.00' };
  const gated = await press(changed, 'add gates');
  const asked = await press(
    { ...gated.next, 'gates-5-when-add': 'purpose' },
    'condition gates-5-when',
  );
  const refusing = {
    ...{ 'gates-5-when-purpose': 'corporate', 'gates-5-outcome': 'refuse' },
    'gates-5-reason': 'not_this_use',
  };
  const { text } = await press({ ...asked.next, ...refusing }, 'check');
  assert.match(text, /1 answer is of another kind; 1 dearer, 0 cheaper/);
  for (const { reference } of [priced, sold]) assert.ok(text.includes(reference));
  assert.match(text, /priced, £(\d+)\.00[^]*refused[^]*another answer/);
  assert.match(text, /Sum in GBP/);
  const { ctx: watched, queries } = counted(ctx);
  assert.equal((await askedLately(watched, 50)).length, 2);
  assert.equal(queries(), 1);
});

test('a use is tried out on any tariff: each line names its rule, and nothing is stored', async () => {
  const { cookie, begin, press } = await seat();
  const use =
    'use=republish_full&medium=website&reach=40000&organisation=company&duration=3m&purpose=corporate&country=GB';
  const { text } = await open(app, `/admin/tariffs/try?tariff=1&${use}`, cookie);
  for (const part of ['£140.00', 'Base; Medium: Website', '/admin/tariffs/1#bases-0', '× 2.5'])
    assert.ok(text.includes(part), part);
  const refused = await open(
    app,
    `/admin/tariffs/try?${use.replace('corporate', 'political')}`,
    cookie,
  );
  assert.match(refused.text, /Decided by: <a href="\/admin\/tariffs\/1#gates-0">Gate 1: Purpose/);
  await press({ ...(await begin()), 'bases-0-steps-0-amount': '100' }, 'keep');
  const draft = await open(app, `/admin/tariffs/try?tariff=draft&${use}`, cookie);
  assert.ok(draft.text.includes('£175.00'));
  assert.equal((await open(app, `/admin/tariffs/try?use=fly&${use}`, cookie)).status, 422);
  assert.equal((await ctx.db.selectFrom('requests').selectAll().execute()).length, 0);
});

test('a version is exported as a file and imported as a draft; a bad file is told all its mistakes', async () => {
  const { cookie, begin } = await seat();
  const file = await open(app, '/admin/tariffs/1/file', cookie);
  assert.match(
    String(file.headers['content-disposition']),
    /attachment; filename="?tariff-1\.json/,
  );
  assert.deepEqual(JSON.parse(file.text), starterTariff);
  const sending = (bytes: string) =>
    request(app)
      .post('/admin/tariffs/import')
      .set('Cookie', cookie)
      .attach('file', Buffer.from(bytes), 'x.json');
  const bad = await sending(
    file.text.replace('"minimum": 2500', '"minimum": -1').replace('"GBP"', '"ZZZ"'),
  );
  assert.equal(bad.status, 422);
  for (const words of ['minimum: A sum', 'currency: Give the code', '&quot;ZZZ&quot;'])
    assert.ok(bad.text.includes(words), words);
  assert.equal(
    (await sending(file.text.replace('"minimum": 2500', '"minimum": 4200'))).status,
    303,
  );
  assert.equal((await begin())['minimum'], '42.00');
  assert.equal((await inForce()).minimum, 2_500);
});

test('the JSON view and the form lead to each other and to the same page', async () => {
  const { begin, press } = await seat();
  const json = await press({ ...(await begin()), minimum: '31.50', step: 'x' }, 'json');
  assert.equal(json.next['as'], 'json');
  const text = String(json.next['data']);
  assert.deepEqual([JSON.parse(text).minimum, JSON.parse(text).step], [3_150, '? x']);
  const stuck = await press(json.next, 'form');
  assert.equal(stuck.status, 422);
  const data = text.replace('"? x"', '500');
  const form = await press({ ...stuck.next, data }, 'form');
  assert.deepEqual([form.next['minimum'], form.next['step']], ['31.50', '5.00']);
  const [one, other] = [
    await press({ ...stuck.next, data }, 'check'),
    await press(form.next, 'check'),
  ];
  assert.deepEqual([one.status, other.status], [200, 200]);
  assert.deepEqual(sentBy(one.text, '/admin/tariffs'), sentBy(other.text, '/admin/tariffs'));
});

test('a card of 200 rules a list comes through the whole portal; from strangers it does not', async () => {
  const { cookie, press } = await seat();
  const many = <T>(items: readonly T[]): T[] =>
    Array.from({ length: 200 }, (_, index) => items[index % items.length] as T);
  const { gates, bases, factors, addOns } = starterTariff;
  const large = { ...starterTariff, gates: many(gates), bases: many(bases) };
  const data = { ...large, factors: many(factors), addOns: many(addOns) };
  const fields = { ...editorFields(data), basedOn: '1' } as Fields;
  assert.ok(Object.keys(fields).length > 5_000);
  const moved = await press(fields, 'up gates-199');
  assert.equal(moved.status, 200);
  const checked = await press(moved.next, 'check');
  assert.equal(checked.status, 200);
  assert.equal((await publish(cookie, checked.text)).status, 303);
  assert.deepEqual((await inForce()).gates.length, 200);
  const stranger = await post(app, editor, { fields: { ...fields, press: 'check' } });
  assert.equal(stranger.status, 422);
});

test('whoever may not set prices neither edits nor checks, tries or imports a draft', async () => {
  await seat();
  const cookie = await signedIn(ctx, 'bo@example.org');
  for (const path of [editor, '/admin/tariffs/import'])
    assert.equal((await open(app, path, cookie)).status, 403, path);
  for (const path of [
    editor,
    '/admin/tariffs/check',
    '/admin/tariffs',
    '/admin/tariffs/draft/drop',
  ])
    assert.equal((await post(app, path, { fields: {}, cookie })).status, 403, path);
  assert.equal((await open(app, '/admin/tariffs/try', cookie)).status, 200);
  const by = { type: 'staff' as const, id: 'x', name: 'Fin' };
  const given = { data: starterTariff, note: 'n', basedOn: 1, effectiveFrom: null, by };
  assert.equal(await ctx.transaction((tx) => publishTariff(tx, given)), 2);
});

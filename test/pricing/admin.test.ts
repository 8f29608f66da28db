import assert from 'node:assert/strict';
import { test } from 'node:test';
import request from 'supertest';
import type { Context } from '../../src/platform/context.ts';
import { currentTariff, publishTariff } from '../../src/pricing/actions.ts';
import { adminRoutes } from '../../src/pricing/admin.ts';
import { starterTariff } from '../../src/pricing/starter-tariff.ts';
import type { Role } from '../../src/staff/rules.ts';
import { testContext } from '../support/context.ts';
import { counted, pagesOf } from './desk.ts';

const nothingAsked = async (): Promise<[]> => [];

async function desk(role: Role) {
  const { ctx } = await testContext();
  await currentTariff(ctx.db, ctx.now());
  return { ctx, app: pagesOf(ctx, role, adminRoutes(ctx, nothingAsked)) };
}

const form = (changes: object = {}): object => ({
  data: JSON.stringify({ ...starterTariff, minimum: 3_000 }),
  note: 'The minimum rises to 30',
  basedOn: '1',
  effectiveFrom: '',
  ...changes,
});

test('the tariff stands there as tables in plain words', async () => {
  const { app } = await desk('viewer');
  const { text } = await request(app).get('/admin/tariffs').expect(200);
  for (const words of [
    'Starter tariff, version 1, in GBP',
    'Purpose: Political campaigning',
    'Reach: up to 250,000',
    '£140.00',
    '× 0.7',
    'Further languages',
    'Our minimum fee',
    'In force from',
  ])
    assert.ok(text.includes(words), words);
  assert.ok(!text.includes('/admin/tariffs/edit'), 'a viewer is not offered what they may not do');
});

test('who may not set prices sees the tariff and changes nothing', async () => {
  for (const role of ['viewer', 'editor'] as const) {
    const { app, ctx } = await desk(role);
    await request(app).get('/admin/tariffs/edit').expect(403);
    await request(app).post('/admin/tariffs').type('form').send(form()).expect(403);
    assert.equal((await currentTariff(ctx.db, ctx.now())).version, 1);
  }
});

test('a new version is published, listed with its note and shown as data', async () => {
  const { app, ctx } = await desk('finance');
  const edit = await request(app).get('/admin/tariffs/edit').expect(200);
  assert.match(edit.text, /name="minimum" type="text" value="25\.00"/);
  await request(app).post('/admin/tariffs').type('form').send(form()).expect(303);
  assert.equal((await currentTariff(ctx.db, ctx.now())).tariff.minimum, 3_000);
  const list = await request(app).get('/admin/tariffs').expect(200);
  assert.ok(list.text.includes('The minimum rises to 30'));
  const version = await request(app).get('/admin/tariffs/2').expect(200);
  assert.ok(version.text.includes('&quot;minimum&quot;: 3000'));
  assert.ok(!version.text.includes('&quot;version&quot;'));
});

test('every mistake is shown with its place, and nothing typed is lost', async () => {
  const { app, ctx } = await desk('admin');
  const data = JSON.stringify({ ...starterTariff, minimum: -1, step: 0, 'x<y>': 1 });
  const sent = form({ data, note: '', effectiveFrom: 'soon' });
  const { text } = await request(app).post('/admin/tariffs').type('form').send(sent).expect(422);
  for (const words of [
    'minimum: A sum is a whole number',
    'step: A sum is a whole number',
    'There is a field that does not belong here.',
    'Say what you changed and why.',
    'Give the day as year-month-day',
    '&quot;x&lt;y&gt;&quot;:1',
    'value="soon"',
  ])
    assert.ok(text.includes(words), words);
  assert.ok(!text.includes('x<y>'));
  assert.equal((await currentTariff(ctx.db, ctx.now())).version, 1);
});

test('what is no JSON is told with the line of the mistake', async () => {
  const { app } = await desk('finance');
  const sent = form({ data: '{\n "name": "x",\n oops\n}' });
  const { text } = await request(app).post('/admin/tariffs').type('form').send(sent).expect(422);
  assert.ok(text.includes('in or just before line 3'));
  assert.ok(text.includes('oops'));
});

test('the data to edit are the tariff itself, in the order in which they are read', async () => {
  const { app, ctx } = await desk('finance');
  const { text } = await request(app).get('/admin/tariffs/edit?as=json').expect(200);
  const shown = /<textarea[^>]*>([^<]*)</.exec(text)?.[1]?.replaceAll('&quot;', '"') ?? '';
  assert.deepEqual(JSON.parse(shown), starterTariff);
  assert.match(shown, /^\s*\{\n {2}"name": "Starter tariff",\n {2}"currency": "GBP"/);
  assert.match(shown, /"kind": "tier",\s+"when": \{/);
  assert.match(shown, /"1m": 5000,\s+"3m": 7000,\s+"12m": 10000/);
  const { tariff } = await currentTariff(ctx.db, ctx.now());
  assert.deepEqual(tariff, { ...starterTariff, version: 1 });
});

test('who was overtaken keeps what they typed and can publish on top of the other version', async () => {
  const { app, ctx } = await desk('finance');
  await publishOther(ctx);
  const sent = form();
  const { text } = await request(app).post('/admin/tariffs').type('form').send(sent).expect(409);
  assert.ok(text.includes('Somebody published another version meanwhile'));
  assert.ok(text.includes('&quot;minimum&quot;:3000'));
  assert.match(text, /name="basedOn" value="2"/);
  await request(app)
    .post('/admin/tariffs')
    .type('form')
    .send(form({ basedOn: '2' }))
    .expect(303);
  assert.equal((await currentTariff(ctx.db, ctx.now())).version, 3);
});

async function publishOther(ctx: Context): Promise<void> {
  const by = { type: 'staff' as const, id: 'b', name: 'Fin' };
  const given = { data: starterTariff, note: 'Other', basedOn: 1, effectiveFrom: null, by };
  await ctx.transaction((tx) => publishTariff(tx, given));
}

test('a version that does not exist, or is no number, is not found', async () => {
  const { app } = await desk('viewer');
  for (const version of ['2', '0', '-1', '1e3', 'one', '99999999999'])
    await request(app).get(`/admin/tariffs/${version}`).expect(404);
});

test('the list costs the same number of queries for one version and for three', async () => {
  const { ctx: plain } = await testContext();
  const { ctx, queries } = counted(plain);
  await currentTariff(ctx.db, ctx.now());
  const app = pagesOf(ctx, 'finance', adminRoutes(ctx, nothingAsked));
  const cost = async (rows: number): Promise<number> => {
    const before = queries();
    const { text } = await request(app).get('/admin/tariffs').expect(200);
    assert.equal([...text.matchAll(/href="\/admin\/tariffs\/\d+"/g)].length, rows);
    return queries() - before;
  };
  const one = await cost(1);
  await publishOther(ctx);
  await request(app)
    .post('/admin/tariffs')
    .type('form')
    .send(form({ basedOn: '2' }))
    .expect(303);
  assert.equal(await cost(3), one);
  assert.ok(one > 0);
});

test('with a further currency every table has a place of its own, and lines of its prices lead there', async () => {
  const { app } = await desk('finance');
  const { bases, addOns, minimum, step, rounding } = starterTariff;
  const euros = { currency: 'EUR', bases, addOns, minimum, step, rounding };
  const data = JSON.stringify({ ...starterTariff, otherCurrencies: [euros] });
  await request(app).post('/admin/tariffs').type('form').send(form({ data })).expect(303);
  const { text } = await request(app).get('/admin/tariffs/2').expect(200);
  const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  assert.equal(new Set(ids).size, ids.length, 'no id stands there twice');
  const use =
    'use=republish_full&medium=website&reach=40000&duration=3m&organisation=company&country=GB&purpose=corporate';
  const placesIn = async (currency: string): Promise<(string | undefined)[]> => {
    const tried = await request(app).get(
      `/admin/tariffs/try?tariff=2&${use}&paperInvoice=yes&currency=${currency}`,
    );
    return [...tried.text.matchAll(/href="\/admin\/tariffs\/2#([^"]+)"/g)].map(([, id]) => id);
  };
  const [first, further] = [await placesIn('GBP'), await placesIn('EUR')];
  assert.ok(further.includes('EUR-bases-0') && further.includes('factors-1'));
  assert.deepEqual(
    further,
    first.map((id) => id?.replace(/^(?=bases|addOns|step)/, 'EUR-')),
  );
  for (const id of [...first, ...further]) assert.ok(ids.includes(id), id);
});

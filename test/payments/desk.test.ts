import assert from 'node:assert/strict';
import { test } from 'node:test';
import supertest from 'supertest';
import type { Express } from 'express';
import { adminRoutes } from '../../src/payments/admin.ts';
import { openCheckout } from '../../src/payments/actions/open-checkout.ts';
import { reconcilePayments } from '../../src/payments/actions/reconcile.ts';
import type { Role } from '../../src/staff/rules.ts';
import { counted, pagesOf } from '../pricing/desk.ts';
import { htmlProblems } from '../support/browser.ts';
import { payByCard } from '../stand-ins/stripe/payer.ts';
import { acceptedRequest, takeBack } from './builders.ts';
import { lettersOf, moneyOf, paidOnce } from './look.ts';
import { openTill, type Till } from './till.ts';

const card = '4242424242424242';

test('held money stands on top, with what was paid, why it is held and what waits', async (t) => {
  const till = await openTill(t);
  const paid = await acceptedRequest(till.ctx);
  await payByCard((await openCheckout(till.ctx, paid.id)).url, card);
  await till.settle();
  const held = await acceptedRequest(till.ctx);
  till.levers.hold();
  await payByCard((await openCheckout(till.ctx, held.id)).url, card);
  await takeBack(till.ctx, held.id);
  await till.work();
  const awaited = await acceptedRequest(till.ctx);
  const { text } = await supertest(desk(till, 'viewer')).get('/admin/payments').expect(200);
  assert.deepEqual(await htmlProblems(text, '/admin/payments'), []);
  const order = [
    'Money that is held',
    held.reference,
    'The request had ended',
    awaited.reference,
    'id="received"',
    paid.reference,
  ];
  const places = order.map((words) => text.indexOf(words));
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  );
  assert.ok(
    places.every((place) => place >= 0),
    String(places),
  );
  assert.doesNotMatch(text, /Mark paid by transfer/);
});

test('finance marks a transfer as paid, once, and an open card page is closed', async (t) => {
  const till = await openTill(t);
  const { id, reference } = await acceptedRequest(till.ctx);
  const { url } = await openCheckout(till.ctx, id);
  const path = `/admin/payments/transfer/${id}`;
  const form = await supertest(desk(till, 'finance')).get(path).expect(200);
  assert.deepEqual(await htmlProblems(form.text, path), []);
  assert.match(form.text, /£80\.00/);
  const mark = (fields: object): supertest.Test =>
    supertest(desk(till, 'finance')).post(path).type('form').send(fields);
  const empty = await mark({ bankReference: ' ', offerVersion: 1 }).expect(422);
  assert.match(empty.text, /Enter the reference of the transfer/);
  await mark({ bankReference: 'TR 7', offerVersion: 2 }).expect(409);
  await mark({ bankReference: 'TR 7', offerVersion: 1, amount: 1 }).expect(422);
  assert.equal((await moneyOf(till.ctx, id)).payments.length, 0);
  await mark({ bankReference: 'TR 7', offerVersion: 1 }).expect(303);
  await mark({ bankReference: 'TR 7', offerVersion: 1 }).expect(303);
  await till.settle();
  assert.deepEqual(await moneyOf(till.ctx, id), { ...paidOnce, attempts: ['expired'] });
  assert.deepEqual(await lettersOf(till.ctx, id), ['payment-received']);
  assert.equal((await payByCard(url, card)).status, 410);
  await supertest(desk(till, 'finance')).get(path).expect(404);
  const { text } = await supertest(desk(till, 'finance')).get('/admin/payments');
  assert.match(text, new RegExp(`${reference}[\\s\\S]*Transfer[\\s\\S]*TR 7`));
});

test('only those who look after money may mark or compare', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  const path = `/admin/payments/transfer/${id}`;
  for (const role of ['viewer', 'editor'] as const) {
    const fields = { bankReference: 'TR 7', offerVersion: 1 };
    await supertest(desk(till, role)).get(path).expect(403);
    await supertest(desk(till, role)).post(path).type('form').send(fields).expect(403);
    await supertest(desk(till, role)).post('/admin/payments/reconcile').expect(403);
  }
  assert.equal((await moneyOf(till.ctx, id)).request, 'accepted');
  await supertest(desk(till, 'finance')).post('/admin/payments/reconcile').expect(303);
  assert.deepEqual(till.queue.map(({ name }) => name).at(-1), 'reconcile-payments');
});

test('the list goes on page by page, with as many questions for three rows as for one', async (t) => {
  const till = await openTill(t);
  const queriesFor = async (): Promise<number> => {
    const { ctx, queries } = counted(till.ctx);
    await supertest(pagesOf(ctx, 'finance', adminRoutes(ctx)))
      .get('/admin/payments')
      .expect(200);
    return queries();
  };
  await receive(till, 1);
  const one = await queriesFor();
  await receive(till, 2);
  assert.equal(await queriesFor(), one);
  await receive(till, 49);
  const first = await supertest(desk(till, 'viewer')).get('/admin/payments').expect(200);
  const [, id = ''] = /href="\/admin\/payments\?after(?:=|&#x3D;)([^"]+)"/.exec(first.text) ?? [];
  const older = `/admin/payments?after=${id}`;
  const second = await supertest(desk(till, 'viewer')).get(older).expect(200);
  const rows = (text: string): number => text.match(/data-label="Received"/g)?.length ?? 0;
  assert.deepEqual([rows(first.text), rows(second.text)], [50, 2]);
  await supertest(desk(till, 'viewer')).get('/admin/payments?after=x').expect(422);
});

test('the page tells whether Stripe is heard', async (t) => {
  const till = await openTill(t);
  const page = async (): Promise<string> =>
    (await supertest(desk(till, 'viewer')).get('/admin/payments').expect(200)).text;
  assert.match(await page(), /is the webhook set up/);
  const { id } = await acceptedRequest(till.ctx);
  await payByCard((await openCheckout(till.ctx, id)).url, card);
  await till.settle();
  await reconcilePayments(till.ctx);
  assert.doesNotMatch(await page(), /is the webhook set up|Not yet/);
});

/** Payments by transfer that came in, as rows alone: the list is what is tested. */
async function receive({ ctx }: Till, count: number): Promise<void> {
  for (let row = 0; row < count; row += 1)
    await ctx.db
      .insertInto('payments')
      .values({
        id: ctx.newId(),
        method: 'transfer',
        kind: 'primary',
        currency: 'GBP',
        amount: 8000,
        bank_reference: 'TR',
        live_money: false,
        recorded_by: 'Fin',
        paid_at: ctx.now(),
        created_at: ctx.now(),
      })
      .execute();
}

function desk(till: Till, role: Role): Express {
  return pagesOf(till.ctx, role, adminRoutes(till.ctx));
}

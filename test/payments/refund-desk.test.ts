import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Express } from 'express';
import supertest from 'supertest';
import { adminRoutes } from '../../src/payments/admin.ts';
import { markPaidByTransfer } from '../../src/payments/actions/mark-paid.ts';
import { openCheckout } from '../../src/payments/actions/open-checkout.ts';
import type { Role } from '../../src/staff/rules.ts';
import { htmlProblems } from '../support/browser.ts';
import { pagesOf } from '../pricing/desk.ts';
import { payByCard } from '../stand-ins/stripe/payer.ts';
import { acceptedRequest, fin } from './builders.ts';
import { lettersOf } from './look.ts';
import { payPath, show } from './pages.ts';
import {
  card,
  licenceOf,
  paidRequest,
  paymentOf,
  refundsOf,
  refundsThere,
  wish,
} from './refunding.ts';
import { openTill, type Till } from './till.ts';
import { giveBack } from '../../src/payments/actions/give-back.ts';

function desk(till: Till, role: Role = 'finance'): Express {
  return pagesOf(till.ctx, role, adminRoutes(till.ctx));
}

/** The page of a payment, valid, with the fields that its form carries along. */
async function pageOf(till: Till, paymentId: string, role?: Role) {
  const path = `/admin/payments/${paymentId}`;
  const { text } = await supertest(desk(till, role)).get(path).expect(200);
  assert.deepEqual(await htmlProblems(text, path), []);
  const field = (name: string): string =>
    new RegExp(`name="${name}"[^>]* value="([^"]*)"`, 'u').exec(text)?.[1] ?? '';
  return { path, text, field };
}

test('finance gives part of it back: reason, letter beforehand, one refund for two clicks', async (t) => {
  const till = await openTill(t);
  const { id, paymentId, intent } = await paidRequest(till);
  const page = await pageOf(till, paymentId);
  assert.match(page.text, /rules of cancellation give 100 % back until/u);
  assert.equal(page.field('amount'), '80.00');
  const fields = {
    ...{ amount: '30', reason: 'price', words: 'agreed by phone', note: 'As we agreed.' },
    ...{ seen: page.field('seen'), key: page.field('key') },
  };
  const send = (path: string, more: object = {}): supertest.Test =>
    supertest(desk(till))
      .post(`${page.path}/${path}`)
      .type('form')
      .send({ ...fields, ...more });
  const letter = await send('refund/preview').expect(200);
  assert.deepEqual(await htmlProblems(letter.text, 'refund'), []);
  assert.match(letter.text, /OP-2026-\d{6} stays in force/u);
  assert.match(
    letter.text,
    /given back £30\.00[\s\S]*A lower price was agreed[\s\S]*As we agreed/u,
  );
  assert.deepEqual((await refundsOf(till.ctx, paymentId)).refunds, []);
  await send('refund').expect(303).expect('Location', `${page.path}?done=given`);
  await send('refund').expect(303).expect('Location', `${page.path}?done=given`);
  await till.settle();
  assert.equal((await refundsThere(till, intent)).length, 1);
  assert.deepEqual(await lettersOf(till.ctx, id), ['payment-received', 'refund-made']);
  const sent = till.mailbox.at(-1)?.text ?? '';
  assert.match(sent, /A lower price was agreed[\s\S]*As we agreed/u);
  const after = await pageOf(till, paymentId);
  assert.match(after.text, /£30\.00[\s\S]*Given back[\s\S]*A lower price[\s\S]*agreed by phone/u);
  assert.match(await show(till, payPath(till.ctx, id)), /£30\.00 of it was given back/u);
});

test('what does not fit is said beside its field, and nothing typed is lost', async (t) => {
  const till = await openTill(t);
  const { paymentId } = await paidRequest(till);
  const page = await pageOf(till, paymentId);
  const base = { seen: page.field('seen'), key: page.field('key'), note: 'Kept words' };
  const cases: [object, RegExp][] = [
    [{ amount: '', reason: 'price' }, /Enter the sum to give back/u],
    [{ amount: 'all', reason: 'price' }, /Enter the sum to give back/u],
    [{ amount: '80.01', reason: 'price' }, /up to £80\.00/u],
    [{ amount: '10' }, /Choose the reason/u],
    [{ amount: '10', reason: 'at_stripe' }, /Choose the reason/u],
    [{ amount: '10', reason: 'other' }, /Say in words/u],
  ];
  for (const [fields, words] of cases)
    for (const path of ['refund/preview', 'refund']) {
      const { text } = await supertest(desk(till))
        .post(`${page.path}/${path}`)
        .type('form')
        .send({ ...base, ...fields })
        .expect(422);
      assert.match(text, words);
      assert.match(text, /Kept words/u);
    }
  assert.deepEqual((await refundsOf(till.ctx, paymentId)).refunds, []);
});

test('a page that somebody else has overtaken changes nothing', async (t) => {
  const till = await openTill(t);
  const { paymentId } = await paidRequest(till);
  const page = await pageOf(till, paymentId);
  await giveBack(till.ctx, wish(paymentId, { amount: 1000 }));
  const fields = { amount: '10', reason: 'price', seen: 0, key: page.field('key') };
  for (const path of ['refund/preview', 'refund'])
    await supertest(desk(till)).post(`${page.path}/${path}`).type('form').send(fields).expect(409);
  assert.equal((await refundsOf(till.ctx, paymentId)).refunds.length, 1);
});

test('all of it given back: the letter says that the licence ends, and so do the pages', async (t) => {
  const till = await openTill(t);
  const { id, paymentId } = await paidRequest(till);
  const page = await pageOf(till, paymentId);
  const fields = {
    ...{ amount: '80.00', reason: 'unused' },
    ...{ seen: page.field('seen'), key: page.field('key') },
  };
  const { text } = await supertest(desk(till))
    .post(`${page.path}/refund/preview`)
    .type('form')
    .send(fields)
    .expect(200);
  assert.match(text, /OP-2026-\d{6} ends/u);
  await supertest(desk(till)).post(`${page.path}/refund`).type('form').send(fields).expect(303);
  await till.settle();
  assert.equal(await licenceOf(till.ctx, id), 'revoked refunded');
  const after = await pageOf(till, paymentId);
  assert.doesNotMatch(after.text, /name="amount"/u);
  const paid = await show(till, payPath(till.ctx, id));
  assert.match(paid, /<h1>Given back<\/h1>[\s\S]*£80\.00 was paid and has been given back/u);
  assert.doesNotMatch(paid, /Paid, thank you|Pay by card/u);
});

test('held money goes back by one click, once, and its letter goes out', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  till.levers.hold();
  await payByCard((await openCheckout(till.ctx, id)).url, card);
  const transfer = { requestId: id, offerVersion: 1, bankReference: 'TR 1', by: fin };
  await markPaidByTransfer(till.ctx, transfer);
  await till.levers.release();
  await till.settle();
  const { paymentId, intent } = await paymentOf(till.ctx, id);
  const list = await supertest(desk(till)).get('/admin/payments').expect(200);
  assert.deepEqual(await htmlProblems(list.text, '/admin/payments'), []);
  assert.match(list.text, new RegExp(`action="/admin/payments/${paymentId}/give-back"`, 'u'));
  const press = (): supertest.Test =>
    supertest(desk(till))
      .post(`/admin/payments/${paymentId}/give-back`)
      .type('form')
      .send({ seen: 0 });
  await Promise.all([press().expect(303), press().expect(303)]);
  await till.settle();
  assert.equal((await refundsThere(till, intent)).length, 1);
  assert.equal(await licenceOf(till.ctx, id), 'active');
  assert.match(till.mailbox.at(-1)?.text ?? '', /It was paid twice/u);
  // Only what is held has the button.
  assert.equal(list.text.match(/give-back/gu)?.length, 1);
  const after = await supertest(desk(till)).get('/admin/payments').expect(200);
  assert.doesNotMatch(after.text, /give-back/u);
});

test('the button is for held money only, and money for those who look after it', async (t) => {
  const till = await openTill(t);
  const { paymentId } = await paidRequest(till);
  const path = `/admin/payments/${paymentId}`;
  await supertest(desk(till)).post(`${path}/give-back`).type('form').send({ seen: 0 }).expect(404);
  for (const role of ['viewer', 'editor'] as const) {
    const page = await pageOf(till, paymentId, role);
    assert.doesNotMatch(page.text, /<form[^>]*refund/u);
    for (const deed of ['refund/preview', 'refund', 'give-back'])
      await supertest(desk(till, role)).post(`${path}/${deed}`).type('form').send({}).expect(403);
  }
  await supertest(desk(till))
    .get('/admin/payments/01935a00-0000-7000-8000-000000000001')
    .expect(404);
  await supertest(desk(till)).get('/admin/payments/nonsense').expect(404);
  assert.deepEqual((await refundsOf(till.ctx, paymentId)).refunds, []);
});

test('Stripe refuses, or does not answer: the page says which, and what was asked is not lost', async (t) => {
  const till = await openTill(t);
  const { paymentId } = await paidRequest(till);
  const give = async (): Promise<string> => {
    const page = await pageOf(till, paymentId);
    const fields = { amount: '10', reason: 'price' };
    const hidden = { seen: page.field('seen'), key: page.field('key') };
    const answer = await supertest(desk(till))
      .post(`${page.path}/refund`)
      .type('form')
      .send({ ...fields, ...hidden })
      .expect(303);
    return (await supertest(desk(till)).get(String(answer.headers['location']))).text;
  };
  const create = { path: '/v1/refunds', method: 'POST' } as const;
  const error = { type: 'invalid_request_error', code: 'charge_disputed' };
  till.levers.fault({ ...create, kind: 'status', status: 400, body: { error } });
  assert.match(await give(), /Nothing was given back[\s\S]*disputes this payment with the bank/u);
  till.levers.fault({ ...create, kind: 'drop_after', times: 2 });
  assert.match(await give(), /Stripe has not answered yet[\s\S]*Stripe is asked/u);
  await till.work();
  const { refunds } = await refundsOf(till.ctx, paymentId);
  assert.deepEqual(refunds, ['desk failed 1000', 'desk succeeded 1000']);
});

test('the proposal is that of the rules that were accepted, and nothing once the work was published', async (t) => {
  const till = await openTill(t);
  const { paymentId } = await paidRequest(till);
  till.clock.advance({ days: 15 });
  const late = await pageOf(till, paymentId);
  assert.match(late.text, /they give nothing back/u);
  assert.equal(late.field('amount'), '');
  await till.ctx.db
    .updateTable('offers')
    .set({ cancellation: JSON.stringify({ from: 'grant', fullDays: 14, halfDays: 30 }) })
    .execute();
  const half = await pageOf(till, paymentId);
  assert.match(half.text, /give 50 % back until/u);
  assert.equal(half.field('amount'), '40.00');
  await till.ctx.db
    .updateTable('licences')
    .set({ published_url: 'https://daily.example.org/a' })
    .execute();
  assert.match((await pageOf(till, paymentId)).text, /was published, so/u);
});

test('a payment of another key or mode is given back where it was paid', async (t) => {
  const till = await openTill(t);
  const { id, paymentId } = await paidRequest(till);
  await till.ctx.db.updateTable('payments').set({ live_money: true }).execute();
  const page = await pageOf(till, paymentId);
  assert.match(page.text, /another Stripe key/u);
  const fields = { amount: '10', reason: 'price', seen: 0, key: 'k'.repeat(32) };
  const { text } = await supertest(desk(till))
    .post(`${page.path}/refund`)
    .type('form')
    .send(fields)
    .expect(409);
  assert.match(text, /another Stripe key/u);
  assert.equal(await licenceOf(till.ctx, id), 'active');
});

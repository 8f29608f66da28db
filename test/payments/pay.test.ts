import assert from 'node:assert/strict';
import { test } from 'node:test';
import supertest from 'supertest';
import { openCheckout } from '../../src/payments/actions/open-checkout.ts';
import { answerBank, badBacs, goodBacs, payByCard, payByDebit } from '../stand-ins/stripe/payer.ts';
import { acceptedRequest } from './builders.ts';
import { historyOf, lettersOf, moneyOf, paidOnce } from './look.ts';
import { openTill } from './till.ts';

const card = '4242424242424242';

test('case 01: who pays gets one licence, its letter, one receipt and one payment of the offered sum', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  const step = await payByCard((await openCheckout(till.ctx, id)).url, card);
  const back = new URL(step.location ?? '');
  await supertest(till.site)
    .get(back.pathname + back.search)
    .expect(303);
  await till.settle();
  assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
  assert.deepEqual(await lettersOf(till.ctx, id), ['payment-received']);
  assert.equal(till.mailbox.filter(({ subject }) => /OP-2026-\d{6}/u.test(subject)).length, 1);
  assert.deepEqual(await historyOf(till.ctx, id), [
    'start_payment',
    'open_payment',
    'receive_payment',
  ]);
  const receipt = till.mailbox.find(({ subject }) => /payment|receipt/i.test(subject));
  assert.equal(receipt?.to.address, 'dana@example.org');
  assert.match(receipt?.text ?? '', /£80\.00/);
});

test('case +: the hosted page sells the offer in its own currency and nothing else, and keeps no secret in the database', async (t) => {
  const till = await openTill(t);
  const { id, reference } = await acceptedRequest(till.ctx);
  await openCheckout(till.ctx, id);
  const [session] = till.levers.sessions().data;
  const token = till.ctx.links.token('pay', id);
  assert.equal(session?.amount_total, 8000);
  assert.equal(session?.currency, 'gbp');
  // Otherwise a payer whose card is in another currency would be shown, and charged, another sum.
  assert.equal(session?.adaptive_pricing?.enabled, false);
  assert.equal(session?.client_reference_id, reference);
  assert.equal(session?.metadata?.['request_id'], id);
  const page = `http://portal.localhost/pay/${token}`;
  assert.equal(session?.success_url, `${page}/return?session_id={CHECKOUT_SESSION_ID}`);
  assert.equal(session?.cancel_url, page);
  const { params } = await till.ctx.db
    .selectFrom('payment_attempts')
    .select('params')
    .executeTakeFirstOrThrow();
  assert.ok(!JSON.stringify(params).includes(token));
});

test('case 03: a payer who never comes back has the licence and its letter all the same', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  assert.equal((await payByCard((await openCheckout(till.ctx, id)).url, card)).status, 303);
  await till.settle();
  assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
  assert.equal(till.mailbox.filter(({ subject }) => /OP-2026-\d{6}/u.test(subject)).length, 1);
});

test('case 17: five clicks at once lead to one page, and so does the next one', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  const pages = await Promise.all(Array.from({ length: 5 }, () => openCheckout(till.ctx, id)));
  pages.push(await openCheckout(till.ctx, id));
  assert.equal(new Set(pages.map(({ url }) => url)).size, 1);
  assert.equal(till.levers.sessions().data.length, 1);
});

test('a page that is about to close is closed, and a new one is opened', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  const first = await openCheckout(till.ctx, id);
  till.clock.advance({ hours: 23, minutes: 48, seconds: 30 });
  const second = await openCheckout(till.ctx, id);
  assert.notEqual(second.url, first.url);
  assert.equal((await payByCard(first.url, card)).status, 410);
  assert.equal((await payByCard(second.url, card)).status, 303);
  await till.settle();
  assert.deepEqual(await moneyOf(till.ctx, id), { ...paidOnce, attempts: ['expired', 'paid'] });
});

test('case 04: eight deliveries of one event at once give one licence and one letter', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  till.levers.hold();
  await payByCard((await openCheckout(till.ctx, id)).url, card);
  const type = 'checkout.session.completed';
  const { statuses } = await till.levers.redeliver({ type, times: 8 });
  assert.deepEqual(statuses, Array(8).fill(200));
  await till.work();
  await till.levers.release({ reverse: true });
  await till.settle();
  assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
  assert.deepEqual(await lettersOf(till.ctx, id), ['payment-received']);
});

test('case 37: a declined card leaves nothing behind, and the next card pays on the same page', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  const { url } = await openCheckout(till.ctx, id);
  assert.equal((await payByCard(url, '4000000000000002')).status, 402);
  await till.settle();
  const before = { request: 'accepted', attempts: ['open'], payments: [], licences: 0 };
  assert.deepEqual(await moneyOf(till.ctx, id), before);
  await payByCard(url, card);
  await till.settle();
  assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
});

test('case 38: a bank that asks for confirmation is failed once and then convinced', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  const { url } = await openCheckout(till.ctx, id);
  const asked = await payByCard(url, '4000002760003184');
  await answerBank(asked.location ?? '', 'fail');
  await till.settle();
  assert.equal((await moneyOf(till.ctx, id)).request, 'accepted');
  const again = await payByCard(url, '4000002760003184');
  await answerBank(again.location ?? '', 'complete');
  await till.settle();
  assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
});

test('case 39: a debit grants nothing before the bank has said yes', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  const { url } = await openCheckout(till.ctx, id);
  await payByDebit(url, goodBacs);
  await till.settle();
  const waiting = { request: 'accepted', attempts: ['processing'], payments: [], licences: 0 };
  assert.deepEqual(await moneyOf(till.ctx, id), waiting);
  await assert.rejects(openCheckout(till.ctx, id), { code: 'payment_processing' });
  const [session] = till.levers.sessions().data;
  till.levers.settle({ id: session?.id ?? '', outcome: 'succeed' });
  await till.settle();
  assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
  assert.deepEqual(await lettersOf(till.ctx, id), ['payment-waiting', 'payment-received']);
});

test('case 40: a debit that the bank refuses can be paid anew', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  await payByDebit((await openCheckout(till.ctx, id)).url, badBacs);
  await till.settle();
  const [session] = till.levers.sessions().data;
  till.levers.settle({ id: session?.id ?? '', outcome: 'fail' });
  await till.settle();
  assert.deepEqual(await lettersOf(till.ctx, id), ['payment-waiting', 'payment-failed']);
  await payByCard((await openCheckout(till.ctx, id)).url, card);
  await till.settle();
  assert.deepEqual(await moneyOf(till.ctx, id), { ...paidOnce, attempts: ['failed', 'paid'] });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import supertest from 'supertest';
import { openCheckout } from '../../src/payments/actions/open-checkout.ts';
import { goodBacs, payByCard, payByDebit } from '../stand-ins/stripe/payer.ts';
import { acceptedRequest } from './builders.ts';
import { moneyOf, paidOnce } from './look.ts';
import { payPath, show } from './pages.ts';
import { openTill } from './till.ts';

const card = '4242424242424242';

test('case 02: a payer who is back before the webhook finds the payment done, and the webhook changes nothing', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  till.levers.hold();
  const step = await payByCard((await openCheckout(till.ctx, id)).url, card);
  const back = new URL(step.location ?? '');
  const answer = await supertest(till.site)
    .get(back.pathname + back.search)
    .expect(303);
  assert.equal(answer.headers['location'], payPath(till.ctx, id));
  assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
  const text = await show(till, payPath(till.ctx, id));
  assert.match(text, /Paid, thank you/);
  assert.match(text, /\/verify\/OP-/);
  assert.doesNotMatch(text, /by card/);
  await till.levers.release();
  await till.settle();
  assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
});

test('while Stripe is silent the return page keeps asking, and the payment is not lost', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  const step = await payByCard((await openCheckout(till.ctx, id)).url, card);
  const back = new URL(step.location ?? '');
  till.levers.fault({ kind: 'status', status: 503, method: 'GET', times: 2 });
  const text = await show(till, back.pathname + back.search);
  assert.match(text, /data-refresh="3"/);
  assert.match(text, /nothing needs to be paid twice/);
  assert.doesNotMatch(text, /by card/);
  await till.settle();
  assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
});

test('a debit that waits for the bank says so and offers nothing to pay', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  const step = await payByDebit((await openCheckout(till.ctx, id)).url, goodBacs);
  const back = new URL(step.location ?? '');
  assert.match(await show(till, back.pathname + back.search), /has not yet confirmed/);
  const answer = await supertest(till.site).post(payPath(till.ctx, id)).expect(409);
  assert.match(answer.text, /has not yet confirmed/);
  assert.doesNotMatch(answer.text, /by card/);
});

test('case 48: the return page knows only sessions of its own request', async (t) => {
  const till = await openTill(t);
  const mine = await acceptedRequest(till.ctx);
  const theirs = await acceptedRequest(till.ctx);
  await openCheckout(till.ctx, theirs.id);
  const foreign = till.levers.sessions().data[0]?.id ?? '';
  const path = `${payPath(till.ctx, mine.id)}/return`;
  for (const query of [
    `?session_id=${foreign}`,
    '?session_id={CHECKOUT_SESSION_ID}',
    '?session_id=a&session_id=b',
    '',
    '?session_id=cs_test_nothing1&more=1',
  ])
    await supertest(till.site)
      .get(path + query)
      .expect(404);
  await supertest(till.site).get('/pay/no-such-token').expect(404);
  await supertest(till.site).post('/pay/no-such-token').expect(404);
});

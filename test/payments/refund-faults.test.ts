import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyRefunds } from '../../src/payments/actions/apply-refunds.ts';
import { giveBack } from '../../src/payments/actions/give-back.ts';
import { openCheckout } from '../../src/payments/actions/open-checkout.ts';
import { reconcilePayments } from '../../src/payments/actions/reconcile.ts';
import { syncRefunds } from '../../src/payments/actions/sync-session.ts';
import type { Fault } from '../stand-ins/stripe/faults.ts';
import { payByCard } from '../stand-ins/stripe/payer.ts';
import { acceptedRequest } from './builders.ts';
import { lettersOf } from './look.ts';
import {
  card,
  failsLater,
  licenceOf,
  paidRequest,
  paymentOf,
  refundsOf,
  refundsThere,
  refundThere,
  staysPending,
  wish,
} from './refunding.ts';
import { openTill } from './till.ts';

const create = { path: '/v1/refunds', method: 'POST' } as const;

// The SDK tries once more by itself, so each fault must befall two calls.
const lost: [string, Fault][] = [
  ['the line is cut before the call is done', { kind: 'drop', times: 2 }],
  ['the answer is lost', { kind: 'drop_after', times: 2 }],
  [
    'a machine in between answers 502 in JSON of its own',
    { kind: 'status', status: 502, body: { message: 'Bad gateway' }, times: 2 },
  ],
  ['the answer is empty', { kind: 'status', status: 200, body: {}, times: 1 }],
  [
    'there were too many calls',
    { kind: 'status', status: 429, body: { error: { message: 'Slow down' } } },
  ],
  ['no answer comes', { kind: 'hang', times: 2 }],
];

for (const [what, fault] of lost)
  test(`case 43: ${what}, and the money is given back once`, async (t) => {
    const till = await openTill(t, { deaf: true, timeoutMs: 300 });
    const { id, paymentId, intent } = await paidRequest(till);
    till.levers.fault({ ...create, ...fault });
    const asked = wish(paymentId, { amount: 3000 });
    assert.equal((await giveBack(till.ctx, asked)).state, 'requested');
    assert.deepEqual((await refundsOf(till.ctx, paymentId)).refunds, ['desk requested 3000']);
    // The job that was written with it.
    await till.work();
    assert.deepEqual(await refundsOf(till.ctx, paymentId), {
      refunds: ['desk succeeded 3000'],
      refunded: 3000,
    });
    assert.equal((await refundsThere(till, intent)).length, 1);
    assert.deepEqual(await lettersOf(till.ctx, id), ['payment-received', 'refund-made']);
  });

test('case 53: the answer to a partial refund is lost twice, then found: it was made once', async (t) => {
  const till = await openTill(t, { deaf: true });
  const { paymentId, intent } = await paidRequest(till);
  till.levers.fault({ ...create, kind: 'drop_after', times: 4 });
  const asked = wish(paymentId, { amount: 3000 });
  assert.equal((await giveBack(till.ctx, asked)).state, 'requested');
  assert.equal((await giveBack(till.ctx, asked)).state, 'requested');
  assert.equal((await giveBack(till.ctx, asked)).state, 'succeeded');
  await till.work();
  assert.equal((await refundsThere(till, intent)).length, 1);
  assert.equal((await refundsOf(till.ctx, paymentId)).refunded, 3000);
});

test('the answer to a repeated call is that of the first time: how the refund stands now is read anew', async (t) => {
  const till = await openTill(t, { deaf: true });
  const { id, paymentId, intent } = await paidRequest(till, failsLater);
  till.levers.fault({ ...create, kind: 'drop_after', times: 2 });
  const asked = wish(paymentId);
  assert.equal((await giveBack(till.ctx, asked)).state, 'requested');
  const [refund] = await refundsThere(till, intent);
  till.levers.settle({ id: refund?.id ?? '', outcome: 'fail' });
  assert.equal((await giveBack(till.ctx, asked)).state, 'failed');
  assert.deepEqual(await refundsOf(till.ctx, paymentId), {
    refunds: ['desk failed 8000'],
    refunded: 0,
  });
  assert.equal(await licenceOf(till.ctx, id), 'active');
});

test('what was read before something newer was written down changes nothing', async (t) => {
  const till = await openTill(t, { deaf: true });
  const { id, paymentId, intent } = await paidRequest(till, failsLater);
  await giveBack(till.ctx, wish(paymentId));
  const before = (await till.ctx.checkout?.refundsOf(intent)) ?? [];
  assert.equal(before[0]?.state, 'succeeded');
  till.levers.settle({ id: before[0]?.id ?? '', outcome: 'fail' });
  await syncRefunds(till.ctx, intent);
  await till.ctx.transaction((tx) => applyRefunds(tx, paymentId, before));
  assert.deepEqual(await refundsOf(till.ctx, paymentId), {
    refunds: ['desk failed 8000'],
    refunded: 0,
  });
  assert.equal(await licenceOf(till.ctx, id), 'active');
});

for (const effect of [false, true])
  test(`a failure kept under the key of a refund is got round (refund ${effect ? 'made' : 'not made'})`, async (t) => {
    const till = await openTill(t, { deaf: true });
    const { paymentId, intent } = await paidRequest(till);
    till.levers.fault({ ...create, kind: 'saved500', effect });
    const asked = wish(paymentId, { amount: 3000 });
    assert.equal((await giveBack(till.ctx, asked)).state, 'requested');
    // What failed may still have had its effect: it is not asked for anew at once.
    assert.equal((await giveBack(till.ctx, asked)).state, 'requested');
    assert.equal((await refundsThere(till, intent)).length, effect ? 1 : 0);
    till.clock.advance({ minutes: 2 });
    await reconcilePayments(till.ctx);
    assert.deepEqual(await refundsOf(till.ctx, paymentId), {
      refunds: ['desk succeeded 3000'],
      refunded: 3000,
    });
    assert.equal((await refundsThere(till, intent)).length, 1);
  });

test('a refund past the day of its key is looked for, and asked for anew where there is none', async (t) => {
  const till = await openTill(t, { deaf: true });
  const { paymentId, intent } = await paidRequest(till);
  till.levers.fault({ ...create, kind: 'drop', times: 2 });
  await giveBack(till.ctx, wish(paymentId, { amount: 3000 }));
  till.queue.splice(0);
  till.clock.advance({ hours: 24 });
  await reconcilePayments(till.ctx);
  assert.equal((await refundsThere(till, intent)).length, 1);
  assert.equal((await refundsOf(till.ctx, paymentId)).refunded, 3000);
});

test('a crash between the answer of Stripe and our row: reconciliation finds the one refund', async (t) => {
  const till = await openTill(t, { deaf: true });
  const { id, paymentId, intent } = await paidRequest(till);
  await giveBack(till.ctx, wish(paymentId));
  till.queue.splice(0);
  // As if the process had died after the call: nothing of its answer was written.
  await till.ctx.db.updateTable('refunds').set({ state: 'requested', stripe_id: null }).execute();
  await till.ctx.db.updateTable('payments').set({ refunded: 0 }).execute();
  await till.ctx.db.updateTable('licences').set({ state: 'active', reason: '' }).execute();
  till.clock.advance({ minutes: 2 });
  await reconcilePayments(till.ctx);
  await reconcilePayments(till.ctx);
  assert.equal((await refundsThere(till, intent)).length, 1);
  assert.deepEqual(await refundsOf(till.ctx, paymentId), {
    refunds: ['desk succeeded 8000'],
    refunded: 8000,
  });
  assert.equal(await licenceOf(till.ctx, id), 'revoked refunded');
});

test('with every webhook lost, refunds made at Stripe and the end of pending ones are found', async (t) => {
  const till = await openTill(t, { deaf: true });
  const { paymentId, intent } = await paidRequest(till, staysPending);
  await giveBack(till.ctx, wish(paymentId, { amount: 3000 }));
  const [pending] = await refundsThere(till, intent);
  till.levers.settle({ id: pending?.id ?? '', outcome: 'succeed' });
  await refundThere(till, intent, 1000);
  const [other] = await refundsThere(till, intent);
  till.clock.advance({ minutes: 2 });
  await reconcilePayments(till.ctx);
  const found = ['desk succeeded 3000', 'stripe pending 1000'];
  assert.deepEqual((await refundsOf(till.ctx, paymentId)).refunds, found);
  // Days later, when no session of that time is looked at any more.
  till.clock.advance({ days: 20 });
  till.levers.settle({ id: other?.id ?? '', outcome: 'succeed' });
  till.levers.settle({ id: pending?.id ?? '', outcome: 'fail' });
  await reconcilePayments(till.ctx);
  assert.deepEqual(await refundsOf(till.ctx, paymentId), {
    refunds: ['desk failed 3000', 'stripe succeeded 1000'],
    refunded: 1000,
  });
});

test('case 05: with all events in reverse, the refund first, the end is the same', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  till.levers.hold();
  await payByCard((await openCheckout(till.ctx, id)).url, card);
  const [session] = till.levers.sessions().data;
  await refundThere(till, String(session?.payment_intent));
  await till.levers.release({ reverse: true });
  await till.settle();
  const { paymentId } = await paymentOf(till.ctx, id);
  assert.deepEqual(await refundsOf(till.ctx, paymentId), {
    refunds: ['stripe succeeded 8000'],
    refunded: 8000,
  });
  assert.equal(await licenceOf(till.ctx, id), 'revoked refunded');
});

test('after a backup of yesterday was restored, payments and refunds are there again', async (t) => {
  const till = await openTill(t, { deaf: true });
  const { id, paymentId } = await paidRequest(till);
  await giveBack(till.ctx, wish(paymentId, { amount: 3000 }));
  await till.ctx.db.deleteFrom('refunds').execute();
  await till.ctx.db.updateTable('payments').set({ refunded: 0 }).execute();
  till.queue.splice(0);
  await reconcilePayments(till.ctx);
  const again = { refunds: ['stripe succeeded 3000'], refunded: 3000 };
  assert.deepEqual(await refundsOf(till.ctx, paymentId), again);
  assert.equal(await licenceOf(till.ctx, id), 'active');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { giveBack } from '../../src/payments/actions/give-back.ts';
import { reconcilePayments } from '../../src/payments/actions/reconcile.ts';
import { createContext } from '../../src/platform/create-context.ts';
import type { Context } from '../../src/platform/context.ts';
import { addStaff } from '../../src/staff/actions.ts';
import { lettersOf } from './look.ts';
import { licenceOf, paidRequest, refundsOf, refundsThere, refundThere, wish } from './refunding.ts';
import { openTill, type Till } from './till.ts';

const create = { path: '/v1/refunds', method: 'POST' } as const;

/** A second process on the same database and the same account. */
function second({ ctx, queue }: Till): Context {
  return createContext({
    ...ctx,
    now: () => ctx.now(),
    enqueue: async (_transaction, name, data, options = {}) => {
      queue.push({ name, data, options });
    },
  });
}

test('case 42: two people at once give back no more than was paid, and one of them is told', async (t) => {
  const till = await openTill(t);
  const { paymentId, intent } = await paidRequest(till);
  till.levers.fault({ kind: 'slow', ms: 60, ...create, times: 4 });
  const other = second(till);
  const answers = await Promise.allSettled([
    giveBack(till.ctx, wish(paymentId, { amount: 5000 })),
    giveBack(other, wish(paymentId, { amount: 5000 })),
    giveBack(other, wish(paymentId)),
  ]);
  const refused = answers.filter(({ status }) => status === 'rejected');
  assert.deepEqual(
    refused.map((answer) => (answer as PromiseRejectedResult).reason.code),
    ['already_changed', 'already_changed'],
  );
  await till.settle();
  assert.equal((await refundsThere(till, intent)).length, 1);
});

test('two clicks, the job and reconciliation of two processes at once make one refund', async (t) => {
  const till = await openTill(t);
  const { paymentId, intent, id } = await paidRequest(till);
  till.levers.fault({ kind: 'slow', ms: 60, ...create, times: 4 });
  const asked = wish(paymentId, { amount: 3000 });
  const other = second(till);
  await Promise.all([
    giveBack(till.ctx, asked),
    giveBack(other, asked),
    reconcilePayments(other),
    giveBack(other, asked),
  ]);
  await till.settle();
  assert.equal((await refundsThere(till, intent)).length, 1);
  assert.deepEqual(await refundsOf(till.ctx, paymentId), {
    refunds: ['desk succeeded 3000'],
    refunded: 3000,
  });
  // Two processes write in the same millisecond of this clock.
  const letters = (await lettersOf(till.ctx, id)).toSorted();
  assert.deepEqual(letters, ['payment-received', 'refund-made']);
});

const refusals: [string, number, object, RegExp][] = [
  [
    'the payer disputes it',
    400,
    { type: 'invalid_request_error', code: 'charge_disputed' },
    /charge_disputed/u,
  ],
  ['the key may not', 403, { type: 'invalid_request_error' }, /key_refused/u],
  ['the key is wrong', 401, { type: 'invalid_request_error' }, /key_refused/u],
];
for (const [what, status, error, kept] of refusals)
  test(`refused because ${what}: it failed, nothing is taken from the licence, and it can be asked again`, async (t) => {
    const till = await openTill(t);
    const { id, paymentId } = await paidRequest(till);
    till.levers.fault({ ...create, kind: 'status', status, body: { error } });
    const refused = await giveBack(till.ctx, wish(paymentId));
    assert.equal(refused.state, 'failed');
    assert.match(refused.error ?? '', kept);
    assert.equal(await licenceOf(till.ctx, id), 'active');
    assert.deepEqual(await lettersOf(till.ctx, id), ['payment-received']);
    assert.equal((await giveBack(till.ctx, wish(paymentId, { seen: 1 }))).state, 'succeeded');
  });

test('somebody was faster at Stripe: ours is refused there, theirs is taken over', async (t) => {
  const till = await openTill(t, { deaf: true });
  const { id, paymentId, intent } = await paidRequest(till);
  await refundThere(till, intent);
  assert.equal((await giveBack(till.ctx, wish(paymentId))).state, 'failed');
  assert.deepEqual(await refundsOf(till.ctx, paymentId), {
    refunds: ['stripe succeeded 8000', 'desk failed 8000'].toSorted(),
    refunded: 8000,
  });
  assert.equal(await licenceOf(till.ctx, id), 'revoked refunded');
});

test('a refusal that nobody watches is told to those who look after money', async (t) => {
  const till = await openTill(t, { deaf: true });
  await addStaff(till.ctx, { name: 'Fin', email: 'fin@example.org', role: 'finance' });
  const { id, paymentId } = await paidRequest(till);
  till.levers.fault({ ...create, kind: 'drop', times: 2 });
  await giveBack(till.ctx, wish(paymentId));
  const error = { type: 'invalid_request_error', code: 'charge_disputed' };
  till.levers.fault({ ...create, kind: 'status', status: 400, body: { error } });
  await till.work();
  assert.deepEqual((await refundsOf(till.ctx, paymentId)).refunds, ['desk failed 8000']);
  assert.deepEqual(await lettersOf(till.ctx, id), ['payment-received', 'staff-refund-failed']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeLicence } from '../../src/licences/actions.ts';
import { giveBack } from '../../src/payments/actions/give-back.ts';
import { markPaidByTransfer } from '../../src/payments/actions/mark-paid.ts';
import { openCheckout } from '../../src/payments/actions/open-checkout.ts';
import { heldPayments } from '../../src/payments/store/desk.ts';
import { addStaff } from '../../src/staff/actions.ts';
import { payByCard } from '../stand-ins/stripe/payer.ts';
import { acceptedRequest, fin } from './builders.ts';
import { historyOf, lettersOf } from './look.ts';
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
import { openTill, type Till } from './till.ts';

test('case 41: part of the price given back keeps the licence, all of it ends it', async (t) => {
  const till = await openTill(t);
  const { id, paymentId, intent } = await paidRequest(till);
  await giveBack(till.ctx, wish(paymentId, { amount: 3000 }));
  assert.equal(await licenceOf(till.ctx, id), 'active');
  const rest = await giveBack(till.ctx, wish(paymentId, { seen: 1 }));
  assert.deepEqual([rest.state, rest.amount], ['succeeded', 5000]);
  await till.settle();
  assert.deepEqual(await refundsOf(till.ctx, paymentId), {
    refunds: ['desk succeeded 3000', 'desk succeeded 5000'],
    refunded: 8000,
  });
  assert.equal((await refundsThere(till, intent)).length, 2);
  assert.equal(await licenceOf(till.ctx, id), 'revoked refunded');
  assert.deepEqual(await lettersOf(till.ctx, id), [
    'payment-received',
    'refund-made',
    'refund-made',
  ]);
  assert.deepEqual((await historyOf(till.ctx, id)).slice(-4), [
    'ask_refund',
    'refund_payment',
    'ask_refund',
    'refund_payment',
  ]);
});

test('the letters say what was given back, why, and what becomes of the licence', async (t) => {
  const till = await openTill(t);
  const { paymentId } = await paidRequest(till);
  const note = 'We are sorry for the mix-up.';
  await giveBack(till.ctx, wish(paymentId, { amount: 3000, note, words: 'for our own eyes' }));
  await giveBack(till.ctx, wish(paymentId, { seen: 1, reason: 'unused' }));
  await till.settle();
  const [part, whole] = till.mailbox.slice(-2).map(({ text }) => text);
  assert.match(part ?? '', /£30\.00[\s\S]*£80\.00 had been paid[\s\S]*There was a mistake/u);
  assert.match(part ?? '', /sorry for the mix-up[\s\S]*OP-2026-\d{6} stays in force/u);
  assert.doesNotMatch(part ?? '', /our own eyes/u);
  assert.match(whole ?? '', /£50\.00[\s\S]*given back unused[\s\S]*OP-2026-\d{6} has ended/u);
});

test('case 44: what is given back at Stripe is taken over once, however often it is heard of', async (t) => {
  const till = await openTill(t);
  const { id, paymentId, intent } = await paidRequest(till);
  await refundThere(till, intent, 3000);
  await till.settle();
  await till.levers.redeliver({ type: 'charge.refunded', times: 3 });
  await till.levers.redeliver({ type: 'refund.created', times: 2 });
  await till.settle();
  const part = { refunds: ['stripe succeeded 3000'], refunded: 3000 };
  assert.deepEqual(await refundsOf(till.ctx, paymentId), part);
  assert.equal(await licenceOf(till.ctx, id), 'active');
  await refundThere(till, intent);
  await till.settle();
  assert.equal((await refundsOf(till.ctx, paymentId)).refunded, 8000);
  assert.equal(await licenceOf(till.ctx, id), 'revoked refunded');
});

test('case 45: a refund that fails days later brings the licence back, and finance is told', async (t) => {
  const till = await openTill(t);
  await addStaff(till.ctx, { name: 'Fin', email: 'fin@example.org', role: 'finance' });
  const { id, paymentId, intent } = await paidRequest(till, failsLater);
  await giveBack(till.ctx, wish(paymentId));
  await till.settle();
  assert.equal(await licenceOf(till.ctx, id), 'revoked refunded');
  const [refund] = await refundsThere(till, intent);
  till.levers.settle({ id: refund?.id ?? '', outcome: 'fail' });
  await till.settle();
  const failed = { refunds: ['desk failed 8000'], refunded: 0 };
  assert.deepEqual(await refundsOf(till.ctx, paymentId), failed);
  assert.equal(await licenceOf(till.ctx, id), 'active');
  const letter = till.mailbox.at(-1);
  assert.equal(letter?.to.address, 'fin@example.org');
  assert.match(letter?.text ?? '', /The card has expired[\s\S]*is in force again/u);
  // It can be given back another way now.
  assert.equal((await giveBack(till.ctx, wish(paymentId, { seen: 1 }))).state, 'succeeded');
});

test('a failed refund brings back no licence that ended or was suspended for another reason', async (t) => {
  const till = await openTill(t);
  const { id, paymentId, intent } = await paidRequest(till, failsLater);
  const { id: licenceId } = await till.ctx.db
    .selectFrom('licences')
    .select('id')
    .executeTakeFirstOrThrow();
  const suspend = { verb: 'suspend', reason: 'No credit', by: fin } as const;
  await changeLicence(till.ctx, licenceId, suspend);
  await giveBack(till.ctx, wish(paymentId));
  assert.equal(await licenceOf(till.ctx, id), 'revoked refunded');
  const fail = async (): Promise<void> => {
    const [refund] = await refundsThere(till, intent);
    till.levers.settle({ id: refund?.id ?? '', outcome: 'fail' });
    await till.settle();
  };
  await fail();
  assert.equal(await licenceOf(till.ctx, id), 'suspended No credit');
  await changeLicence(till.ctx, licenceId, { verb: 'revoke', reason: 'Breach', by: fin });
  await giveBack(till.ctx, wish(paymentId, { seen: 1 }));
  await fail();
  assert.equal(await licenceOf(till.ctx, id), 'revoked Breach');
});

test('money on its way back is not given back yet: the licence waits, the sum is taken', async (t) => {
  const till = await openTill(t);
  const { id, paymentId, intent } = await paidRequest(till, staysPending);
  await giveBack(till.ctx, wish(paymentId));
  await till.settle();
  const pending = { refunds: ['desk pending 8000'], refunded: 0 };
  assert.deepEqual(await refundsOf(till.ctx, paymentId), pending);
  assert.equal(await licenceOf(till.ctx, id), 'active');
  await assert.rejects(giveBack(till.ctx, wish(paymentId, { seen: 1 })), { code: 'invalid' });
  const [refund] = await refundsThere(till, intent);
  till.levers.settle({ id: refund?.id ?? '', outcome: 'succeed' });
  await till.settle();
  assert.deepEqual(await refundsOf(till.ctx, paymentId), {
    refunds: ['desk succeeded 8000'],
    refunded: 8000,
  });
  assert.equal(await licenceOf(till.ctx, id), 'revoked refunded');
  assert.deepEqual(await lettersOf(till.ctx, id), ['payment-received', 'refund-made']);
});

/** A request that was paid twice: by transfer, and by a card page that was still open. */
async function paidTwice(till: Till): Promise<{ id: string; held: string }> {
  const { id } = await acceptedRequest(till.ctx);
  till.levers.hold();
  await payByCard((await openCheckout(till.ctx, id)).url, card);
  const transfer = { requestId: id, offerVersion: 1, bankReference: 'TR 1', by: fin };
  await markPaidByTransfer(till.ctx, transfer);
  await till.levers.release();
  await till.settle();
  return { id, held: (await paymentOf(till.ctx, id)).paymentId };
}

test('case 19: what was paid twice is given back once, and the licence stays', async (t) => {
  const till = await openTill(t);
  const { id, held } = await paidTwice(till);
  const { state } = await giveBack(till.ctx, wish(held, { reason: 'duplicate' }));
  await till.settle();
  assert.equal(state, 'succeeded');
  assert.equal(await licenceOf(till.ctx, id), 'active');
  assert.deepEqual(await heldPayments(till.ctx.db, 10), []);
  const letter = till.mailbox.at(-1)?.text ?? '';
  assert.match(letter, /It was paid twice/u);
  assert.doesNotMatch(letter, /OP-2026/u);
});

test('a transfer is given back by hand: recorded with its reference, and the licence ends', async (t) => {
  const till = await openTill(t, { deaf: true });
  const { id } = await acceptedRequest(till.ctx);
  const transfer = { requestId: id, offerVersion: 1, bankReference: 'TR 1', by: fin };
  await markPaidByTransfer(till.ctx, transfer);
  const { paymentId } = await paymentOf(till.ctx, id);
  await assert.rejects(giveBack(till.ctx, wish(paymentId)), { code: 'invalid' });
  const given = wish(paymentId, { bankReference: 'OUT 9' });
  await giveBack(till.ctx, given);
  await giveBack(till.ctx, given);
  await till.work();
  assert.deepEqual(await refundsOf(till.ctx, paymentId), {
    refunds: ['bank succeeded 8000'],
    refunded: 8000,
  });
  assert.equal(await licenceOf(till.ctx, id), 'revoked refunded');
  assert.match(till.mailbox.at(-1)?.text ?? '', /transferred to your account[\s\S]*OUT 9/u);
  const asked = till.levers.requests().data.filter(({ path }) => path.includes('/refunds'));
  assert.deepEqual(asked, []);
});

test('sums that cannot be given back are refused with what is left', async (t) => {
  const till = await openTill(t);
  const { paymentId } = await paidRequest(till);
  for (const amount of [0, -1, 8001])
    await assert.rejects(giveBack(till.ctx, wish(paymentId, { amount })), (error: unknown) => {
      const [problem] = (error as { problems: { field: string; params: object }[] }).problems;
      assert.deepEqual([problem?.field, problem?.params], ['amount', { sum: '£80.00' }]);
      return true;
    });
  assert.deepEqual(await refundsOf(till.ctx, paymentId), { refunds: [], refunded: 0 });
});

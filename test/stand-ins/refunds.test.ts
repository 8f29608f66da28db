import assert from 'node:assert/strict';
import { test } from 'node:test';
import type Stripe from 'stripe';
import { payByCard } from './stripe/payer.ts';
import { idOf } from './stripe/world.ts';
import { eventTypes, openSession, start } from './support.ts';

async function paidIntent(stripe: Stripe, card: string) {
  const { id, page } = await openSession(stripe);
  await payByCard(page, card);
  return idOf((await stripe.checkout.sessions.retrieve(id)).payment_intent) ?? '';
}

test('parts are refunded up to the whole and never beyond', async (t) => {
  const { stripe } = await start(t);
  const intent = await paidIntent(stripe, '4242424242424242');
  const part = await stripe.refunds.create({ payment_intent: intent, amount: 4000 });
  assert.deepEqual([part.status, part.amount], ['succeeded', 4000]);
  await assert.rejects(
    stripe.refunds.create({ payment_intent: intent, amount: 10_001 }),
    /greater/,
  );
  const rest = await stripe.refunds.create({ payment_intent: intent });
  assert.equal(rest.amount, 10_000);
  await assert.rejects(stripe.refunds.create({ payment_intent: intent }), /already been refunded/);
  const charge = await stripe.charges.retrieve(idOf(part.charge) ?? '');
  assert.deepEqual([charge.amount_refunded, charge.refunded], [14_000, true]);
  const listed = await stripe.refunds.list({ payment_intent: intent });
  assert.deepEqual(
    listed.data.map(({ id }) => id),
    [rest.id, part.id],
  );
});

test('a refund can fail later, and one can stay pending until it is settled', async (t) => {
  const { stripe, standIn } = await start(t, { debitSeconds: 60 });
  const late = await stripe.refunds.create({
    payment_intent: await paidIntent(stripe, '4000000000005126'),
  });
  const slow = await stripe.refunds.create({
    payment_intent: await paidIntent(stripe, '4000000000007726'),
  });
  assert.deepEqual([late.status, slow.status], ['succeeded', 'pending']);
  standIn.levers.clock({ advance: 61 });
  standIn.levers.settle({ id: slow.id, outcome: 'succeed' });
  assert.equal((await stripe.refunds.retrieve(late.id)).status, 'failed');
  assert.equal((await stripe.refunds.retrieve(slow.id)).status, 'succeeded');
  assert.equal((await stripe.charges.retrieve(idOf(late.charge) ?? '')).amount_refunded, 0);
  assert.ok(eventTypes(standIn).includes('refund.failed'));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type Stripe from 'stripe';
import { payByCard } from './stripe/payer.ts';
import { idOf } from './stripe/world.ts';
import { eventTypes, openSession, refusal, start } from './support.ts';

async function paidIntent(stripe: Stripe, card: string) {
  const { id, page } = await openSession(stripe);
  await payByCard(page, card);
  return idOf((await stripe.checkout.sessions.retrieve(id)).payment_intent) ?? '';
}

const sumOf = async (stripe: Stripe) => {
  let net = 0;
  for await (const movement of stripe.balanceTransactions.list()) net += movement.net;
  return net;
};

test('a refund is told as created and the charge as refunded, with what it was before', async (t) => {
  const { stripe, standIn } = await start(t);
  const intent = await paidIntent(stripe, '4242424242424242');
  const before = eventTypes(standIn).length;
  const part = await stripe.refunds.create({ payment_intent: intent, amount: 4000 });
  assert.deepEqual(eventTypes(standIn).slice(before), ['refund.created', 'charge.refunded']);
  const [created, refunded] = standIn.levers.events().data.slice(before);
  assert.deepEqual(refunded?.data.previous_attributes, { amount_refunded: 0, refunded: false });
  assert.match(created?.request?.id ?? '', /^req_/);
  assert.equal(Reflect.get(created?.data.object ?? {}, 'id'), part.id);
});

test('refunds that the bank settles later come out as the card or the lever says', async (t) => {
  const { stripe, standIn } = await start(t, { debitSeconds: 60 });
  const refund = async (card: string) =>
    stripe.refunds.create({ payment_intent: await paidIntent(stripe, card) });
  const late = await refund('4000000000005126');
  const slow = await refund('4000000000007726');
  assert.deepEqual([late.status, slow.status], ['succeeded', 'pending']);
  standIn.levers.clock({ advance: 61 });
  standIn.levers.settle({ id: slow.id, outcome: 'succeed' });
  assert.equal((await stripe.refunds.retrieve(late.id)).status, 'failed');
  assert.equal((await stripe.refunds.retrieve(slow.id)).status, 'succeeded');
  assert.equal((await stripe.charges.retrieve(idOf(late.charge) ?? '')).amount_refunded, 0);
  assert.deepEqual(
    eventTypes(standIn).filter((type) => /^refund\.(updated|failed)$/.test(type)),
    ['refund.updated', 'refund.failed', 'refund.updated'],
  );
});

test('a refund that waits for the customer can be canceled, and the ledger is as before', async (t) => {
  const { stripe, standIn } = await start(t);
  const intent = await paidIntent(stripe, '4242424242424242');
  const before = await sumOf(stripe);
  standIn.levers.nextRefund({ course: 'requires_action' });
  const refund = await stripe.refunds.create({ payment_intent: intent });
  assert.deepEqual(
    [refund.status, refund.next_action?.type],
    ['requires_action', 'display_details'],
  );
  assert.equal(await sumOf(stripe), before - 14_000);
  assert.equal((await stripe.refunds.cancel(refund.id)).status, 'canceled');
  assert.equal(await sumOf(stripe), before);
  assert.equal((await stripe.refunds.create({ payment_intent: intent })).status, 'succeeded');
});

test('a disputed payment: the money goes with a fee, cannot be refunded, and comes back when won', async (t) => {
  const { stripe, standIn } = await start(t);
  const intent = await paidIntent(stripe, '4000000000000259');
  const [dispute] = (await stripe.disputes.list({ payment_intent: intent })).data;
  assert.ok(dispute);
  assert.deepEqual(
    dispute.balance_transactions.map(({ amount, fee }) => [amount, fee]),
    [[-14_000, 2000]],
  );
  await assert.rejects(
    stripe.refunds.create({ payment_intent: intent }),
    refusal('charge_disputed'),
  );
  await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'The licence.' } });
  assert.equal((await stripe.disputes.retrieve(dispute.id)).status, 'under_review');
  standIn.levers.disputeClose({ id: dispute.id, outcome: 'won' });
  assert.equal((await stripe.disputes.retrieve(dispute.id)).status, 'won');
  assert.deepEqual(
    eventTypes(standIn).filter((type) => type.startsWith('charge.dispute')),
    [
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
      'charge.dispute.updated',
      'charge.dispute.funds_reinstated',
      'charge.dispute.closed',
    ],
  );
  await stripe.refunds.create({ payment_intent: intent });
});

test('an inquiry leaves the money, ends by a full refund, or becomes a dispute that is lost', async (t) => {
  const { stripe, standIn } = await start(t);
  const asked = await paidIntent(stripe, '4000000000001976');
  await stripe.refunds.create({ payment_intent: asked });
  const [ended] = (await stripe.disputes.list({ payment_intent: asked })).data;
  assert.deepEqual([ended?.status, ended?.balance_transactions], ['warning_closed', []]);

  const intent = await paidIntent(stripe, '4242424242424242');
  const { id } = standIn.levers.dispute({ id: intent, inquiry: true, amount: 5000 });
  assert.equal((await stripe.disputes.retrieve(id)).status, 'warning_needs_response');
  standIn.levers.dispute({ id });
  standIn.levers.settle({ id, outcome: 'fail' });
  const lost = await stripe.disputes.retrieve(id);
  assert.deepEqual(
    [lost.status, lost.balance_transactions[0]?.amount, lost.is_charge_refundable],
    ['lost', -5000, false],
  );
});

test('an early warning of fraud names its payment', async (t) => {
  const { stripe, standIn } = await start(t);
  const intent = await paidIntent(stripe, '4242424242424242');
  const { id } = standIn.levers.warn({ id: intent });
  const warning = await stripe.radar.earlyFraudWarnings.retrieve(id);
  assert.deepEqual([warning.payment_intent, warning.actionable], [intent, true]);
  assert.equal(eventTypes(standIn).at(-1), 'radar.early_fraud_warning.created');
});

import assert from 'node:assert/strict';
import { refusal } from '../support.ts';
import { idOf } from '../stripe/world.ts';
import { payBy, type Case, type Desk } from './desk.ts';

async function disputed(desk: Desk, token: string) {
  const { id } = await payBy(desk, token);
  const { data } = await desk.until(
    () => desk.stripe.disputes.list({ payment_intent: id }),
    (list) => list.data.length > 0,
  );
  assert.ok(data[0]);
  return { intent: id, dispute: data[0] };
}

export const moneyBackCases: Case[] = [
  {
    name: 'a payment is refunded in parts, never beyond the whole',
    async run(desk) {
      const { stripe } = desk;
      const { id: intent } = await payBy(desk, 'pm_card_visa');
      const part = await stripe.refunds.create({
        payment_intent: intent,
        amount: 4000,
        reason: 'requested_by_customer',
        metadata: { refund_id: 'r-1' },
      });
      assert.deepEqual([part.status, part.amount], ['succeeded', 4000]);
      await assert.rejects(stripe.refunds.create({ payment_intent: intent, amount: 10_001 }));
      await stripe.refunds.create({ payment_intent: intent });
      await assert.rejects(
        stripe.refunds.create({ payment_intent: intent }),
        refusal('charge_already_refunded'),
      );
      const charge = await stripe.charges.retrieve(idOf(part.charge) ?? '', {
        expand: ['refunds'],
      });
      assert.deepEqual([charge.amount_refunded, charge.refunded], [14_000, true]);
      assert.equal(charge.refunds?.data.length, 2);
      assert.equal((await stripe.refunds.list({ charge: charge.id })).data.length, 2);
      assert.equal((await stripe.charges.list({ payment_intent: intent })).data.length, 1);
      const movement = await stripe.balanceTransactions.retrieve(
        idOf(part.balance_transaction) ?? '',
      );
      assert.deepEqual([movement.amount, movement.type], [-4000, 'refund']);
    },
  },
  {
    name: 'a refund can fail afterwards: the money is on the account again',
    async run(desk) {
      const { id: intent } = await payBy(desk, 'pm_card_refundFail');
      const { id } = await desk.stripe.refunds.create({ payment_intent: intent });
      const failed = await desk.until(
        () => desk.stripe.refunds.retrieve(id),
        ({ status }) => status === 'failed',
      );
      assert.ok(failed.failure_reason && failed.failure_balance_transaction);
      const charge = await desk.stripe.charges.retrieve(idOf(failed.charge) ?? '');
      assert.deepEqual([charge.amount_refunded, charge.refunded], [0, false]);
    },
  },
  {
    name: 'a refund can be pending at first; only one that waits for the customer can be canceled',
    async run(desk) {
      const { id: intent } = await payBy(desk, 'pm_card_pendingRefund');
      const refund = await desk.stripe.refunds.create({ payment_intent: intent });
      assert.equal(refund.status, 'pending');
      await assert.rejects(desk.stripe.refunds.cancel(refund.id));
    },
  },
  {
    name: 'a dispute takes the money and the refund away until evidence wins it',
    async run(desk) {
      const { stripe } = desk;
      const { intent, dispute } = await disputed(desk, 'pm_card_createDispute');
      assert.deepEqual([dispute.status, dispute.amount], ['needs_response', 14_000]);
      assert.equal(dispute.balance_transactions[0]?.amount, -14_000);
      await assert.rejects(
        stripe.refunds.create({ payment_intent: intent }),
        refusal('charge_disputed'),
      );
      const draft = await stripe.disputes.update(dispute.id, {
        evidence: { customer_name: 'Pat Payer' },
        submit: false,
      });
      assert.equal(draft.evidence_details.submission_count, 0);
      await stripe.disputes.update(dispute.id, {
        evidence: { uncategorized_text: 'winning_evidence' },
      });
      const won = await desk.until(
        () => stripe.disputes.retrieve(dispute.id),
        ({ status }) => status === 'won',
      );
      assert.equal(won.balance_transactions.length, 2);
    },
  },
  {
    name: 'an inquiry takes no money, and a dispute that is closed is lost',
    async run(desk) {
      const { intent, dispute } = await disputed(desk, 'pm_card_createDisputeInquiry');
      assert.equal(dispute.status, 'warning_needs_response');
      assert.deepEqual(dispute.balance_transactions, []);
      await desk.stripe.refunds.create({ payment_intent: intent, amount: 100 });
      const other = await disputed(desk, 'pm_card_createDispute');
      assert.equal((await desk.stripe.disputes.close(other.dispute.id)).status, 'lost');
      const warnings = await desk.stripe.radar.earlyFraudWarnings.list({ limit: 1 });
      assert.equal(warnings.object, 'list');
    },
  },
];

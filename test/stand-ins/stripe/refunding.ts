import type Stripe from 'stripe';
import { cardEnding } from './cards.ts';
import { emit } from './events.ts';
import { writeMovement } from './ledger.ts';
import { freshId, idOf, type World } from './world.ts';

type Wish = { amount: number; reason: Stripe.Refund.Reason | null; metadata: Stripe.Metadata };

/** Gives `amount` of a charge back; what the card does with refunds decides its state. */
export function refundCharge(world: World, charge: Stripe.Charge, wish: Wish): Stripe.Refund {
  const card = cardEnding(charge.payment_method_details?.card?.last4 ?? '');
  const refund: Stripe.Refund = {
    id: freshId('re_3'),
    object: 'refund',
    amount: wish.amount,
    balance_transaction: null,
    charge: charge.id,
    created: world.now(),
    currency: charge.currency,
    customer: null,
    customer_account: null,
    metadata: wish.metadata,
    payment_intent: idOf(charge.payment_intent),
    payment_method: charge.payment_method,
    reason: wish.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'pending',
    transfer_reversal: null,
  };
  world.records.refunds.set(refund.id, refund);
  emit(world, 'refund.created', refund);
  if (card?.refund !== 'pending') payBack(world, charge, refund);
  if (card?.refund === 'fails_later') failLater(world, refund);
  return refund;
}

/** Ends a pending refund, or lets one that had succeeded fail afterwards, as banks do. */
export function settleRefund(world: World, refund: Stripe.Refund, outcome: 'succeed' | 'fail') {
  const charge = world.records.charges.get(idOf(refund.charge) ?? '');
  if (!charge) throw new Error('The refund has no charge.');
  world.records.settlements.delete(refund.id);
  if (outcome === 'succeed') {
    if (refund.status === 'pending') payBack(world, charge, refund);
    return;
  }
  if (refund.status === 'succeeded') {
    charge.amount_refunded -= refund.amount;
    charge.refunded = false;
  }
  refund.status = 'failed';
  refund.failure_reason = 'expired_or_canceled_card';
  emit(world, 'refund.updated', refund);
  emit(world, 'refund.failed', refund);
}

function failLater(world: World, refund: Stripe.Refund) {
  const dueAt = world.debitSeconds === null ? null : world.now() + world.debitSeconds;
  world.records.settlements.set(refund.id, { dueAt, outcome: 'fail' });
}

function payBack(world: World, charge: Stripe.Charge, refund: Stripe.Refund) {
  const { amount, currency, id: source } = refund;
  const movement = { amount: -amount, currency, source, type: 'refund' } as const;
  refund.status = 'succeeded';
  refund.balance_transaction = writeMovement(world, movement).id;
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount;
  emit(world, 'refund.updated', refund);
  emit(world, 'charge.refunded', charge);
}

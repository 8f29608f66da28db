import type Stripe from 'stripe';
import { whole } from './contract/whole.ts';
import { closeDispute, disputesOf, isDecided, isInquiry } from './disputing.ts';
import { change, emit } from './events.ts';
import { writeMovement } from './ledger.ts';
import { freshId, idOf, settleLater, type Outcome, type World } from './world.ts';

type Refund = Stripe.Refund;
type Wish = { amount: number; reason?: Stripe.Refund.Reason; metadata?: Stripe.Metadata };
type Course = 'succeeds' | 'fails_later' | 'pending' | 'requires_action';

/**
 * Gives `amount` (minor units) of a charge back. The money leaves the balance at once; whether it
 * arrives is decided by the card, or by the lever for the next refunds.
 */
export function refundCharge(world: World, charge: Stripe.Charge, wish: Wish): Refund {
  const course = world.nextRefunds.shift() ?? courseOf(world, charge);
  const id = freshId('re_3');
  const type = charge.payment_method_details?.card ? 'refund' : 'payment_refund';
  const { currency } = charge;
  const refund = whole('Refund', {
    id,
    amount: wish.amount,
    balance_transaction: writeMovement(world, { amount: -wish.amount, currency, source: id, type })
      .id,
    charge: charge.id,
    created: world.now(),
    currency,
    metadata: wish.metadata ?? {},
    payment_intent: idOf(charge.payment_intent),
    payment_method: charge.payment_method,
    reason: wish.reason ?? null,
    status: course === 'pending' || course === 'requires_action' ? course : 'succeeded',
    ...(course === 'pending' && { pending_reason: 'processing' }),
    ...(course === 'requires_action' && { next_action: { type: 'display_details' } }),
    ...(type === 'refund' &&
      course !== 'requires_action' && { destination_details: cardDestination }),
  });
  world.records.refunds.set(id, refund);
  emit(world, 'refund.created', refund);
  const total = charge.amount_refunded + refund.amount;
  const changed = { amount_refunded: total, refunded: total === charge.amount };
  emit(world, 'charge.refunded', charge, change(charge, changed));
  if (course === 'fails_later') settleLater(world, id, 'fail');
  if (charge.refunded)
    for (const dispute of disputesOf(world, charge.id))
      if (isInquiry(dispute) && !isDecided(dispute)) closeDispute(world, dispute, 'won');
  return refund;
}

const cardDestination = {
  type: 'card',
  card: {
    type: 'refund',
    reference_status: 'pending',
    reference_type: 'acquirer_reference_number',
  },
};

function courseOf(world: World, charge: Stripe.Charge): Course {
  const means = world.records.means.get(charge.payment_method ?? '');
  return means && 'card' in means ? means.card.refund : 'succeeds';
}

/** Ends a refund that is under way, or lets one that had succeeded fail afterwards, as banks do. */
export function settleRefund(world: World, refund: Refund, outcome: Outcome) {
  world.records.settlements.delete(refund.id);
  if (refund.status === 'failed' || refund.status === 'canceled') return;
  if (outcome === 'fail') return failRefund(world, refund);
  if (refund.status === 'succeeded') return;
  const before = change(refund, { status: 'succeeded' });
  delete refund.pending_reason;
  delete refund.next_action;
  emit(world, 'refund.updated', refund, before);
}

function failRefund(world: World, refund: Refund) {
  const before = change(refund, { status: 'failed', failure_reason: 'expired_or_canceled_card' });
  delete refund.pending_reason;
  delete refund.next_action;
  comeBack(world, refund);
  emit(world, 'refund.updated', refund, before);
  emit(world, 'refund.failed', refund);
}

/** Takes back a refund that still waits for the customer. */
export function cancelRefund(world: World, refund: Refund) {
  const before = change(refund, { status: 'canceled' });
  delete refund.next_action;
  comeBack(world, refund);
  emit(world, 'refund.updated', refund, before);
}

/** The money is on the account again and the charge counts as not refunded by it. */
function comeBack(world: World, refund: Refund) {
  const { amount, currency, id: source } = refund;
  const movement = { amount, currency, source, type: 'refund_failure' } as const;
  refund.failure_balance_transaction = writeMovement(world, movement).id;
  const charge = world.records.charges.get(idOf(refund.charge) ?? '');
  if (!charge) return;
  charge.amount_refunded -= amount;
  charge.refunded = false;
}

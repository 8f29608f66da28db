import type { Debit } from './cards.ts';
import { emit } from './events.ts';
import { chargeObject, type Means, type Payer } from './payment-objects.ts';
import {
  askThreeDSecure,
  chargeOf,
  complete,
  decline,
  intentOf,
  noteCustomer,
  openIntent,
  startDebit,
  succeed,
  type Outcome,
} from './payment-steps.ts';
import { idOf, type CheckoutRecord, type World } from './world.ts';

/** What the payer's confirmation leads to; the session must be open. */
export function confirmPayment(
  world: World,
  record: CheckoutRecord,
  means: Means,
  payer: Payer,
): Outcome {
  const intent = openIntent(world, record);
  const charge = chargeObject(world, intent, means, payer);
  intent.payment_method = charge.payment_method;
  noteCustomer(world, record, intent, payer);
  charge.customer = idOf(intent.customer);
  if ('debit' in means) return startDebit(world, record, charge, means.debit);
  if (means.card.answer === 'three_d_secure') return askThreeDSecure(world, intent, charge);
  if (means.card.decline) return decline(world, intent, charge, means.card.decline);
  succeed(world, record, charge);
  complete(world, record, 'paid');
  return 'paid';
}

/** The payer's answer on the 3-D Secure page; the charge waits with the intent until then. */
export function answerThreeDSecure(world: World, record: CheckoutRecord, passed: boolean): Outcome {
  const intent = intentOf(world, record);
  const charge = chargeOf(world, intent);
  intent.next_action = null;
  if (!passed)
    return decline(world, intent, charge, {
      code: 'payment_intent_authentication_failure',
      message: 'The bank could not confirm that it was you.',
    });
  succeed(world, record, charge);
  complete(world, record, 'paid');
  return 'paid';
}

/** Ends a delayed debit one way or the other, days later in life and seconds later here. */
export function settleDebit(world: World, record: CheckoutRecord, outcome: Debit['settles']) {
  const intent = intentOf(world, record);
  const charge = chargeOf(world, intent);
  world.records.settlements.delete(intent.id);
  if (outcome === 'succeed') {
    succeed(world, record, charge);
    record.session.payment_status = 'paid';
    emit(world, 'checkout.session.async_payment_succeeded', record.session);
    return;
  }
  decline(world, intent, charge, {
    code: 'insufficient_funds',
    message: 'The bank refused the debit.',
  });
  emit(world, 'checkout.session.async_payment_failed', record.session);
}

/** Cancels the intent of a session that ended unpaid. */
export function cancelIntent(world: World, id: string | null) {
  const intent = id ? world.records.intents.get(id) : undefined;
  if (!intent || intent.status === 'succeeded' || intent.status === 'processing') return;
  intent.status = 'canceled';
  intent.canceled_at = world.now();
  intent.next_action = null;
  emit(world, 'payment_intent.canceled', intent);
}

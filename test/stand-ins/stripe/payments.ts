import type Stripe from 'stripe';
import type { Debit, Decline } from './cards.ts';
import { chargeOf, openCharge } from './charges.ts';
import { openDispute } from './disputing.ts';
import { emit } from './events.ts';
import { paymentFee, writeMovement } from './ledger.ts';
import { meansOf } from './methods.ts';
import { purposeOf } from './purposes.ts';
import { settleLater, type Outcome, type World } from './world.ts';

type Intent = Stripe.PaymentIntent;
export type Confirmed = 'paid' | 'processing' | 'three_d_secure' | { declined: Decline };

/** What a payer's confirmation leads to; the intent must still wait for money. */
export function confirmPayment(
  world: World,
  intent: Intent,
  method: Stripe.PaymentMethod,
): Confirmed {
  const means = meansOf(world, method);
  const charge = openCharge(world, intent, method, means);
  intent.payment_method = method.id;
  intent.latest_charge = charge.id;
  if ('debit' in means) return startDebit(world, intent, charge, means.debit);
  if ('transfer' in means) return pay(world, intent, charge);
  if (means.card.answer === 'three_d_secure') return askThreeDSecure(world, intent);
  if (means.card.decline) return decline(world, intent, charge, means.card.decline);
  return pay(world, intent, charge);
}

/** The payer's answer on the 3-D Secure page; the charge waits with the intent until then. */
export function answerThreeDSecure(world: World, intent: Intent, passed: boolean): Confirmed {
  const charge = chargeOf(world, intent);
  intent.next_action = null;
  if (passed) return pay(world, intent, charge);
  return decline(world, intent, charge, {
    code: 'payment_intent_authentication_failure',
    message: 'The bank could not confirm that it was you.',
  });
}

/** Ends a delayed debit one way or the other, days later in life and seconds later here. */
export function settleDebit(world: World, intent: Intent, outcome: Outcome) {
  const charge = chargeOf(world, intent);
  world.records.settlements.delete(intent.id);
  if (outcome === 'succeed') {
    succeed(world, intent, charge);
    purposeOf(world, intent).paidLater();
    return;
  }
  decline(world, intent, charge, {
    code: 'debit_not_authorized',
    message: 'The bank refused the debit.',
  });
  purposeOf(world, intent).failedLater();
}

function pay(world: World, intent: Intent, charge: Stripe.Charge): Confirmed {
  succeed(world, intent, charge);
  purposeOf(world, intent).paid();
  const means = meansOf(world, methodOf(world, charge));
  const afterwards = 'card' in means ? means.card.afterwards : undefined;
  if (afterwards) openDispute(world, charge, { inquiry: afterwards === 'inquiry' });
  return 'paid';
}

function methodOf(world: World, charge: Stripe.Charge): Stripe.PaymentMethod {
  const method = world.records.methods.get(charge.payment_method ?? '');
  if (!method) throw new Error(`${charge.id} has no payment method.`);
  return method;
}

function succeed(world: World, intent: Intent, charge: Stripe.Charge) {
  const { amount, currency } = charge;
  const type = charge.payment_method_details?.card ? 'charge' : 'payment';
  const fee = paymentFee(amount);
  const movement = writeMovement(world, { amount, currency, source: charge.id, type, fee });
  Object.assign(charge, {
    status: 'succeeded',
    paid: true,
    captured: true,
    amount_captured: amount,
    balance_transaction: movement.id,
  } satisfies Partial<Stripe.Charge>);
  Object.assign(intent, {
    status: 'succeeded',
    amount_received: amount,
    last_payment_error: null,
  } satisfies Partial<Intent>);
  emit(world, 'charge.succeeded', charge);
  emit(world, 'payment_intent.succeeded', intent);
}

function startDebit(world: World, intent: Intent, charge: Stripe.Charge, debit: Debit): Confirmed {
  intent.status = 'processing';
  settleLater(world, intent.id, debit.settles);
  emit(world, 'charge.pending', charge);
  emit(world, 'payment_intent.processing', intent);
  purposeOf(world, intent).underWay();
  return 'processing';
}

function askThreeDSecure(world: World, intent: Intent): Confirmed {
  intent.status = 'requires_action';
  const url = `${world.origin}/c/3ds/${intent.id}`;
  intent.next_action = { type: 'redirect_to_url', redirect_to_url: { return_url: null, url } };
  emit(world, 'payment_intent.requires_action', intent);
  return 'three_d_secure';
}

function decline(world: World, intent: Intent, charge: Stripe.Charge, why: Decline): Confirmed {
  charge.status = 'failed';
  charge.failure_code = why.code;
  charge.failure_message = why.message;
  intent.status = 'requires_payment_method';
  intent.payment_method = null;
  intent.last_payment_error = { type: 'card_error', charge: charge.id, ...why };
  emit(world, 'charge.failed', charge);
  emit(world, 'payment_intent.payment_failed', intent);
  purposeOf(world, intent).declined();
  return { declined: why };
}

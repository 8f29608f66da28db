import type Stripe from 'stripe';
import { whole } from './contract/whole.ts';
import { freshId, idOf, type Means, type World } from './world.ts';

/** One try at taking the money of an intent; nothing is decided yet. */
export function openCharge(
  world: World,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  means: Means,
): Stripe.Charge {
  const charge = whole('Charge', {
    id: freshId('card' in means ? 'ch_3' : 'py_3'),
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    billing_details: method.billing_details,
    calculated_statement_descriptor: 'STAND-IN',
    created: world.now(),
    currency: intent.currency,
    customer: idOf(intent.customer),
    description: intent.description,
    fraud_details: {},
    metadata: intent.metadata,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: detailsOf(means),
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: 'pending',
  });
  world.records.charges.set(charge.id, charge);
  return charge;
}

export function chargeOf(world: World, intent: Stripe.PaymentIntent): Stripe.Charge {
  const charge = world.records.charges.get(idOf(intent.latest_charge) ?? '');
  if (!charge) throw new Error(`There is no charge on ${intent.id}.`);
  return charge;
}

function detailsOf(means: Means) {
  if ('card' in means) {
    const { card, month, year } = means;
    return {
      type: 'card',
      card: {
        brand: card.brand,
        checks: { cvc_check: 'pass' },
        country: 'US',
        exp_month: month,
        exp_year: year,
        funding: 'credit',
        last4: card.last4,
        network: card.brand,
      },
    };
  }
  if ('transfer' in means) return { type: 'customer_balance', customer_balance: {} };
  const { type, last4, country } = means.debit;
  return type === 'sepa_debit'
    ? { type, sepa_debit: { country, last4 } }
    : { type, bacs_debit: { last4, sort_code: '108800' } };
}

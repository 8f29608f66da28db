import type Stripe from 'stripe';
import { cardOfToken } from './cards.ts';
import { whole } from './contract/whole.ts';
import { missing } from './refusal.ts';
import { freshId, type Means, type World } from './world.ts';

export type Billing = {
  name: string | null;
  email: string | null;
  country: string | null;
};

export const nobody: Billing = { name: null, email: null, country: null };

/** A payment method for what was typed or sent; what stands behind it stays with the stand-in. */
export function makeMethod(world: World, means: Means, billing: Billing): Stripe.PaymentMethod {
  const made = whole('PaymentMethod', {
    id: freshId('pm_1'),
    created: world.now(),
    billing_details: { email: billing.email, name: billing.name, address: addressOf(billing) },
    ...('card' in means ? { type: 'card', card: cardOf(means) } : otherOf(means)),
  });
  world.records.methods.set(made.id, made);
  world.records.means.set(made.id, means);
  return made;
}

/** The method with an id, or a new one for a name such as `pm_card_visa`. */
export function methodWith(world: World, id: string): Stripe.PaymentMethod {
  const card = cardOfToken(id);
  if (card) return makeMethod(world, laterCard(world, card), nobody);
  const found = world.records.methods.get(id);
  if (!found) throw missing('PaymentMethod', id, 'payment_method');
  return found;
}

export function meansOf(world: World, method: Stripe.PaymentMethod): Means {
  const found = world.records.means.get(method.id);
  if (!found) throw new Error(`Nothing stands behind ${method.id}.`);
  return found;
}

/** A card that is good for some years yet. */
export const laterCard = (
  world: World,
  card: Extract<Means, { card: unknown }>['card'],
): Means => ({
  card,
  month: 12,
  year: new Date(world.now() * 1000).getUTCFullYear() + 2,
});

export const addressOf = ({ country }: Billing) => ({
  city: null,
  country,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
});

function cardOf({ card, month, year }: Extract<Means, { card: unknown }>) {
  return {
    brand: card.brand,
    checks: { cvc_check: 'pass' },
    country: 'US',
    display_brand: card.brand,
    exp_month: month,
    exp_year: year,
    funding: 'credit',
    last4: card.last4,
  };
}

function otherOf(means: Exclude<Means, { card: unknown }>) {
  if ('transfer' in means) return { type: 'customer_balance', customer_balance: {} };
  const { debit } = means;
  return debit.type === 'sepa_debit'
    ? { type: debit.type, sepa_debit: { country: debit.country, last4: debit.last4 } }
    : { type: debit.type, bacs_debit: { last4: debit.last4, sort_code: '108800' } };
}

import type Stripe from 'stripe';
import type { Route } from '../call.ts';
import { text, type NamesOf } from '../shape.ts';
import { readRoutes } from './reading.ts';

const id = text(255);
const ofIntents = { customer: id } satisfies NamesOf<Stripe.PaymentIntentListParams>;
const ofCharges = { payment_intent: id, customer: id } satisfies NamesOf<Stripe.ChargeListParams>;
const ofMovements = {
  currency: text(3),
  source: id,
  type: text(60),
} satisfies NamesOf<Stripe.BalanceTransactionListParams>;
const ofWarnings = {
  charge: id,
  payment_intent: id,
} satisfies NamesOf<Stripe.Radar.EarlyFraudWarningListParams>;

/** What can only be read: what happens to it happens on the hosted pages and at banks. */
export const ledgerRoutes: Route[] = [
  ...readRoutes({
    path: '/payment_intents',
    kind: 'intents',
    noun: 'payment_intent',
    filters: ofIntents,
  }),
  ...readRoutes({ path: '/charges', kind: 'charges', noun: 'charge', filters: ofCharges }),
  ...readRoutes({
    path: '/balance_transactions',
    kind: 'balance',
    noun: 'balance transaction',
    filters: ofMovements,
  }),
  ...readRoutes({
    path: '/radar/early_fraud_warnings',
    kind: 'warnings',
    noun: 'early fraud warning',
    filters: ofWarnings,
  }),
];

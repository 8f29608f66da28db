import type Stripe from 'stripe';
import type { Card, Debit } from './cards.ts';
import { freshId, idOf, type CheckoutRecord, type World } from './world.ts';

export type Payer = { name: string; email: string; country: string | null };
export type Means = { card: Card; month: number; year: number } | { debit: Debit };

const unusedByIntents = {
  allowed_payment_method_types: null,
  application: null,
  application_fee_amount: null,
  automatic_payment_methods: null,
  canceled_at: null,
  cancellation_reason: null,
  customer_account: null,
  excluded_payment_method_types: null,
  managed_payments: null,
  on_behalf_of: null,
  payment_method_configuration_details: null,
  payment_method_options: {},
  payment_record: null,
  processing: null,
  receipt_email: null,
  review: null,
  setup_future_usage: null,
  shipping: null,
  source: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  transfer_group: null,
} satisfies Partial<Stripe.PaymentIntent>;

/** The intent that a session gets when somebody first confirms a payment on it. */
export function intentObject(world: World, record: CheckoutRecord): Stripe.PaymentIntent {
  const { session, intentData } = record;
  const id = freshId('pi_3');
  return {
    ...unusedByIntents,
    id,
    object: 'payment_intent',
    amount: session.amount_total ?? 0,
    amount_capturable: 0,
    amount_received: 0,
    capture_method: 'automatic_async',
    client_secret: freshId(`${id}_secret_`),
    confirmation_method: 'automatic',
    created: world.now(),
    currency: session.currency ?? '',
    customer: idOf(session.customer),
    description: intentData.description ?? null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    metadata: intentData.metadata ?? {},
    next_action: null,
    payment_method: null,
    payment_method_types: record.methods,
    status: 'requires_payment_method',
  };
}

const unusedByCharges = {
  statement_descriptor_suffix: null,
  statement_descriptor: null,
  receipt_url: null,
  receipt_number: null,
  receipt_email: null,
  failure_balance_transaction: null,
  application: null,
  application_fee: null,
  application_fee_amount: null,
  on_behalf_of: null,
  review: null,
  shipping: null,
  source: null,
  source_transfer: null,
  transfer_data: null,
  transfer_group: null,
} satisfies Partial<Stripe.Charge>;

/** One try at taking the money; `status` says how it went. */
export function chargeObject(
  world: World,
  intent: Stripe.PaymentIntent,
  means: Means,
  payer: Payer,
): Stripe.Charge {
  return {
    ...unusedByCharges,
    id: freshId('debit' in means ? 'py_3' : 'ch_3'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    balance_transaction: null,
    billing_details: billing(payer),
    calculated_statement_descriptor: 'STAND-IN',
    captured: false,
    created: world.now(),
    currency: intent.currency,
    customer: idOf(intent.customer),
    description: intent.description,
    disputed: false,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    outcome: null,
    paid: false,
    payment_intent: intent.id,
    payment_method: freshId('pm_1'),
    payment_method_details: methodDetails(means),
    refunded: false,
    status: 'pending',
  };
}

function billing(payer: Payer): Stripe.Charge.BillingDetails {
  return {
    address: addressOf(payer),
    email: payer.email,
    name: payer.name,
    phone: null,
    tax_id: null,
  };
}

export const addressOf = (payer: Payer): Stripe.Address => ({
  city: null,
  country: payer.country,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
});

function methodDetails(means: Means): Stripe.Charge.PaymentMethodDetails {
  if ('card' in means) return { type: 'card', card: cardDetails(means) };
  const shared = { fingerprint: null, last4: means.debit.last4, mandate: null };
  return means.debit.type === 'sepa_debit'
    ? {
        type: 'sepa_debit',
        sepa_debit: { ...shared, bank_code: null, branch_code: null, country: 'AT' },
      }
    : { type: 'bacs_debit', bacs_debit: { ...shared, sort_code: '108800' } };
}

function cardDetails(means: {
  card: Card;
  month: number;
  year: number;
}): Stripe.Charge.PaymentMethodDetails.Card {
  return {
    amount_authorized: null,
    authorization_code: null,
    brand: means.card.brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: 'US',
    electronic_commerce_indicator: null,
    exp_month: means.month,
    exp_year: means.year,
    funding: 'credit',
    installments: null,
    last4: means.card.last4,
    mandate: null,
    network: means.card.brand,
    network_transaction_id: null,
    regulated_status: null,
    three_d_secure: null,
    transaction_link_id: null,
    wallet: null,
  };
}

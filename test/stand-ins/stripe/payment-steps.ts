import type Stripe from 'stripe';
import type { Card, Debit } from './cards.ts';
import { emit } from './events.ts';
import { writeMovement } from './ledger.ts';
import { addressOf, intentObject, type Payer } from './payment-objects.ts';
import { freshId, idOf, type CheckoutRecord, type World } from './world.ts';

type Intent = Stripe.PaymentIntent;
export type Outcome = 'paid' | 'processing' | 'three_d_secure' | { declined: string };

export function openIntent(world: World, record: CheckoutRecord): Intent {
  const existing = world.records.intents.get(idOf(record.session.payment_intent) ?? '');
  if (existing) return existing;
  const intent = intentObject(world, record);
  world.records.intents.set(intent.id, intent);
  record.session.payment_intent = intent.id;
  emit(world, 'payment_intent.created', intent);
  return intent;
}

export function noteCustomer(world: World, record: CheckoutRecord, intent: Intent, payer: Payer) {
  const { session } = record;
  session.customer_details = {
    address: addressOf(payer),
    business_name: null,
    email: payer.email,
    individual_name: null,
    name: payer.name,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  };
  if (session.customer_creation === 'always' && !session.customer)
    session.customer = newCustomer(world, payer).id;
  intent.customer = idOf(session.customer);
}

function newCustomer(world: World, payer: Payer) {
  const customer: Stripe.Customer = {
    id: freshId('cus_', 14),
    object: 'customer',
    balance: 0,
    created: world.now(),
    default_source: null,
    description: null,
    email: payer.email,
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: {},
    name: payer.name,
    shipping: null,
  };
  world.records.customers.set(customer.id, customer);
  emit(world, 'customer.created', customer);
  return customer;
}

export function succeed(world: World, record: CheckoutRecord, charge: Stripe.Charge) {
  const intent = intentOf(world, record);
  const { amount, currency } = charge;
  charge.status = 'succeeded';
  charge.paid = true;
  charge.captured = true;
  charge.amount_captured = amount;
  const movement = { amount, currency, source: charge.id, type: 'charge' } as const;
  charge.balance_transaction = writeMovement(world, movement).id;
  world.records.charges.set(charge.id, charge);
  Object.assign(intent, {
    status: 'succeeded',
    amount_received: amount,
    latest_charge: charge.id,
    last_payment_error: null,
    processing: null,
  } satisfies Partial<Intent>);
  emit(world, 'charge.succeeded', charge);
  emit(world, 'payment_intent.succeeded', intent);
}

export function complete(world: World, record: CheckoutRecord, status: 'paid' | 'unpaid') {
  record.session.status = 'complete';
  record.session.payment_status = status;
  record.session.url = null;
  emit(world, 'checkout.session.completed', record.session);
}

export function startDebit(
  world: World,
  record: CheckoutRecord,
  charge: Stripe.Charge,
  debit: Debit,
): Outcome {
  const intent = intentOf(world, record);
  world.records.charges.set(charge.id, charge);
  intent.status = 'processing';
  intent.latest_charge = charge.id;
  const dueAt = world.debitSeconds === null ? null : world.now() + world.debitSeconds;
  world.records.settlements.set(intent.id, { dueAt, outcome: debit.settles });
  emit(world, 'charge.pending', charge);
  emit(world, 'payment_intent.processing', intent);
  complete(world, record, 'unpaid');
  return 'processing';
}

export function askThreeDSecure(world: World, intent: Intent, charge: Stripe.Charge): Outcome {
  world.records.charges.set(charge.id, charge);
  intent.latest_charge = charge.id;
  intent.status = 'requires_action';
  const url = `${world.origin}/c/3ds/${intent.id}`;
  intent.next_action = { type: 'redirect_to_url', redirect_to_url: { return_url: null, url } };
  emit(world, 'payment_intent.requires_action', intent);
  return 'three_d_secure';
}

export function decline(
  world: World,
  intent: Intent,
  charge: Stripe.Charge,
  why: NonNullable<Card['decline']>,
): Outcome {
  charge.status = 'failed';
  charge.failure_code = why.code;
  charge.failure_message = why.message;
  world.records.charges.set(charge.id, charge);
  intent.status = 'requires_payment_method';
  intent.latest_charge = charge.id;
  intent.last_payment_error = { type: 'card_error', charge: charge.id, ...why };
  emit(world, 'charge.failed', charge);
  emit(world, 'payment_intent.payment_failed', intent);
  return { declined: why.message };
}

const absent = (what: string) => new Error(`The session has no ${what} yet.`);

export function intentOf(world: World, record: CheckoutRecord) {
  const intent = world.records.intents.get(idOf(record.session.payment_intent) ?? '');
  if (!intent) throw absent('payment intent');
  return intent;
}

export function chargeOf(world: World, intent: Intent) {
  const charge = world.records.charges.get(idOf(intent.latest_charge) ?? '');
  if (!charge) throw absent('charge');
  return charge;
}

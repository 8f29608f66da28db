import type Stripe from 'stripe';
import type { Call, Route } from '../call.ts';
import { cardOf, cardOfToken, debitOf } from '../cards.ts';
import { emit } from '../events.ts';
import { intentForPayer } from '../checkout.ts';
import { openIntent } from '../intents.ts';
import { laterCard, makeMethod, methodWith, nobody } from '../methods.ts';
import { checkCurrency, checkTotal } from '../money.ts';
import { confirmPayment, type Confirmed } from '../payments.ts';
import { bad, missing, Refusal } from '../refusal.ts';
import {
  email,
  expandOnly,
  flag,
  integer,
  list,
  metadata,
  object,
  oneOf,
  text,
  type NamesOf,
} from '../shape.ts';
import type { Means, World } from '../world.ts';
import { sessionOf } from './checkout-sessions.ts';
import { customerWith } from './customers.ts';

const intentParams = object(
  {
    amount: integer(1, 99_999_999_999),
    currency: text(3),
    confirm: flag,
    customer: text(255),
    description: text(1000),
    metadata,
    payment_method: text(255),
    receipt_email: email,
    automatic_payment_methods: object({ enabled: flag, allow_redirects: oneOf('always', 'never') }),
    expand: list(text(200)),
  } satisfies NamesOf<Stripe.PaymentIntentCreateParams>,
  ['amount', 'currency'],
);
const address = object({
  city: text(),
  country: text(2),
  line1: text(),
  line2: text(),
  postal_code: text(20),
  state: text(),
});
const methodParams = object(
  {
    type: oneOf('card', 'sepa_debit', 'bacs_debit'),
    card: object({
      token: text(100),
      number: text(30),
      exp_month: integer(1, 12),
      exp_year: integer(2000, 2100),
      cvc: text(4),
    }),
    sepa_debit: object({ iban: text(40) }, ['iban']),
    bacs_debit: object({ sort_code: text(10), account_number: text(20) }),
    billing_details: object({ name: text(), email, phone: text(), address }),
    metadata,
    expand: list(text(200)),
  } satisfies NamesOf<Stripe.PaymentMethodCreateParams>,
  ['type'],
);
const attachParams = object({ customer: text(255), expand: list(text(200)) }, ['customer']);
const confirmParams = object(
  { payment_method: text(255), expected_amount: integer(0, 99_999_999) },
  ['payment_method'],
);

/** Paying by calls alone, as the official command line tool does; people pay on the hosted pages. */
export const paymentRoutes: Route[] = [
  { method: 'POST', path: '/payment_intents', answer: createIntent },
  { method: 'POST', path: '/payment_methods', answer: createMethod },
  { method: 'GET', path: '/payment_methods/:id', answer: retrieveMethod },
  { method: 'POST', path: '/payment_methods/:id/attach', answer: attach },
  { method: 'GET', path: '/payment_pages/:id', answer: retrievePage },
  { method: 'POST', path: '/payment_pages/:id/confirm', answer: confirmPage },
];

function createIntent({ world, params }: Call) {
  const asked = intentParams(params, '');
  checkCurrency(asked.currency, 'currency');
  checkTotal(asked.amount, asked.currency, 'amount');
  if (asked.customer) customerWith(world, asked.customer);
  const method = asked.payment_method ? methodWith(world, asked.payment_method) : null;
  if (asked.confirm && !method)
    throw bad('A payment method is needed to confirm.', 'parameter_missing', 'payment_method');
  const intent = openIntent(world, {
    amount: asked.amount,
    currency: asked.currency,
    customer: asked.customer ?? null,
    methods: ['card'],
    description: asked.description ?? null,
    metadata: asked.metadata ?? {},
    receiptEmail: asked.receipt_email ?? null,
  });
  if (asked.automatic_payment_methods)
    intent.automatic_payment_methods = { enabled: true, ...asked.automatic_payment_methods };
  if (asked.confirm && method) orDeclined(confirmPayment(world, intent, method));
  return intent;
}

/** A declined card is an error of the call, not an answer of it. */
function orDeclined(outcome: Confirmed) {
  if (typeof outcome !== 'object') return;
  const { message, ...why } = outcome.declined;
  throw new Refusal(402, message, { type: 'card_error', ...why });
}

function createMethod({ world, params }: Call) {
  const asked = methodParams(params, '');
  const { name, email: mail, address: at } = asked.billing_details ?? {};
  const billing = { name: name ?? null, email: mail ?? null, country: at?.country ?? null };
  return makeMethod(world, meansIn(world, asked), billing);
}

function meansIn(world: World, asked: ReturnType<typeof methodParams>): Means {
  const { card: typed, sepa_debit: sepa, bacs_debit: bacs } = asked;
  if (asked.type === 'card') {
    const card = cardOfToken(typed?.token ?? '') ?? cardOf(typed?.number ?? '');
    if (!card)
      throw new Refusal(402, 'This is no public test card.', {
        type: 'card_error',
        code: 'incorrect_number',
      });
    const { exp_month: month, exp_year: year } = typed ?? {};
    return month && year ? { card, month, year } : laterCard(world, card);
  }
  const debit = debitOf(sepa?.iban ?? `${bacs?.sort_code ?? ''}${bacs?.account_number ?? ''}`);
  if (debit?.type !== asked.type)
    throw bad('This is no public test account.', 'account_number_invalid', asked.type);
  return { debit };
}

function retrieveMethod({ world, id, params }: Call) {
  expandOnly(params, '');
  const found = world.records.methods.get(id);
  if (!found) throw missing('PaymentMethod', id);
  return found;
}

function attach({ world, id, params }: Call) {
  const { customer } = attachParams(params, '');
  const method = methodWith(world, id);
  method.customer = customerWith(world, customer).id;
  emit(world, 'payment_method.attached', method);
  return method;
}

/** What the tool is told of a hosted page. */
function retrievePage({ world, id, params }: Call) {
  expandOnly(params, '');
  const { session } = sessionOf(world, id);
  return { id: session.id, object: 'payment_page', session_id: session.id, livemode: false };
}

function confirmPage({ world, id, params }: Call) {
  const asked = confirmParams(params, '');
  const record = sessionOf(world, id);
  const { session } = record;
  if (session.status !== 'open') throw bad(`This session is ${String(session.status)}.`);
  const method = methodWith(world, asked.payment_method);
  if (!session.payment_method_types.includes(method.type))
    throw bad(`This session does not take ${method.type}.`, undefined, 'payment_method');
  const intent = intentForPayer(world, record, payerOf(method));
  if ((asked.expected_amount ?? intent.amount) !== intent.amount)
    throw bad('The total has changed.', undefined, 'expected_amount');
  orDeclined(confirmPayment(world, intent, method));
  return { id: session.id, object: 'payment_page', session_id: session.id, livemode: false };
}

const payerOf = ({
  billing_details: { name, email: mail, address: at },
}: Stripe.PaymentMethod) => ({
  ...nobody,
  name: name ?? 'Pat Payer',
  email: mail ?? 'payer@example.org',
  country: at?.country ?? null,
  businessName: null,
  taxId: null,
});

import type Stripe from 'stripe';
import type { CheckoutSession, StripeEvent } from '../../platform/context.ts';
import { fromChargeUnits } from '../rules/charge-units.ts';
import { CheckoutFailure } from '../rules/failure.ts';

type Session = Stripe.Checkout.Session;

/**
 * A session out of an answer. The SDK also hands over answers of machines in between (a 404 or 502
 * whose JSON has no `error`), so kind and id are checked, and the mode against that of our key.
 */
export function readSession(answer: unknown, liveMoney: boolean): CheckoutSession {
  if (!isSession(answer)) throw new CheckoutFailure('ambiguous', 'not_a_session');
  if (answer.livemode !== liveMoney) throw new CheckoutFailure('config', 'other_mode');
  const intent = wholeIntent(answer);
  const charge = wholeCharge(intent);
  const currency = (answer.currency ?? '').toUpperCase();
  const ours = (units: number): number => fromChargeUnits(units, currency);
  return {
    id: answer.id,
    url: answer.url,
    status: statusOf(answer),
    paymentStatus: paymentStatusOf(answer),
    amountTotal: ours(answer.amount_total ?? 0),
    currency,
    paymentIntent: idOf(answer.payment_intent),
    intentStatus: intent?.status ?? null,
    amountReceived: ours(intent?.amount_received ?? 0),
    amountRefunded: ours(charge?.amount_refunded ?? 0),
    chargeId: idOf(intent?.latest_charge ?? null),
    liveMoney: answer.livemode,
    expiresAt: new Date(answer.expires_at * 1000),
    metadata: answer.metadata ?? {},
  };
}

/** An event, of which only kind and object count: what happened is read anew. */
export function readEvent(answer: unknown): StripeEvent {
  if (!isEvent(answer)) throw new CheckoutFailure('refused', 'not_an_event');
  const { id, type, created, livemode, data } = answer;
  const createdAt = new Date(created * 1000);
  return { id, type, objectId: data.object.id, createdAt, liveMoney: livemode, payload: answer };
}

function isSession(answer: unknown): answer is Session {
  return hasFields(answer, { object: 'checkout.session' }) && isText(answer, 'id', /^cs_\w+$/);
}

interface EventShape {
  id: string;
  type: string;
  created: number;
  livemode: boolean;
  data: { object: { id: string } };
}

function isEvent(answer: unknown): answer is EventShape {
  if (!hasFields(answer, { object: 'event' }) || !isText(answer, 'id', /^evt_\w+$/)) return false;
  const data = Reflect.get(answer, 'data') as unknown;
  if (!hasFields(data, {})) return false;
  return (
    isText(answer, 'type', /^[\w.]+$/) &&
    typeof Reflect.get(answer, 'created') === 'number' &&
    typeof Reflect.get(answer, 'livemode') === 'boolean' &&
    isText(Reflect.get(data, 'object'), 'id', /^\w+$/)
  );
}

function hasFields(answer: unknown, fields: Record<string, string>): answer is object {
  if (typeof answer !== 'object' || answer === null) return false;
  return Object.entries(fields).every(([name, value]) => Reflect.get(answer, name) === value);
}

function isText(answer: unknown, name: string, shape: RegExp): boolean {
  if (typeof answer !== 'object' || answer === null) return false;
  const value: unknown = Reflect.get(answer, name);
  return typeof value === 'string' && shape.test(value);
}

function wholeIntent({ payment_intent: intent }: Session): Stripe.PaymentIntent | null {
  return typeof intent === 'object' ? intent : null;
}

function wholeCharge(intent: Stripe.PaymentIntent | null): Stripe.Charge | null {
  const charge = intent?.latest_charge ?? null;
  return typeof charge === 'object' ? charge : null;
}

const idOf = (field: string | { id: string } | null): string | null =>
  typeof field === 'string' ? field : (field?.id ?? null);

const statuses = ['open', 'complete', 'expired'] as const;
const paymentStatuses = ['paid', 'unpaid', 'no_payment_required'] as const;

// The service may add states; an unknown one must not be taken for a known one.
function statusOf({ status }: Session): CheckoutSession['status'] {
  const known = statuses.find((each) => each === status);
  if (known === undefined) throw new CheckoutFailure('config', 'unknown_status');
  return known;
}

function paymentStatusOf({ payment_status: status }: Session): CheckoutSession['paymentStatus'] {
  const known = paymentStatuses.find((each) => each === status);
  if (known === undefined) throw new CheckoutFailure('config', 'unknown_payment_status');
  return known;
}

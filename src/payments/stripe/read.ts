import type Stripe from 'stripe';
import type { CheckoutSession } from '../../platform/payment-service.ts';
import { fromChargeUnits } from '../rules/charge-units.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import { idOf, isObject } from './shapes.ts';

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

function isSession(answer: unknown): answer is Session {
  return isObject(answer, 'checkout.session', /^cs_\w+$/u);
}

function wholeIntent({ payment_intent: intent }: Session): Stripe.PaymentIntent | null {
  return typeof intent === 'object' ? intent : null;
}

function wholeCharge(intent: Stripe.PaymentIntent | null): Stripe.Charge | null {
  const charge = intent?.latest_charge ?? null;
  return typeof charge === 'object' ? charge : null;
}

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

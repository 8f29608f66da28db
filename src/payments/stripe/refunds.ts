import type Stripe from 'stripe';
import type { RefundCalls, RefundThere } from '../../platform/payment-service.ts';
import { fromChargeUnits } from '../rules/charge-units.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import { reading, writing } from './failures.ts';
import { all, createdSince } from './lists.ts';
import { idOf, isObject } from './shapes.ts';

// The intent carries our metadata also where the refund was made without us.
const page = { limit: 100, expand: ['data.payment_intent'] };

/** The calls that give money back and read what was given back. */
export function refundCalls({ refunds, charges }: Stripe): RefundCalls {
  return {
    createRefund: (params, idempotencyKey) =>
      writing(async () => readRefund(await refunds.create(params, { idempotencyKey }))),
    refundsOf: (intent) =>
      reading(() => all(refunds.list({ ...page, payment_intent: intent }), readRefund)),
    refundsSince: (since) =>
      reading(() => all(refunds.list({ ...page, ...createdSince(since) }), readRefund)),
    intentOfRefund: (id) =>
      reading(async () => readRefund(await refunds.retrieve(id)).paymentIntent),
    intentOfCharge: (id) => reading(async () => intentOfCharge(await charges.retrieve(id))),
  };
}

function intentOfCharge(answer: unknown): string | null {
  if (!isObject(answer, 'charge', /^(?:ch|py)_\w+$/u))
    throw new CheckoutFailure('ambiguous', 'not_a_charge');
  return idOf(answer['payment_intent']);
}

/** A refund of which kind and id are as they must be; it has no mode of its own, the key decides that. */
function readRefund(answer: unknown): RefundThere {
  if (!isRefund(answer)) throw new CheckoutFailure('ambiguous', 'not_a_refund');
  const { id, amount, status, payment_intent: intent, metadata, failure_reason: failure } = answer;
  const currency = answer.currency.toUpperCase();
  return {
    id,
    amount: fromChargeUnits(amount, currency),
    currency,
    state: stateOf(status),
    paymentIntent: idOf(intent),
    portal: metadata?.['portal'] ?? portalOf(intent),
    refundId: metadata?.['refund_id'] ?? null,
    failure: failure ?? null,
    createdAt: new Date(answer.created * 1000),
  };
}

function isRefund(answer: unknown): answer is Stripe.Refund {
  return (
    isObject(answer, 'refund', /^(?:re|pyr)_\w+$/u) &&
    Number.isSafeInteger(answer['amount']) &&
    typeof answer['currency'] === 'string'
  );
}

const portalOf = (intent: Stripe.Refund['payment_intent']): string | null =>
  typeof intent === 'object' ? (intent?.metadata['portal'] ?? null) : null;

// What we do not know is on its way until it is something that we know.
function stateOf(status: string | null): RefundThere['state'] {
  if (status === 'succeeded' || status === 'failed' || status === 'canceled') return status;
  return 'pending';
}

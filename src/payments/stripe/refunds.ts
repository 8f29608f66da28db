import type Stripe from 'stripe';
import type { Checkout, RefundThere } from '../../platform/context.ts';
import { fromChargeUnits } from '../rules/charge-units.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import { reading, writing } from './failures.ts';
import { all, createdSince } from './lists.ts';

// The intent carries our metadata also where the refund was made without us.
const page = { limit: 100, expand: ['data.payment_intent'] };

/** The calls that give money back and read what was given back. */
export function refundCalls({
  refunds,
}: Stripe): Pick<Checkout, 'createRefund' | 'refundsOf' | 'refundsSince'> {
  return {
    createRefund: (params, idempotencyKey) =>
      writing(async () => readRefund(await refunds.create(params, { idempotencyKey }))),
    refundsOf: (intent) =>
      reading(() => all(refunds.list({ ...page, payment_intent: intent }), readRefund)),
    refundsSince: (since) =>
      reading(() => all(refunds.list({ ...page, ...createdSince(since) }), readRefund)),
  };
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
    paymentIntent: typeof intent === 'string' ? intent : (intent?.id ?? null),
    portal: metadata?.['portal'] ?? portalOf(intent),
    refundId: metadata?.['refund_id'] ?? null,
    failure: failure ?? null,
    createdAt: new Date(answer.created * 1000),
  };
}

function isRefund(answer: unknown): answer is Stripe.Refund {
  if (typeof answer !== 'object' || answer === null) return false;
  const field = (name: string): unknown => Reflect.get(answer, name);
  const id = field('id');
  return (
    field('object') === 'refund' &&
    typeof id === 'string' &&
    /^(?:re|pyr)_\w+$/u.test(id) &&
    Number.isSafeInteger(field('amount')) &&
    typeof field('currency') === 'string'
  );
}

const portalOf = (intent: Stripe.Refund['payment_intent']): string | null =>
  typeof intent === 'object' ? (intent?.metadata['portal'] ?? null) : null;

// What we do not know is on its way until it is something that we know.
function stateOf(status: string | null): RefundThere['state'] {
  if (status === 'succeeded' || status === 'failed' || status === 'canceled') return status;
  return 'pending';
}

import { savedFault } from './attempt.ts';
import { chargeUnits } from './charge-units.ts';
import { stripeReason, type RefundReason } from './refund-reasons.ts';

/** Money on its way back: asked for at the desk, taken by the bank, arrived; or not, at once or days later. */
export type RefundState = 'requested' | 'pending' | 'succeeded' | 'failed' | 'canceled';

/** Which states may follow which; a bank can refuse what had succeeded. Nothing follows an end. */
const refundLife: Record<RefundState, readonly RefundState[]> = {
  requested: ['pending', 'succeeded', 'failed', 'canceled'],
  pending: ['succeeded', 'failed', 'canceled'],
  succeeded: ['failed'],
  failed: [],
  canceled: [],
};

export function mayRefundFollow(from: RefundState, to: RefundState): boolean {
  return refundLife[from].includes(to);
}

interface Counted {
  state: RefundState;
  amount: number;
}

const sumOf = (refunds: readonly Counted[], states: readonly RefundState[]): number =>
  refunds
    .filter(({ state }) => states.includes(state))
    .reduce((sum, { amount }) => sum + amount, 0);

/** What was given back, in minor units. */
export function givenBack(refunds: readonly Counted[]): number {
  return sumOf(refunds, ['succeeded']);
}

/**
 * What can still be given back of a payment: what is asked for and on its way counts as gone, and so does what banks
 * have taken back. Never below 0.
 */
export function leftOf(
  payment: { amount: number },
  refunds: readonly Counted[],
  takenBack: number,
): number {
  const given = sumOf(refunds, ['requested', 'pending', 'succeeded']);
  return Math.max(payment.amount - given - takenBack, 0);
}

export type RefundStep = 'create' | 'search' | 'wait';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/**
 * What to do with a refund that was asked for and not heard of: repeat the call with its key, or look for it at the
 * payment service, because the key holds a failure or is forgotten after 24 hours. A failure may still have had its
 * effect, so a minute is waited before it is looked for.
 */
export function refundStep(
  { error, keyedAt, changedAt }: { error: string | null; keyedAt: Date; changedAt: Date },
  now: Date,
): RefundStep {
  if (error === savedFault)
    return now.getTime() - changedAt.getTime() < minuteMs ? 'wait' : 'search';
  return now.getTime() - keyedAt.getTime() > 23 * hourMs ? 'search' : 'create';
}

/** What the payment service is asked for. */
export interface RefundAsked {
  portal: string;
  refundId: string;
  paymentIntent: string;
  /** Minor units and upper-case ISO 4217 code. */
  amount: number;
  currency: string;
  reason: RefundReason;
}

/** The parameters of the call: they are frozen with the refund and sent again word for word. */
export function refundParams(asked: RefundAsked): object {
  return {
    payment_intent: asked.paymentIntent,
    amount: chargeUnits(asked),
    reason: stripeReason(asked.reason),
    metadata: { portal: asked.portal, refund_id: asked.refundId },
  };
}

/** The mark on a refund that our key may not make. */
export const keyRefused = 'key_refused';

/** Why a refund was not made, as English texts to translate; the service's code stands beside them. */
const refusals: Record<string, string> = {
  [keyRefused]:
    'The Stripe key may not give money back. Give it the right “Charges and Refunds: write”, or do it at Stripe.',
  charge_disputed:
    'The payer disputes this payment with the bank. Nothing can be given back until that is decided.',
  charge_already_refunded: 'All of it was given back already.',
  insufficient_funds:
    'The balance at Stripe is too small. Add to it there, or wait for the next payments.',
  balance_insufficient:
    'The balance at Stripe is too small. Add to it there, or wait for the next payments.',
  expired_or_canceled_card:
    'The card has expired or was cancelled. Ask the payer for a bank account and give it back by transfer.',
  lost_or_stolen_card:
    'The card was lost or stolen. Ask the payer for a bank account and give it back by transfer.',
};

/** The words of a failed refund's code. */
export function refundRefusal(code: string | null): string {
  const known = code !== null && Object.hasOwn(refusals, code) ? refusals[code] : undefined;
  if (known !== undefined) return known;
  return 'Stripe refused it. Look at the payment there.';
}

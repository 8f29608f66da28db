import type { CheckoutSession } from '../../platform/payment-service.ts';
import type { RequestState } from '../../requests/rules/life.ts';

/** Why money counts for nothing yet; stored, and shown to staff in words. */
type HeldReason =
  | 'already_paid'
  | 'request_ended'
  | 'offer_replaced'
  | 'amount_differs'
  | 'currency_differs'
  | 'rights_refused'
  | 'unknown_attempt';

/** Money that has arrived, in minor units: what was asked for over there, and what was received. */
export interface Arrival {
  currency: string;
  asked: number;
  received: number;
}

/** What stands in the database beside the money that is judged; sums in minor units. */
export interface Standing {
  attempt: { offerId: string; amount: number; currency: string };
  /**
   * `refused`: one of its articles may not be licensed at the moment the money is heard of. `onTerms`: it was licensed
   * before the payment, and its invoice is still owed.
   */
  request: { state: RequestState; isPaid: boolean; refused: boolean; onTerms: boolean };
  /** The offer in force, if there is one. */
  offer: { id: string; total: number; currency: string } | null;
}

export type SessionVerdict = 'open' | 'expired' | 'processing' | 'failed' | 'paid';
export type PaymentVerdict =
  | { kind: 'primary' }
  | { kind: 'duplicate'; why: 'already_paid' }
  | { kind: 'orphan'; why: Exclude<HeldReason, 'already_paid'> };

/**
 * Where a session stands. Only a finished session with a succeeded charge counts as paid: "complete"
 * alone also means a debit that the bank has not answered, or one that it refused in the end.
 */
export function sessionVerdict(session: CheckoutSession): SessionVerdict {
  if (session.status === 'open') return 'open';
  if (session.intentStatus === 'succeeded') return 'paid';
  if (session.status === 'expired') return 'expired';
  if (session.paymentStatus === 'paid' || session.intentStatus === 'processing')
    return 'processing';
  return 'failed';
}

/**
 * What money that has arrived is worth: it grants only when it is the first, for a request that waits
 * for it, for the offer in force, to the penny, and while its articles may be licensed. What was licensed before the
 * payment is owed whatever became of its articles. Everything else is held for staff.
 */
export function judge(arrival: Arrival, { attempt, request, offer }: Standing): PaymentVerdict {
  if (request.isPaid) return { kind: 'duplicate', why: 'already_paid' };
  if (request.state === 'offered') return { kind: 'orphan', why: 'offer_replaced' };
  const owed = request.state === 'granted' && request.onTerms;
  if (request.state !== 'accepted' && !owed) return { kind: 'orphan', why: 'request_ended' };
  if (offer === null || offer.id !== attempt.offerId)
    return { kind: 'orphan', why: 'offer_replaced' };
  const currencies = [arrival.currency, attempt.currency];
  if (currencies.some((currency) => currency !== offer.currency))
    return { kind: 'orphan', why: 'currency_differs' };
  const amounts = [arrival.asked, arrival.received, attempt.amount];
  if (amounts.some((amount) => amount !== offer.total))
    return { kind: 'orphan', why: 'amount_differs' };
  return request.refused && !owed ? { kind: 'orphan', why: 'rights_refused' } : { kind: 'primary' };
}

/** Why money is held, as English texts to translate. */
const heldWords: Record<HeldReason, string> = {
  already_paid: 'The request was paid already.',
  request_ended: 'The request had ended before the money arrived.',
  offer_replaced: 'It was paid for an offer that another one has replaced.',
  amount_differs: 'The sum is not the one that was offered.',
  currency_differs: 'The currency is not the one that was offered.',
  rights_refused: 'The article may no longer be licensed.',
  unknown_attempt: 'No payment of this portal is known for it.',
};

/** The words of a stored reason. */
export function heldText(why: string): string {
  return Object.hasOwn(heldWords, why) ? heldWords[why as HeldReason] : why;
}

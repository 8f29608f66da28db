import type { RequestState } from '../../requests/rules/life.ts';
import type { AttemptState } from './attempt.ts';

/** What the pay page says and offers. */
export type PayState =
  | 'due'
  | 'checking'
  | 'waiting'
  | 'paid'
  | 'refunded'
  | 'not_accepted'
  | 'offer_ended'
  | 'refused'
  | 'closed';

export interface PayFacts {
  request: RequestState;
  isPaid: boolean;
  /** All of it was given back. */
  isRefunded: boolean;
  /** The newest attempt, if there was one. */
  attempt: AttemptState | null;
  offerEnds: Date | null;
  /** One of the articles may not be licensed as things stand. */
  refused: boolean;
  /** The payer was just sent back by the payment service. */
  returned: boolean;
}

/** Whether there is something to pay, somebody's answer is awaited, or nothing is left to do. */
export function payState(facts: PayFacts, now: Date): PayState {
  if (facts.isPaid) return facts.isRefunded ? 'refunded' : 'paid';
  if (facts.request === 'offered') return 'not_accepted';
  if (facts.request !== 'accepted') return 'closed';
  if (facts.attempt === 'processing') return 'waiting';
  // A page that was failed or expired by the bank may be paid anew, returned or not.
  const unheard = facts.attempt === 'open' || facts.attempt === 'creating';
  if (facts.returned && unheard) return 'checking';
  if (facts.refused) return 'refused';
  return facts.offerEnds !== null && facts.offerEnds > now ? 'due' : 'offer_ended';
}

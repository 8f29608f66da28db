import type { RequestState } from '../../requests/rules/life.ts';
import type { AttemptState } from './attempt.ts';
import type { InvoiceState } from './invoice.ts';

/** What the pay page says and offers. */
export type PayState =
  | 'due'
  | 'checking'
  | 'waiting'
  | 'invoice_coming'
  | 'invoiced'
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
  /** The invoice that is owed, or about to be. */
  invoice: InvoiceState | null;
  /** The payer was just sent back by the payment service. */
  returned: boolean;
}

/** Whether there is something to pay, somebody's answer is awaited, or nothing is left to do. */
export function payState(facts: PayFacts, now: Date): PayState {
  if (facts.isPaid) return facts.isRefunded ? 'refunded' : 'paid';
  if (facts.request === 'offered') return 'not_accepted';
  // What was licensed before the payment is owed whatever became of its articles.
  if (facts.request === 'granted' && facts.invoice !== null) return 'invoiced';
  if (facts.request !== 'accepted') return 'closed';
  if (facts.attempt === 'processing') return 'waiting';
  if (facts.invoice !== null) return invoiceState(facts, facts.invoice);
  // A page that was failed or expired by the bank may be paid anew, returned or not.
  const unheard = facts.attempt === 'open' || facts.attempt === 'creating';
  if (facts.returned && unheard) return 'checking';
  if (facts.refused) return 'refused';
  return facts.offerEnds !== null && facts.offerEnds > now ? 'due' : 'offer_ended';
}

function invoiceState({ refused }: PayFacts, invoice: InvoiceState): PayState {
  if (refused) return 'refused';
  return invoice === 'draft' ? 'invoice_coming' : 'invoiced';
}

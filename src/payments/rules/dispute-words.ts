import type { DisputeState } from './dispute.ts';

/** Why the payer's bank calls a payment back: Stripe's reasons in words, as English texts to translate. */
const reasons: Record<string, string> = {
  bank_cannot_process: 'The bank could not process it',
  check_returned: 'The cheque was returned',
  credit_not_processed: 'A refund was promised and did not come',
  customer_initiated: 'The payer asked the bank for the money',
  debit_not_authorized: 'The debit was not authorised',
  duplicate: 'It was charged twice',
  fraudulent: 'The cardholder says: this was not me (fraud)',
  general: 'No particular reason',
  incorrect_account_details: 'The details of the account were wrong',
  insufficient_funds: 'The account did not hold enough',
  noncompliant: 'A rule of the card network was not kept',
  product_not_received: 'The payer says that nothing was delivered',
  product_unacceptable: 'The payer says that it is not as described',
  subscription_canceled: 'The payer says that it had been cancelled',
  unrecognized: 'The payer does not recognise the charge',
};

/** The words of a stored reason; one that is new at Stripe stands as it is. */
export function disputeReasonText(code: string): string {
  return Object.hasOwn(reasons, code) ? (reasons[code] ?? code) : code;
}

/** A state as the desk shows it, and the kind of its mark. */
export const disputeStateWords: Record<
  DisputeState,
  { text: string; kind: 'warning' | 'bad' | 'good' | 'plain' }
> = {
  warning: { text: 'The bank asks', kind: 'warning' },
  needs_response: { text: 'Disputed', kind: 'bad' },
  under_review: { text: 'Disputed, answered', kind: 'warning' },
  won: { text: 'Dispute won', kind: 'good' },
  lost: { text: 'Dispute lost', kind: 'bad' },
  warning_closed: { text: 'Question closed', kind: 'good' },
  prevented: { text: 'Dispute prevented', kind: 'good' },
};

const dayMs = 86_400_000;

/** How long there is for an answer: whole days that are left, rounded down, and whether they are few or over. */
export function timeToAnswer(
  evidenceBy: Date | null,
  now: Date,
): { days: number; mark: 'late' | 'soon' | 'plain' } | null {
  if (evidenceBy === null) return null;
  const leftMs = evidenceBy.getTime() - now.getTime();
  const days = Math.max(Math.floor(leftMs / dayMs), 0);
  if (leftMs < 0) return { days, mark: 'late' };
  return { days, mark: leftMs <= 3 * dayMs ? 'soon' : 'plain' };
}

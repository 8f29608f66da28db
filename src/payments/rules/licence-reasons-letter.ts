/** Why what was licensed may not be used, or may be used again. */
export type LicenceWhy =
  | 'dispute'
  | 'dispute_over'
  | 'dispute_lost'
  | 'appeal_won'
  | 'invoice_overdue'
  | 'invoice_paid'
  | 'invoice_cancelled'
  | 'invoice_written_off';

const sentences: Record<LicenceWhy, string> = {
  dispute: 'The payment is disputed at the bank of the card or account that paid.',
  dispute_over: 'The bank has ended the dispute about the payment in our favour.',
  dispute_lost: 'The bank has taken the payment back.',
  appeal_won: 'The bank has returned the payment to us after all.',
  invoice_overdue: 'The invoice has not been paid, and the day by which it was due is over.',
  invoice_paid: 'The invoice has been paid.',
  invoice_cancelled: 'The invoice has been cancelled, so the licence is not paid for.',
  invoice_written_off: 'The invoice was not paid, and we no longer wait for it.',
};

/** The sentence of a letter to the republisher. */
export const licenceReasonLetter = (why: LicenceWhy): string => sentences[why];

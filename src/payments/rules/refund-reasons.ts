/** Why money is given back, as staff choose it. */
export const refundReasonCodes = [
  'unused',
  'mistake',
  'article_changed',
  'price',
  'goodwill',
  'duplicate',
  'not_kept',
  'fraud',
  'other',
] as const;
export type RefundReason = (typeof refundReasonCodes)[number];

const words: Record<RefundReason | 'at_stripe', string> = {
  unused: 'The licence was given back unused',
  mistake: 'A mistake in the licence or the bill',
  article_changed: 'The article was withdrawn or changed',
  price: 'A lower price was agreed',
  goodwill: 'Goodwill',
  duplicate: 'It was paid twice',
  not_kept: 'The payment could not be used',
  fraud: 'The card was used without its owner’s consent',
  other: 'Another reason',
  at_stripe: 'Given back at Stripe',
};

/** The words of a stored reason for the desk; `at_stripe` is what was done over there without us. */
export function refundReasonText(code: string): string {
  return Object.hasOwn(words, code) ? words[code as RefundReason] : code;
}

/** The nearest of the three reasons that the payment service knows; "fraudulent" also blocks the card there. */
export function stripeReason(code: RefundReason): string {
  if (code === 'duplicate') return 'duplicate';
  return code === 'fraud' ? 'fraudulent' : 'requested_by_customer';
}

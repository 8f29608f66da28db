/** The public test numbers that this stand-in takes; every other number is refused. */
export type Card = {
  last4: string;
  brand: 'visa' | 'mastercard';
  answer: 'succeeds' | 'declined' | 'three_d_secure';
  decline?: Decline;
  refund: 'succeeds' | 'fails_later' | 'pending';
  /** What the holder's bank does right after the payment. */
  afterwards?: 'dispute' | 'inquiry';
};
export type Decline = { code: string; decline_code?: string; message: string };

const visa = { brand: 'visa', answer: 'succeeds', refund: 'succeeds' } as const;

const declined = (last4: string, decline: Decline): Card => ({
  ...visa,
  last4,
  answer: 'declined',
  decline,
});

const cards: Record<string, Card> = {
  '4242424242424242': { ...visa, last4: '4242' },
  '5555555555554444': { ...visa, brand: 'mastercard', last4: '4444' },
  '4000002760003184': { ...visa, last4: '3184', answer: 'three_d_secure' },
  '4000000000000259': { ...visa, last4: '0259', afterwards: 'dispute' },
  '4000000000001976': { ...visa, last4: '1976', afterwards: 'inquiry' },
  '4000000000005126': { ...visa, last4: '5126', refund: 'fails_later' },
  '4000000000007726': { ...visa, last4: '7726', refund: 'pending' },
  '4000000000000002': declined('0002', {
    code: 'card_declined',
    decline_code: 'generic_decline',
    message: 'The card was declined.',
  }),
  '4000000000009995': declined('9995', {
    code: 'card_declined',
    decline_code: 'insufficient_funds',
    message: 'The card has insufficient funds.',
  }),
  '4000000000000341': declined('0341', {
    code: 'card_declined',
    decline_code: 'generic_decline',
    message: 'The card was declined.',
  }),
  '4000000000000069': declined('0069', { code: 'expired_card', message: 'The card has expired.' }),
};

/** Names under which the API knows some of these cards, so that no number has to be sent. */
const tokens: Record<string, string> = {
  visa: '4242424242424242',
  mastercard: '5555555555554444',
  authenticationRequired: '4000002760003184',
  createDispute: '4000000000000259',
  createDisputeInquiry: '4000000000001976',
  refundFail: '4000000000005126',
  pendingRefund: '4000000000007726',
  chargeDeclined: '4000000000000002',
  visa_chargeDeclined: '4000000000000002',
  chargeCustomerFail: '4000000000000341',
  chargeDeclinedInsufficientFunds: '4000000000009995',
  chargeDeclinedExpiredCard: '4000000000000069',
};

export const cardOf = (number: string): Card | undefined => cards[number.replace(/[ -]/g, '')];

/** The card behind `pm_card_visa` or `tok_visa`. */
export const cardOfToken = (token: string): Card | undefined =>
  cards[tokens[token.replace(/^(pm_card|tok)_/, '')] ?? ''];

/** Test bank accounts of the delayed debit that each currency has. */
export type Debit = {
  type: 'sepa_debit' | 'bacs_debit';
  last4: string;
  country: string;
  settles: 'succeed' | 'fail';
};

const sepa = { type: 'sepa_debit', country: 'AT' } as const;
const bacs = { type: 'bacs_debit', country: 'GB' } as const;

const accounts: Record<string, Debit> = {
  AT611904300234573201: { ...sepa, last4: '3201', settles: 'succeed' },
  AT861904300235473202: { ...sepa, last4: '3202', settles: 'fail' },
  IT60X0542811101000000123456: { ...sepa, country: 'IT', last4: '3456', settles: 'fail' },
  '10880000012345': { ...bacs, last4: '2345', settles: 'succeed' },
  '10880022222227': { ...bacs, last4: '2227', settles: 'fail' },
};

export const debitOf = (account: string): Debit | undefined =>
  accounts[account.replace(/[ -]/g, '').toUpperCase()];

/** The delayed method that the hosted page offers for a currency, as the real one does. */
export const debitFor = (currency: string) =>
  currency === 'eur' ? 'sepa_debit' : currency === 'gbp' ? 'bacs_debit' : undefined;

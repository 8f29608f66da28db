/** The public test numbers that this stand-in takes; every other number is refused. */
export type Card = {
  last4: string;
  brand: 'visa' | 'mastercard';
  answer: 'succeeds' | 'declined' | 'three_d_secure';
  decline?: { code: string; decline_code?: string; message: string };
  refund: 'succeeds' | 'fails_later' | 'pending';
};

const visa = { brand: 'visa', answer: 'succeeds', refund: 'succeeds' } as const;

const cards: Record<string, Card> = {
  '4242424242424242': { ...visa, last4: '4242' },
  '5555555555554444': { ...visa, brand: 'mastercard', last4: '4444' },
  '4000002760003184': { ...visa, last4: '3184', answer: 'three_d_secure' },
  '4000000000005126': { ...visa, last4: '5126', refund: 'fails_later' },
  '4000000000007726': { ...visa, last4: '7726', refund: 'pending' },
  '4000000000000002': {
    ...visa,
    last4: '0002',
    answer: 'declined',
    decline: {
      code: 'card_declined',
      decline_code: 'generic_decline',
      message: 'The card was declined.',
    },
  },
  '4000000000009995': {
    ...visa,
    last4: '9995',
    answer: 'declined',
    decline: {
      code: 'card_declined',
      decline_code: 'insufficient_funds',
      message: 'The card has insufficient funds.',
    },
  },
  '4000000000000069': {
    ...visa,
    last4: '0069',
    answer: 'declined',
    decline: { code: 'expired_card', message: 'The card has expired.' },
  },
};

export const cardOf = (number: string): Card | undefined => cards[number.replace(/[ -]/g, '')];

export const cardEnding = (last4: string): Card | undefined =>
  Object.values(cards).find((card) => card.last4 === last4);

/** Test bank accounts of the delayed debit that each currency has; the last four digits stand on the charge. */
export type Debit = {
  type: 'sepa_debit' | 'bacs_debit';
  last4: string;
  settles: 'succeed' | 'fail';
};

const accounts: Record<string, Debit> = {
  AT611904300234573201: { type: 'sepa_debit', last4: '3201', settles: 'succeed' },
  AT861904300235473202: { type: 'sepa_debit', last4: '3202', settles: 'fail' },
  '10880000012345': { type: 'bacs_debit', last4: '2345', settles: 'succeed' },
  '10880022222227': { type: 'bacs_debit', last4: '2227', settles: 'fail' },
};

export const debitOf = (account: string): Debit | undefined =>
  accounts[account.replace(/[ -]/g, '').toUpperCase()];

/** The delayed method that the hosted page offers for a currency, as the real one does. */
export const debitFor = (currency: string) =>
  currency === 'eur' ? 'sepa_debit' : currency === 'gbp' ? 'bacs_debit' : undefined;

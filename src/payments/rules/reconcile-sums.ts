import type { Movement } from '../../platform/payment-books.ts';
import { addDays, dayOf } from '../../values/period.ts';

/** What a movement is to us; `other` counts neither as taken nor as given back. */
export type MovementKind = 'charge' | 'refund' | 'refund_failure' | 'dispute' | 'other';

const kinds: Record<string, MovementKind> = {
  charge: 'charge',
  refund: 'refund',
  refund_failure: 'refund_failure',
  dispute: 'dispute',
  dispute_reversal: 'dispute',
};

/** The kind of a movement by the service's own category, which may be one that we do not know. */
export function movementKind({ category }: Pick<Movement, 'category'>): MovementKind {
  return Object.hasOwn(kinds, category) ? (kinds[category] ?? 'other') : 'other';
}

const hourMs = 3_600_000;
/** Movements of one reading: more would let the answer of the database grow with the account. */
const longestDays = 31;

/** Where a reading of the movements stands, so that the next round goes on from there. ISO instants. */
export interface Listing {
  from: string;
  to: string;
  after: string | null;
  startedAt: string;
}

/**
 * The next stretch of time to read: whole UTC days, from the one that the last reading ended in (with
 * some hours' grace, since movements are booked late) until now, at most a month at once.
 */
export function nextListing(readUntil: Date, now: Date): Listing {
  const first = dayOf(new Date(Math.min(readUntil.getTime(), now.getTime()) - 6 * hourMs));
  const last = new Date(`${addDays(first, longestDays)}T00:00:00Z`);
  // The second that is under way may still get movements.
  const to = new Date(Math.min(last.getTime(), now.getTime()));
  return {
    from: `${first}T00:00:00.000Z`,
    to: to.toISOString(),
    after: null,
    startedAt: now.toISOString(),
  };
}

/** One UTC day as such a stretch. */
export function listingOfDay(day: string, now: Date): Listing {
  const end = new Date(`${addDays(day, 1)}T00:00:00Z`);
  return {
    from: `${day}T00:00:00.000Z`,
    to: new Date(Math.min(end.getTime(), now.getTime())).toISOString(),
    after: null,
    startedAt: now.toISOString(),
  };
}

/** How an object differs; stored, and told to staff in words. */
export type DifferenceReason =
  | 'charge_unknown_here'
  | 'charge_unknown_there'
  | 'charge_differs'
  | 'refund_unknown_here'
  | 'refund_unknown_there'
  | 'refund_differs'
  | 'fee_differs'
  | 'gone_there';

/** What it is and what to do next, as English texts to translate. */
export const differenceWords: Record<DifferenceReason, { text: string; next: string }> = {
  charge_unknown_here: {
    text: 'Stripe has a payment that the books do not have.',
    next: 'Compare again: it is fetched then. If it stays, open it at Stripe, see whose it is, and give it back there or grant by transfer.',
  },
  charge_unknown_there: {
    text: 'The books have a payment that Stripe does not have.',
    next: 'Look for it at Stripe. If the key was changed, it lies in the account of the old one; else suspend the licence until this is clear.',
  },
  charge_differs: {
    text: 'The sum of a payment is another one at Stripe.',
    next: 'Open it at Stripe and compare it with the offer; give back or claim the rest.',
  },
  refund_unknown_here: {
    text: 'Money was given back at Stripe, and the books do not know of it.',
    next: 'Compare again: it is fetched then. If it stays, open the payment at Stripe and look who gave it back.',
  },
  refund_unknown_there: {
    text: 'The books say that money was given back, and Stripe does not.',
    next: 'Open the payment at Stripe. If nothing was given back there, do it now, so that the payer has the money.',
  },
  refund_differs: {
    text: 'Another sum was given back at Stripe than the books say.',
    next: 'Open the payment at Stripe and compare its refunds with the history of the request.',
  },
  fee_differs: {
    text: 'The fee is another one than it was when it was booked.',
    next: 'Take the fee that Stripe shows now into your accounts, and ask Stripe why it changed.',
  },
  gone_there: {
    text: 'A movement that was booked is not at Stripe any more.',
    next: 'Check that the key belongs to the same account as before. With test money, test data may have been deleted: then nothing is to be done.',
  },
};

/** The page of an object at the payment service, for staff who are signed in there. */
export function dashboardUrl(paymentIntent: string, liveMoney: boolean): string {
  return `https://dashboard.stripe.com/${liveMoney ? '' : 'test/'}payments/${encodeURIComponent(paymentIntent)}`;
}

import { keyRefused } from './refund.ts';

/** The mark on an invoice whose sum or currency is not the one that was offered. */
export const totalDiffers = 'total_differs';

/** Something that staff must know of an invoice at the payment service, as an English text to translate. */
export interface InvoiceTrouble {
  text: string;
  params: Record<string, string>;
}

const known: Record<string, string> = {
  [keyRefused]:
    'The Stripe key may not make it. Give it the rights “Invoices: write”, “Customers: write” and “Credit notes: write” at Stripe. It is made as soon as it may.',
  [totalDiffers]: 'Stripe made it over another sum than was offered. It was voided; nobody got it.',
  other_mode: 'It was begun with a key of the other mode (test or live). Issue it again.',
};

/** Why an invoice was not made; the service's own code where we have no words for it. */
export function notMade(code: string): InvoiceTrouble {
  const text = Object.hasOwn(known, code) ? known[code] : undefined;
  return text === undefined
    ? {
        text: 'Stripe refused to make it ({code}). Check the bill of the request and issue it again.',
        params: { code },
      }
    : { text, params: {} };
}

/** More was paid on it than it is over. */
export const overpaid = (sum: string): InvoiceTrouble => ({
  text: '{sum} more than that were paid. They stand with the customer at Stripe: give them back there.',
  params: { sum },
});

/** What was given back of it has no credit note. */
export const notCredited = (code: string): InvoiceTrouble => ({
  text: 'Money was given back of it, but Stripe refused the credit note ({code}). Make it there if your books need one.',
  params: { code },
});

const endings: Record<string, string> = {
  not_wanted: 'Its request has ended, was paid in another way, or has a newer offer.',
  other_mode: 'It was made with a key of the other mode (test or live).',
  resource_missing: 'It was deleted at Stripe.',
  [totalDiffers]: 'Stripe made it over another sum than was offered.',
};

/** Why an invoice has ended, as an English text to translate where it was ours; staff wrote theirs in their own words. */
export const endingText = (why: string): string =>
  Object.hasOwn(endings, why) ? (endings[why] ?? why) : why;

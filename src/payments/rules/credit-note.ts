import type { OfferItem } from '../../requests/rules/offer.ts';
import { refundedParts, taxParts } from './accounting-tax.ts';
import { chargeUnits } from './charge-units.ts';

/** A refund that a document is written for; `before`: what had been given back of the payment before it. Minor units. */
export interface Credited {
  portal: string;
  refundId: string;
  /** Its id at the payment service; null where the money went back outside of it. */
  stripeRefund: string | null;
  stripeInvoice: string;
  amount: number;
  currency: string;
}

/** What of a refund is net and what is tax, as the books split it. */
export function creditSums(
  items: readonly OfferItem[],
  { before, amount }: { before: number; amount: number },
): { net: number; tax: number } {
  // The country only names the parts, which are added up here.
  const parts = refundedParts(taxParts(items, ''), { before, after: before + amount });
  const tax = parts.reduce((sum, part) => sum + part.tax, 0);
  return { net: amount - tax, tax };
}

/** The key of the credit note of a refund: a refund has one. */
export const creditKey = (refundId: string): string => `credit-note:${refundId}`;

/** Parameters of a credit note that takes back what a refund gave back. The payer gets our letter, not another one. */
export function creditParams(credited: Credited): object {
  const { amount, currency, stripeRefund } = credited;
  const units = chargeUnits({ amount, currency });
  return {
    invoice: credited.stripeInvoice,
    amount: units,
    email_type: 'none',
    metadata: { portal: credited.portal, refund_id: credited.refundId },
    ...(stripeRefund === null
      ? { out_of_band_amount: units }
      : { refunds: [{ type: 'refund', refund: stripeRefund, amount_refunded: units }] }),
  };
}

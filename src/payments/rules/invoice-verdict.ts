import type { InvoicePaymentThere, InvoiceThere } from '../../platform/payment-service.ts';

/** Money that came on an invoice, in minor units; without an intent it came outside the payment service. */
export interface Part {
  paymentIntent: string | null;
  chargeId: string | null;
  amount: number;
}

/**
 * What an invoice at the payment service comes to. `whole`: paid, by one payment. `parts`: paid by several; none of
 * them is the sum that was offered, so each is held, and staff decide. `nothing`: ended without anything owed, as where
 * credit notes took all of it back.
 */
export type InvoiceVerdict =
  | { kind: 'draft' | 'open' | 'overdue' | 'void' | 'written_off' | 'nothing' }
  | { kind: 'whole'; part: Part }
  | { kind: 'parts' };

export function invoiceVerdict(invoice: InvoiceThere, now: Date): InvoiceVerdict {
  const { status, dueAt } = invoice;
  if (status === 'draft') return { kind: 'draft' };
  if (status === 'open') return { kind: dueAt !== null && dueAt <= now ? 'overdue' : 'open' };
  if (status === 'void') return { kind: 'void' };
  if (status === 'uncollectible') return { kind: 'written_off' };
  const [first, ...others] = [...partsWithin(invoice), ...partOutside(invoice)];
  if (first === undefined) return { kind: 'nothing' };
  return others.length === 0 ? { kind: 'whole', part: first } : { kind: 'parts' };
}

/** What was paid through the payment service. */
export function partsWithin({ payments }: Pick<InvoiceThere, 'payments'>): Part[] {
  return payments
    .filter(({ isPaid, amount, paymentIntent }) => isPaid && amount > 0 && paymentIntent !== null)
    .map(({ paymentIntent, chargeId, amount }: InvoicePaymentThere) => ({
      ...{ paymentIntent, chargeId, amount },
    }));
}

/**
 * Parts of an invoice that goes on, or has ended without being paid. While it is open, money that pays all of it is no part:
 * the payment service is about to say that it is paid.
 */
export function partsAlone(invoice: InvoiceThere): Part[] {
  const parts = partsWithin(invoice);
  const goesOn = invoice.status !== 'open' || invoice.amountRemaining > 0;
  return goesOn ? parts.filter(({ amount }) => amount < invoice.total) : [];
}

/** What of it was paid in another way, as the payment service was told. */
export function partOutside(invoice: Pick<InvoiceThere, 'payments' | 'amountPaid'>): Part[] {
  const within = partsWithin(invoice).reduce((sum, { amount }) => sum + amount, 0);
  const amount = invoice.amountPaid - within;
  return amount > 0 ? [{ paymentIntent: null, chargeId: null, amount }] : [];
}

import type { Context } from '../../platform/context.ts';
import { conflict, notFound } from '../../platform/errors.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import { requestForChange } from '../../requests/actions/read.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import { onceKey } from '../rules/invoice-params.ts';
import { isOwed } from '../rules/invoice.ts';
import { attemptById, moveAttempt } from '../store/attempts.ts';
import { invoiceById, type InvoiceRow } from '../store/invoices.ts';
import { checkoutOf } from './checkout-of.ts';
import { syncInvoice } from './sync-invoice.ts';

/** Money on the newsroom's own account, as finance saw it. */
export interface PaidOutside {
  bankReference: string;
  by: Actor;
}

/**
 * Finance saw the money of an invoice of the payment service on the newsroom's own account: it is told so, and the
 * payment is recorded as what it says then. The reference is kept before it is asked. Pressed again it does nothing.
 * Conflict: already_changed (it cannot be paid any more). Throws CheckoutFailure where the service does not answer.
 */
export async function payInvoiceOutside(
  ctx: Context,
  { id, attempt_id: attemptId, stripe_id: stripeId }: InvoiceRow,
  { bankReference, by }: PaidOutside,
): Promise<void> {
  if (attemptId === null || stripeId === null) throw conflict('already_changed');
  const isPaid = await ctx.transaction(async (tx) => {
    const found = await invoiceById(tx.db, id);
    if (found === null) throw notFound();
    await requestForChange(tx.db, found.request_id);
    const invoice = await invoiceById(tx.db, id);
    const attempt = await attemptById(tx.db, attemptId);
    if (invoice?.state === 'paid') return true;
    const payable = invoice !== null && (isOwed(invoice) || invoice.state === 'written_off');
    if (!payable || attempt === null) throw conflict('already_changed');
    const params = JSON.stringify({ ...attempt.params, bankReference });
    await moveAttempt(tx.db, attempt, { params, changed_at: tx.now() });
    await recordEvent(tx, {
      requestId: invoice.request_id,
      subject: { type: 'invoice', id },
      ...{ verb: 'see_transfer', by, before: invoice.state, after: invoice.state },
      data: { bankReference, amount: invoice.total, currency: invoice.currency },
    });
    return false;
  });
  if (isPaid) return;
  await tellThem(ctx, attemptId, stripeId);
  // Somebody may have ended it over there.
  if ((await invoiceById(ctx.db, id))?.state !== 'paid') throw conflict('already_changed');
}

async function tellThem(ctx: Context, attemptId: string, stripeId: string): Promise<void> {
  try {
    await checkoutOf(ctx).payOutside(stripeId, onceKey(attemptId, 'paid', ctx.now()));
  } catch (error) {
    if (!(error instanceof CheckoutFailure) || error.kind !== 'refused') throw error;
  }
  await syncInvoice(ctx, stripeId);
}

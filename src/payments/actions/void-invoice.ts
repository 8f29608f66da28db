import type { Context } from '../../platform/context.ts';
import { conflict } from '../../platform/errors.ts';
import type { Actor } from '../../platform/events.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import { onceKey } from '../rules/invoice-params.ts';
import { attemptById, type AttemptRow } from '../store/attempts.ts';
import { invoiceById, type InvoiceRow } from '../store/invoices.ts';
import { checkoutOf } from './checkout-of.ts';
import { endInvoice } from './end-invoice.ts';
import { applyInvoice } from './sync-invoice.ts';

/** Who of the staff ends an invoice, and why in their words. */
export interface StaffEnding {
  by: Actor;
  why: string;
}

/**
 * Voids an invoice of the payment service, or stops its making. Returns it as it is then: cancelled, or paid where
 * somebody was faster. Throws CheckoutFailure where the payment service does not answer.
 */
export async function voidStripeInvoice(
  ctx: Context,
  invoice: InvoiceRow,
  ending: StaffEnding,
): Promise<InvoiceRow> {
  await endInvoice(ctx, await attemptOf(ctx, invoice), ending);
  return readAgain(ctx, invoice);
}

/**
 * Writes an invoice of the payment service off: nobody is asked for it any more, though it can still be paid. Returns it
 * as it is then. Conflict: already_changed. Throws CheckoutFailure as above.
 */
export async function writeOffStripeInvoice(
  ctx: Context,
  invoice: InvoiceRow,
  ending: StaffEnding,
): Promise<InvoiceRow> {
  const { id } = await attemptOf(ctx, invoice);
  if (invoice.stripe_id === null) throw conflict('already_changed');
  const checkout = checkoutOf(ctx);
  try {
    await checkout.writeOffInvoice(invoice.stripe_id, onceKey(id, 'write_off', ctx.now()));
  } catch (error) {
    // It was paid or ended before: that is read below.
    if (!(error instanceof CheckoutFailure) || error.kind !== 'refused') throw error;
  }
  await applyInvoice(ctx, await checkout.retrieveInvoice(invoice.stripe_id), ending);
  return readAgain(ctx, invoice);
}

async function attemptOf(ctx: Context, { attempt_id: id }: InvoiceRow): Promise<AttemptRow> {
  const attempt = id === null ? null : await attemptById(ctx.db, id);
  if (attempt === null) throw conflict('already_changed');
  return attempt;
}

async function readAgain(ctx: Context, invoice: InvoiceRow): Promise<InvoiceRow> {
  return (await invoiceById(ctx.db, invoice.id)) ?? invoice;
}

import type { Context } from '../../platform/context.ts';
import { conflict, notFound } from '../../platform/errors.ts';
import { requestForChange } from '../../requests/actions/read.ts';
import { attemptById } from '../store/attempts.ts';
import { invoiceById, type InvoiceRow } from '../store/invoices.ts';
import { moveOn } from './move-attempt.ts';
import { moveInvoiceOn } from './move-invoice.ts';
import { writeOffStripeInvoice, type StaffEnding } from './void-invoice.ts';

/**
 * Nobody waits for the money of an invoice any more: a licence that was issued before the payment ends, and a request
 * that waited for it is cancelled. Pressed again it does nothing. Conflict: already_changed. Throws CheckoutFailure where the
 * payment service does not answer for one of its own.
 */
export async function writeOffInvoice(
  ctx: Context,
  invoiceId: string,
  ending: StaffEnding,
): Promise<void> {
  const found = await invoiceById(ctx.db, invoiceId);
  if (found === null) throw notFound();
  if (found.state === 'written_off') return;
  if (found.issuer === 'own') return writeOffOwn(ctx, found, ending);
  const now = await writeOffStripeInvoice(ctx, found, ending);
  if (now.state !== 'written_off') throw conflict('already_changed');
}

async function writeOffOwn(
  ctx: Context,
  { id, request_id: requestId }: InvoiceRow,
  ending: StaffEnding,
) {
  await ctx.transaction(async (tx) => {
    await requestForChange(tx.db, requestId);
    const invoice = await invoiceById(tx.db, id);
    if (invoice === null || invoice.state === 'written_off') return;
    const attempt = await attemptById(tx.db, invoice.attempt_id ?? '');
    if (attempt !== null) await moveOn(tx, attempt, 'failed', { by: ending.by });
    const set = { why: ending.why };
    const moved = await moveInvoiceOn(tx, invoice, 'written_off', { by: ending.by, set });
    if (moved === null) throw conflict('already_changed');
  });
}

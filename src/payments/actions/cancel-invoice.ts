import type { Context } from '../../platform/context.ts';
import { conflict, notFound } from '../../platform/errors.ts';
import { requestForChange } from '../../requests/actions/read.ts';
import { invoiceById, type InvoiceRow } from '../store/invoices.ts';
import { cancelOwnInvoice } from './cancel-own-invoice.ts';
import { voidStripeInvoice, type StaffEnding } from './void-invoice.ts';

/**
 * Staff take an invoice back: ours with a credit note, one at the payment service by voiding it. Its request can be paid
 * in another way then; a licence that was issued before the payment ends. Pressed again it does nothing. Conflict:
 * already_changed. Throws CheckoutFailure where the payment service does not answer for one of its own.
 */
export async function cancelInvoice(
  ctx: Context,
  invoiceId: string,
  ending: StaffEnding,
): Promise<void> {
  const found = await invoiceById(ctx.db, invoiceId);
  if (found === null) throw notFound();
  if (found.state === 'cancelled') return;
  const now =
    found.issuer === 'own'
      ? await cancelOwn(ctx, found, ending)
      : await voidStripeInvoice(ctx, found, ending);
  if (now?.state !== 'cancelled') throw conflict('already_changed');
}

async function cancelOwn(
  ctx: Context,
  { id, request_id: requestId }: InvoiceRow,
  ending: StaffEnding,
): Promise<InvoiceRow | null> {
  return ctx.transaction(async (tx) => {
    const request = await requestForChange(tx.db, requestId);
    const invoice = await invoiceById(tx.db, id);
    if (request === null || invoice === null) throw notFound();
    if (invoice.state !== 'cancelled') await cancelOwnInvoice(tx, { request, invoice }, ending);
    return invoiceById(tx.db, id);
  });
}

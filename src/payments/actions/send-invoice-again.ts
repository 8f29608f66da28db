import type { Context } from '../../platform/context.ts';
import { conflict, notFound } from '../../platform/errors.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import { requestForChange } from '../../requests/actions/read.ts';
import { isOwed } from '../rules/invoice.ts';
import { countSent } from '../store/invoice-desk.ts';
import { invoiceById } from '../store/invoices.ts';
import { dueOf } from './invoice-issued.ts';
import { writeOfInvoice } from './invoice-letters.ts';

/**
 * Sends the letter of an invoice that is owed once more. `seen` is how often that was done before, so that two clicks
 * send one. Conflict: already_changed where nobody owes it any more.
 */
export async function sendInvoiceAgain(
  ctx: Context,
  invoiceId: string,
  { seen, by }: { seen: number; by: Actor },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const found = await invoiceById(tx.db, invoiceId);
    const request = found === null ? null : await requestForChange(tx.db, found.request_id);
    const invoice = await invoiceById(tx.db, invoiceId);
    if (invoice === null || request === null) throw notFound();
    if (!isOwed(invoice)) throw conflict('already_changed');
    if ((await countSent(tx.db, invoiceId)) !== seen) return;
    await recordEvent(tx, {
      requestId: request.id,
      subject: { type: 'invoice', id: invoice.id },
      ...{ verb: 'send_again', by, before: invoice.state, after: invoice.state },
      data: { number: invoice.number },
    });
    await writeOfInvoice(tx, { request, invoice }, 'invoice', {
      dueAt: dueOf(invoice),
      onTerms: invoice.on_terms,
    });
  });
}

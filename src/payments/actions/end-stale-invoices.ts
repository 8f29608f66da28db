import type { Context } from '../../platform/context.ts';
import { system } from '../../platform/events.ts';
import { requestForChange } from '../../requests/actions/read.ts';
import { staleOwnInvoices } from '../store/invoice-clock.ts';
import { invoiceById } from '../store/invoices.ts';
import { cancelOwnInvoice } from './cancel-own-invoice.ts';

/**
 * Cancels our own invoices whose money nobody waits for any more, of one request or of all: it has ended, or a newer
 * offer has replaced the one that it is for. Those at the payment service are ended by its own rounds.
 */
export async function endStaleInvoices(ctx: Context, requestId: string | null): Promise<void> {
  for (const id of await staleOwnInvoices(ctx.db, { requestId, limit: 200 }))
    await ctx.transaction(async (tx) => {
      const found = await invoiceById(tx.db, id);
      const request = found === null ? null : await requestForChange(tx.db, found.request_id);
      if (request === null) return;
      const [still] = await staleOwnInvoices(tx.db, { requestId: request.id, limit: 1 });
      const invoice = await invoiceById(tx.db, id);
      if (still !== id || invoice === null) return;
      await cancelOwnInvoice(tx, { request, invoice }, { by: system, why: '' });
    });
}

import { issueLicences } from '../../licences/actions/issue-licences.ts';
import type { Tx } from '../../platform/context.ts';
import type { Actor } from '../../platform/events.ts';
import { advance } from '../../requests/actions/advance.ts';
import type { OfferRow, RequestRow } from '../../requests/actions/read.ts';
import { refusedToday } from '../../requests/actions/rights-today.ts';
import { setOnTerms, type InvoiceRow } from '../store/invoices.ts';
import { documentOf, writeOfInvoice } from './invoice-letters.ts';

interface Issued {
  request: RequestRow;
  offer: OfferRow;
  by: Actor;
}

/**
 * What follows when an invoice has become due, our own or one at the payment service: it is sent, and where staff
 * allow the organisation to pay later, its licences are issued now, unless an article may not be licensed at this instant.
 * The caller holds the request's row, as `request` has it. Returns the invoice as it is then.
 */
export async function invoiceIssued(
  tx: Tx,
  invoice: InvoiceRow,
  issued: Issued,
): Promise<InvoiceRow> {
  const now = await grantOnTerms(tx, invoice, issued);
  await writeOfInvoice(tx, { request: issued.request, invoice: now }, 'invoice', {
    dueAt: dueOf(now),
    onTerms: now.on_terms,
  });
  return now;
}

/** When an invoice that was issued is due. */
export function dueOf({ due_at: dueAt }: Pick<InvoiceRow, 'due_at'>): Date {
  if (dueAt === null) throw new Error('an invoice that was issued is due some day');
  return dueAt;
}

async function grantOnTerms(
  tx: Tx,
  invoice: InvoiceRow,
  { request, offer, by }: Issued,
): Promise<InvoiceRow> {
  if (documentOf(invoice).supply !== 'on_issue' || request.state !== 'accepted') return invoice;
  if ((await refusedToday(tx.db, request.id, tx.now())) !== null) return invoice;
  const { id, number, live_money: liveMoney } = invoice;
  await advance(tx, request, 'grant_on_terms', { by, data: { invoice: id, number } });
  const onTerms = await setOnTerms(tx.db, id);
  await issueLicences(tx, { requestId: request.id, offer, by, liveMoney });
  return onTerms;
}

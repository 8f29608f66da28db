import type { Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import { requestById, type RequestRow } from '../../requests/actions/read.ts';
import { invoiceEvents, type InvoiceEvent } from '../store/invoice-desk.ts';
import { documentsOf } from '../store/invoice-page.ts';
import { invoiceById, type InvoiceRow } from '../store/invoices.ts';

/** Everything that the desk shows of an invoice or a credit note. */
export interface InvoiceRead {
  invoice: InvoiceRow;
  request: RequestRow;
  /** All documents of its request, oldest first. */
  documents: InvoiceRow[];
  events: InvoiceEvent[];
  /** How often its letter was sent again. */
  sent: number;
}

export async function readInvoice(db: Kysely<DB>, id: string): Promise<InvoiceRead | null> {
  const invoice = await invoiceById(db, id);
  const request = invoice === null ? null : await requestById(db, invoice.request_id);
  if (invoice === null || request === null) return null;
  const events = await invoiceEvents(db, id);
  const documents = await documentsOf(db, request.id);
  const sent = events.filter(({ verb }) => verb === 'send_again').length;
  return { invoice, request, documents, events, sent };
}

import { queueEmail } from '../../emails/actions.ts';
import type { LetterData } from '../../emails/rules/letters.ts';
import type { Tx } from '../../platform/context.ts';
import { requestItems, type RequestRow } from '../../requests/actions/read.ts';
import type { InvoiceDocument } from '../rules/invoice-document.ts';
import type { InvoiceRow } from '../store/invoices.ts';

type Kind = 'invoice' | 'invoice-reminder' | 'invoice-cancelled';
/** What of a letter is said the same in all of them. */
type Common = keyof LetterData['invoice'] & keyof LetterData['invoice-cancelled'];

/**
 * Writes of an invoice to who made the request, and to the address for the invoice where that is another: its reader gets
 * no link but that of the payment page. `at` is the document to lead to, where it is not the invoice itself.
 */
export async function writeOfInvoice<K extends Kind>(
  tx: Tx,
  { request, invoice, at = invoice }: { request: RequestRow; invoice: InvoiceRow; at?: InvoiceRow },
  kind: K,
  data: Omit<LetterData[K], Common>,
): Promise<void> {
  const document = documentOf(invoice);
  const items = await requestItems(tx.db, request.id);
  const own = invoice.issuer === 'own' && at.number !== null;
  const page = `/pay/${tx.links.placeholder('pay', request.id)}`;
  const said = {
    reference: request.reference,
    articles: items.map(({ title }) => title),
    ...{ amount: invoice.total, currency: invoice.currency, number: invoice.number ?? '' },
    ...{ purchaseOrder: document.purchaseOrder, own },
    invoiceUrl: tx.links.to(own ? `${page}/invoices/${at.number ?? ''}` : page),
  };
  for (const { to, forPayer } of readers(request, document)) {
    const whole: object = { ...said, forPayer, ...data };
    await queueEmail(tx, { kind, requestId: request.id, to, data: whole as LetterData[K] });
  }
}

function readers(request: RequestRow, { buyer }: InvoiceDocument) {
  const asker = { to: { name: request.contact_name, address: request.email }, forPayer: false };
  if (buyer.email.toLowerCase() === request.email.toLowerCase()) return [asker];
  return [asker, { to: { name: buyer.name, address: buyer.email }, forPayer: true }];
}

/** The frozen document of an invoice or a credit note. */
export function documentOf({ document }: Pick<InvoiceRow, 'document'>): InvoiceDocument {
  return document as InvoiceDocument;
}

import type { Insertable } from 'kysely';
import type { Tx } from '../../platform/context.ts';
import type { DB } from '../../platform/db/schema.gen.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import { readSettings } from '../../platform/settings.ts';
import { creditSums } from '../rules/credit-note.ts';
import type { InvoiceDocument } from '../rules/invoice-document.ts';
import { refundReasonText } from '../rules/refund-reasons.ts';
import { itemsOfOffer } from '../store/credit-notes.ts';
import { insertInvoice, type InvoiceRow } from '../store/invoices.ts';
import type { RefundRow } from '../store/refunds.ts';
import { documentHash } from './document-hash.ts';
import { documentOf } from './invoice-letters.ts';
import { ownNumber } from './own-number.ts';

/** Its name and place: our own number, or what the payment service says of one that was made there. */
type Named = Pick<Insertable<DB['invoices']>, 'issuer' | 'number' | 'stripe_id' | 'pdf_url'>;

/** The name of our own next credit note. */
export async function ownNote(tx: Tx): Promise<Named> {
  const { settings } = await readSettings(tx.db);
  return { issuer: 'own', number: await ownNumber(tx, 'CN', settings) };
}

/** Takes an invoice back as it stands. The caller holds the request's row. */
export async function creditWhole(tx: Tx, invoice: InvoiceRow, by: Actor): Promise<InvoiceRow> {
  const { net, tax, total, why, document } = invoice;
  const named = await ownNote(tx);
  return write(tx, invoice, { named, net, tax, total, why, refund_id: null, document, by });
}

/**
 * Says what a refund gave back of an invoice; `before`: what had been given back of it earlier, in minor units. The caller
 * holds the request's row.
 */
export async function creditRefund(
  tx: Tx,
  invoice: InvoiceRow,
  { refund, before, named, by }: { refund: RefundRow; before: number; named: Named; by: Actor },
): Promise<InvoiceRow> {
  const { amount } = refund;
  const sums = creditSums(await itemsOfOffer(tx.db, invoice.offer_id), { before, amount });
  const document = await givenBackOf(tx, documentOf(invoice), { refund, ...sums });
  const what = { ...sums, total: amount, why: '', refund_id: refund.id, document };
  return write(tx, invoice, { named, ...what, by });
}

interface Written {
  named: Named;
  net: number;
  tax: number;
  total: number;
  why: string;
  refund_id: string | null;
  document: unknown;
  by: Actor;
}

async function write(
  tx: Tx,
  invoice: InvoiceRow,
  { named, document, by, ...what }: Written,
): Promise<InvoiceRow> {
  const { request_id: requestId, offer_id: offerId, currency, live_money: liveMoney } = invoice;
  const note = await insertInvoice(tx.db, {
    ...{ id: tx.newId(), kind: 'credit_note', state: 'issued', credits: invoice.id },
    ...{ request_id: requestId, offer_id: offerId, currency, live_money: liveMoney },
    ...{ ...named, ...what, document: JSON.stringify(document) },
    ...{ issued_at: tx.now(), created_at: tx.now(), changed_at: tx.now() },
  });
  await recordEvent(tx, {
    requestId,
    subject: { type: 'invoice', id: note.id },
    ...{ verb: 'credit_invoice', by, after: 'issued' },
    data: {
      ...{ number: note.number, credits: invoice.number, amount: note.total, currency },
      document: documentHash(note.document),
    },
  });
  return note;
}

/** The document of the invoice with what is given back in place of its lines. */
async function givenBackOf(
  tx: Tx,
  document: InvoiceDocument,
  { refund, net, tax }: { refund: RefundRow; net: number; tax: number },
): Promise<InvoiceDocument> {
  const { settings } = await readSettings(tx.db);
  const t = (text: string): string => tx.views.translator.t(settings.language, text, {});
  const detail = t(refundReasonText(refund.reason));
  return {
    ...document,
    lines: [{ label: t('Given back'), detail, net }],
    taxes: tax === 0 ? [] : [{ label: t('Tax'), rate: null, net, amount: tax }],
    notes: [],
  };
}

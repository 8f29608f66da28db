import type { Tx } from '../../platform/context.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import { readSettings } from '../../platform/settings.ts';
import type { RequestRow } from '../../requests/actions/read.ts';
import { attemptById } from '../store/attempts.ts';
import { insertInvoice, type InvoiceRow } from '../store/invoices.ts';
import { documentHash } from './document-hash.ts';
import { writeOfInvoice } from './invoice-letters.ts';
import { moveOn } from './move-attempt.ts';
import { moveInvoiceOn } from './move-invoice.ts';
import { ownNumber } from './own-number.ts';

export interface Cancelling {
  by: Actor;
  /** In words of staff; '' where nobody of them did it. */
  why: string;
  /** Another invoice comes in its place: what was licensed stays so, and the letter waits for its number. */
  replaced?: boolean;
}

/**
 * Takes one of our own invoices back: it stays as it is, and a credit note says that nobody owes it. Nothing can be paid on
 * it afterwards, and its request can be paid in another way. Returns the credit note; null where somebody was faster.
 */
export async function cancelOwnInvoice(
  tx: Tx,
  { request, invoice }: { request: RequestRow; invoice: InvoiceRow },
  { by, why, replaced = false }: Cancelling,
): Promise<InvoiceRow | null> {
  const set = { why };
  const cancelled = await moveInvoiceOn(tx, invoice, 'cancelled', { by, set, replaced });
  if (cancelled === null) return null;
  const attempt = await attemptById(tx.db, invoice.attempt_id ?? '');
  if (attempt !== null) await moveOn(tx, attempt, 'expired', { by });
  const note = await creditWhole(tx, cancelled, by);
  if (!replaced) await writeOfCancelled(tx, { request, invoice: cancelled, note, replacedBy: '' });
  return note;
}

interface Cancelled {
  request: RequestRow;
  invoice: InvoiceRow;
  note: InvoiceRow;
  /** The number of the invoice that comes in its place, or ''. */
  replacedBy: string;
}

export async function writeOfCancelled(
  tx: Tx,
  { request, invoice, note, replacedBy }: Cancelled,
): Promise<void> {
  await writeOfInvoice(tx, { request, invoice, at: note }, 'invoice-cancelled', {
    ...{ creditNote: note.number ?? '', replacedBy, reason: invoice.why },
  });
}

async function creditWhole(tx: Tx, invoice: InvoiceRow, by: Actor): Promise<InvoiceRow> {
  const { settings } = await readSettings(tx.db);
  const { net, tax, total, currency, request_id: requestId, offer_id: offerId } = invoice;
  const note = await insertInvoice(tx.db, {
    ...{ id: tx.newId(), kind: 'credit_note', issuer: 'own', state: 'issued' },
    ...{ number: await ownNumber(tx, 'CN', settings), credits: invoice.id, why: invoice.why },
    ...{ request_id: requestId, offer_id: offerId, net, tax, total, currency },
    ...{ document: JSON.stringify(invoice.document), live_money: invoice.live_money },
    ...{ issued_at: tx.now(), created_at: tx.now(), changed_at: tx.now() },
  });
  await noteCredit(tx, note, { invoice, by });
  return note;
}

/** The event of a credit note of our own. */
export async function noteCredit(
  tx: Tx,
  note: InvoiceRow,
  { invoice, by }: { invoice: InvoiceRow; by: Actor },
): Promise<void> {
  const { id, number, total: amount, currency } = note;
  await recordEvent(tx, {
    requestId: note.request_id,
    subject: { type: 'invoice', id },
    ...{ verb: 'credit_invoice', by, after: note.state },
    data: {
      ...{ number, credits: invoice.number, amount, currency },
      document: documentHash(note.document),
    },
  });
}

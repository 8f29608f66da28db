import type { Tx } from '../../platform/context.ts';
import type { Actor } from '../../platform/events.ts';
import type { RequestRow } from '../../requests/actions/read.ts';
import { attemptById } from '../store/attempts.ts';
import type { InvoiceRow } from '../store/invoices.ts';
import { writeOfInvoice } from './invoice-letters.ts';
import { moveOn } from './move-attempt.ts';
import { moveInvoiceOn } from './move-invoice.ts';
import { creditWhole } from './write-credit-note.ts';

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

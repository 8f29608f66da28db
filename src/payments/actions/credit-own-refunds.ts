import type { Tx } from '../../platform/context.ts';
import type { Actor } from '../../platform/events.ts';
import { creditNoteOf } from '../store/credit-notes.ts';
import { invoiceByAttempt } from '../store/invoices.ts';
import type { PaymentRow } from '../store/payments.ts';
import { refundsOfPayment } from '../store/refunds.ts';
import { creditRefund, ownNote } from './write-credit-note.ts';

/**
 * What is given back of one of our own invoices is a credit note, one for each refund that has succeeded, written with
 * the refund. The caller holds the request's row.
 */
export async function creditOwnRefunds(tx: Tx, payment: PaymentRow, by: Actor): Promise<void> {
  if (payment.attempt_id === null) return;
  const invoice = await invoiceByAttempt(tx.db, payment.attempt_id);
  if (invoice?.issuer !== 'own' || invoice.state !== 'paid') return;
  let before = 0;
  for (const refund of await refundsOfPayment(tx.db, payment.id)) {
    if (refund.state !== 'succeeded') continue;
    if ((await creditNoteOf(tx.db, refund.id)) === null)
      await creditRefund(tx, invoice, { refund, before, named: await ownNote(tx), by });
    before += refund.amount;
  }
}

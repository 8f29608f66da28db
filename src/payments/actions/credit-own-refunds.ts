import type { Tx } from '../../platform/context.ts';
import type { Actor } from '../../platform/events.ts';
import { readSettings } from '../../platform/settings.ts';
import { creditSums } from '../rules/credit-note.ts';
import { creditNoteOf, itemsOfOffer } from '../store/credit-notes.ts';
import { insertInvoice, invoiceByAttempt } from '../store/invoices.ts';
import type { PaymentRow } from '../store/payments.ts';
import { refundsOfPayment } from '../store/refunds.ts';
import { noteCredit } from './cancel-own-invoice.ts';
import { creditDocument } from './invoice-credit-note.ts';
import { documentOf } from './invoice-letters.ts';
import { ownNumber } from './own-number.ts';

/**
 * What is given back of one of our own invoices is a credit note, one for each refund that has succeeded, written with
 * the refund. The caller holds the request's row.
 */
export async function creditOwnRefunds(tx: Tx, payment: PaymentRow, by: Actor): Promise<void> {
  if (payment.attempt_id === null) return;
  const invoice = await invoiceByAttempt(tx.db, payment.attempt_id);
  if (invoice?.issuer !== 'own' || invoice.state !== 'paid') return;
  const { settings } = await readSettings(tx.db);
  let before = 0;
  for (const refund of await refundsOfPayment(tx.db, payment.id)) {
    if (refund.state !== 'succeeded') continue;
    const { amount, currency } = refund;
    if ((await creditNoteOf(tx.db, refund.id)) === null) {
      const sums = creditSums(await itemsOfOffer(tx.db, invoice.offer_id), { before, amount });
      const document = await creditDocument(tx, documentOf(invoice), { refund, ...sums });
      const note = await insertInvoice(tx.db, {
        ...{ id: tx.newId(), kind: 'credit_note', issuer: 'own', state: 'issued' },
        ...{ number: await ownNumber(tx, 'CN', settings), credits: invoice.id },
        ...{ request_id: invoice.request_id, offer_id: invoice.offer_id, refund_id: refund.id },
        ...{ currency, ...sums, total: amount, live_money: invoice.live_money },
        document: JSON.stringify(document),
        ...{ issued_at: tx.now(), created_at: tx.now(), changed_at: tx.now() },
      });
      await noteCredit(tx, note, { invoice, by });
    }
    before += amount;
  }
}

import { restoreLicences } from '../../licences/actions.ts';
import type { Tx } from '../../platform/context.ts';
import type { Actor } from '../../platform/events.ts';
import type { RequestRow } from '../../requests/actions/read.ts';
import { invoiceByAttempt } from '../store/invoices.ts';
import type { PaymentRow } from '../store/payments.ts';
import { writeOfLicences } from './licence-letters.ts';
import { moveInvoiceOn } from './move-invoice.ts';

/** Why a licence that was issued before the payment is suspended. */
export const overdueReason = 'invoice_overdue';

/** The right money has come: the invoice that it was paid on is paid, and a licence that had to wait for it goes on. */
export async function settleInvoice(
  tx: Tx,
  request: RequestRow,
  { payment, by }: { payment: PaymentRow; by: Actor },
): Promise<void> {
  const { attempt_id: attemptId } = payment;
  const invoice = attemptId === null ? null : await invoiceByAttempt(tx.db, attemptId);
  if (invoice !== null) await moveInvoiceOn(tx, invoice, 'paid', { by });
  const licences = await restoreLicences(tx, request.id, overdueReason, by);
  await writeOfLicences(tx, request, { what: 'restored', why: 'invoice_paid', licences });
}

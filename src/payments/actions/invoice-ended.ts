import { revokeLicences } from '../../licences/actions.ts';
import type { Tx } from '../../platform/context.ts';
import type { Actor } from '../../platform/events.ts';
import { advance } from '../../requests/actions/advance.ts';
import { aboutRequest, writeToRepublisher } from '../../requests/actions/letters.ts';
import { requestForChange, type RequestRow } from '../../requests/actions/read.ts';
import type { InvoiceRow } from '../store/invoices.ts';
import { primaryPayment } from '../store/payments.ts';
import { writeOfInvoice } from './invoice-letters.ts';
import { writeOfLicences } from './licence-letters.ts';

const reasons = { cancelled: 'invoice_cancelled', written_off: 'invoice_written_off' } as const;

/**
 * An invoice has ended without money: what was licensed before the payment ends with it, what was to be licensed once it
 * is paid is cancelled where it was written off, and who was asked to pay one at the payment service is told that it is
 * void. `before` is the state that it was in.
 */
export async function invoiceEnded(
  tx: Tx,
  invoice: InvoiceRow,
  { to, before, by }: { to: 'cancelled' | 'written_off'; before: string; by: Actor },
): Promise<void> {
  const request = await requestForChange(tx.db, invoice.request_id);
  if (request === null) return;
  if (invoice.issuer === 'stripe' && to === 'cancelled' && before !== 'draft')
    await writeOfInvoice(tx, { request, invoice }, 'invoice-cancelled', {
      ...{ creditNote: '', replacedBy: '', reason: by.type === 'staff' ? invoice.why : '' },
    });
  if (to === 'written_off' && request.state === 'accepted')
    await cancelRequest(tx, request, { invoice, by });
  // Where the money came in another way, what it paid for stays.
  if (!invoice.on_terms || (await primaryPayment(tx.db, request.id)) !== null) return;
  const licences = await revokeLicences(tx, request.id, reasons[to], by);
  await writeOfLicences(tx, request, { what: 'revoked', why: reasons[to], licences });
}

async function cancelRequest(
  tx: Tx,
  request: RequestRow,
  { invoice, by }: { invoice: InvoiceRow; by: Actor },
): Promise<void> {
  const reason = by.type === 'staff' ? invoice.why : '';
  const cancelled = await advance(tx, request, 'cancel', { by, data: { reason } });
  const about = await aboutRequest(tx, cancelled);
  await writeToRepublisher(tx, cancelled, 'withdrawn', { ...about, by: 'staff', reason });
}

import type { Updateable } from 'kysely';
import type { Tx } from '../../platform/context.ts';
import type { DB } from '../../platform/db/schema.gen.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import { invoiceLife, type InvoiceState } from '../rules/invoice.ts';
import { invoiceEnded } from './invoice-ended.ts';
import { moveInvoice, type InvoiceRow } from '../store/invoices.ts';

export interface InvoiceMove {
  by: Actor;
  set?: Updateable<DB['invoices']>;
  /** It ends because another one comes in its place: what follows from an end does not. */
  replaced?: boolean;
}

/**
 * The one door through which an invoice changes its state: its table of states, compare-and-set and exactly one event.
 * What was licensed before the payment ends with it. The caller holds the request's row. Null where the step does not follow or somebody was faster.
 */
export async function moveInvoiceOn(
  tx: Tx,
  invoice: InvoiceRow,
  to: InvoiceState,
  { by, set = {}, replaced = false }: InvoiceMove,
): Promise<InvoiceRow | null> {
  if (!invoiceLife[invoice.state as InvoiceState].includes(to)) return null;
  const moved = await moveInvoice(tx.db, invoice, { ...set, state: to, changed_at: tx.now() });
  if (moved === null) return null;
  await recordEvent(tx, {
    requestId: invoice.request_id,
    subject: { type: 'invoice', id: invoice.id },
    verb: verbs[to],
    by,
    before: invoice.state,
    after: to,
    data: { number: moved.number, why: moved.why, amount: moved.total, currency: moved.currency },
  });
  const ended = to === 'cancelled' || to === 'written_off';
  if (ended && !replaced) await invoiceEnded(tx, moved, { to, before: invoice.state, by });
  return moved;
}

const verbs: Record<InvoiceState, string> = {
  draft: 'draft_invoice',
  due: 'issue_invoice',
  overdue: 'invoice_overdue',
  paid: 'invoice_paid',
  written_off: 'write_off_invoice',
  cancelled: 'cancel_invoice',
};

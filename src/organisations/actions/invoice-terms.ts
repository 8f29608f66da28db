import type { Context } from '../../platform/context.ts';
import { conflict, notFound } from '../../platform/errors.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import { organisationById, setInvoiceTerms } from '../store/organisations.ts';

/**
 * Allows an organisation its licence before the payment, on an invoice, or ends that; invoices that are out stay as they
 * are. Refuses with conflict('organisation_changed') where somebody saved it since it was read at `version`.
 */
export async function changeInvoiceTerms(
  ctx: Context,
  { id, version }: { id: string; version: number },
  { allowed, reason, by }: { allowed: boolean; reason: string; by: Actor },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const organisation = await organisationById(tx.db, id);
    if (organisation === null) throw notFound();
    if (organisation.invoice_terms === allowed) return;
    if (!(await setInvoiceTerms(tx.db, { id, version }, { allowed, at: tx.now() })))
      throw conflict('organisation_changed');
    await recordEvent(tx, {
      requestId: null,
      subject: { type: 'organisation', id },
      verb: allowed ? 'allow_invoice_terms' : 'end_invoice_terms',
      by,
      data: { reason },
    });
  });
}

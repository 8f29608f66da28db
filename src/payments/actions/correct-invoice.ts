import type { Context, Tx } from '../../platform/context.ts';
import { conflict, invalid, notFound } from '../../platform/errors.ts';
import type { Actor } from '../../platform/events.ts';
import { changeBill, type GivenBill } from '../../requests/actions/change-bill.ts';
import { currentOffer, requestForChange } from '../../requests/actions/read.ts';
import { isOwed } from '../rules/invoice.ts';
import { invoiceById, openInvoice, type InvoiceRow } from '../store/invoices.ts';
import { cancelOwnInvoice, writeOfCancelled } from './cancel-own-invoice.ts';
import { issueInvoice } from './issue-invoice.ts';

export interface Correction {
  invoiceId: string;
  bill: GivenBill;
  why: string;
  by: Actor;
}

/**
 * Puts another bill on one of our own invoices that is owed: a credit note takes it back and a new one comes in its place,
 * in one transaction. What was licensed stays so. Returns the new invoice. Pressed again it returns the one that came then.
 * A bill that changes the tax before the licence puts a new offer to the republisher, and null is returned: there is
 * nothing to invoice until it is accepted. Refuses it as invalid after the licence. Conflict: already_changed.
 */
export async function correctInvoice(
  ctx: Context,
  correction: Correction,
): Promise<InvoiceRow | null> {
  return ctx.transaction(async (tx) => {
    const found = await invoiceById(tx.db, correction.invoiceId);
    const request = found === null ? null : await requestForChange(tx.db, found.request_id);
    const invoice = await invoiceById(tx.db, correction.invoiceId);
    if (invoice === null || request === null) throw notFound();
    if (invoice.state === 'cancelled' && invoice.why === correction.why)
      return openInvoice(tx.db, request.id);
    const offer = await currentOffer(tx.db, request.id);
    if (invoice.issuer !== 'own' || !isOwed(invoice) || offer === null)
      throw conflict('already_changed');
    return replace(tx, { ...correction, request, offer, invoice });
  });
}

type Replacing = Correction &
  Parameters<typeof issueInvoice>[1] & { invoice: InvoiceRow; bill: GivenBill };

async function replace(
  tx: Tx,
  { request, offer, invoice, bill, why, by }: Replacing,
): Promise<InvoiceRow | null> {
  const note = await cancelOwnInvoice(tx, { request, invoice }, { by, why, replaced: true });
  if (note === null) throw conflict('already_changed');
  const changed = await changeBill(tx, request, { offer, bill });
  if (changed === 'taxed_otherwise') throw invalid([taxedOtherwise]);
  const about = { request, invoice: { ...invoice, why }, note };
  if (changed === 'new_offer') {
    await writeOfCancelled(tx, { ...about, replacedBy: '' });
    return null;
  }
  const current = await requestForChange(tx.db, request.id);
  if (current === null) throw notFound();
  const onTerms = invoice.on_terms;
  const issued = await issueInvoice(tx, { request: current, offer, by, onTerms });
  await writeOfCancelled(tx, { ...about, replacedBy: issued.number ?? '' });
  return issued;
}

const taxedOtherwise = {
  field: 'billingCountry',
  message:
    'This bill changes the tax, and the licence is issued already. Cancel the invoice, which ends the licence, and offer it anew.',
};

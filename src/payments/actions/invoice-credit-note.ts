import type { Context, Tx } from '../../platform/context.ts';
import type { CreditNoteThere } from '../../platform/payment-service.ts';
import { recordEvent, system } from '../../platform/events.ts';
import { requestForChange } from '../../requests/actions/read.ts';
import { creditKey, creditParams } from '../rules/credit-note.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import { notCredited } from '../rules/invoice-trouble.ts';
import type { Step } from '../rules/round.ts';
import { creditNoteOf, uncreditedPayments } from '../store/credit-notes.ts';
import { invoiceByAttempt, invoiceHistory, type InvoiceRow } from '../store/invoices.ts';
import { paymentById } from '../store/payments.ts';
import { refundsOfPayment, type RefundRow } from '../store/refunds.ts';
import { checkoutOf } from './checkout-of.ts';
import { tellOfInvoice } from './tell-of-invoice.ts';
import { creditRefund } from './write-credit-note.ts';

interface Crediting {
  /** With its id at the payment service. */
  invoice: InvoiceRow & { stripe_id: string };
  refund: RefundRow;
  /** What had been given back before, in minor units. */
  before: number;
}

/**
 * Job `credit-invoice`: an invoice that was paid is never changed, so what is given back of it is a credit note, one for
 * each refund that has succeeded, at the payment service and in our books. Called again, or by two at once, it makes one.
 * Throws CheckoutFailure where the payment service does not answer, or may not do it.
 */
export async function creditInvoice(
  ctx: Context,
  { paymentId }: { paymentId: string },
): Promise<void> {
  const payment = await paymentById(ctx.db, paymentId);
  if (payment === null || payment.attempt_id === null) return;
  const invoice = await invoiceByAttempt(ctx.db, payment.attempt_id);
  if (invoice?.issuer !== 'stripe' || invoice.state !== 'paid' || invoice.stripe_id === null)
    return;
  if (invoice.live_money !== checkoutOf(ctx).liveMoney) return;
  let before = 0;
  for (const refund of await refundsOfPayment(ctx.db, paymentId)) {
    if (refund.state !== 'succeeded') continue;
    await creditOne(ctx, {
      ...{ invoice: { ...invoice, stripe_id: invoice.stripe_id }, refund, before },
    });
    before += refund.amount;
  }
}

/** Credit notes that are missing, as after a job was given up. */
export async function creditMissing(ctx: Context, step: Step): Promise<void> {
  for (const paymentId of await uncreditedPayments(ctx.db, checkoutOf(ctx).liveMoney))
    await step(() => creditInvoice(ctx, { paymentId }));
}

async function creditOne(ctx: Context, crediting: Crediting): Promise<void> {
  const { id } = crediting.refund;
  if ((await creditNoteOf(ctx.db, id)) !== null) return;
  if (await invoiceHistory(ctx.db, id, 'refuse_credit_note')) return;
  let note: CreditNoteThere;
  try {
    note = (await findNote(ctx, crediting)) ?? (await makeNote(ctx, crediting));
  } catch (error) {
    if (!(error instanceof CheckoutFailure) || error.kind !== 'refused') throw error;
    const found = await findNote(ctx, crediting);
    if (found === null) return refuse(ctx, crediting, error.code);
    note = found;
  }
  await ctx.transaction((tx) => recordNote(tx, note, crediting));
}

/** Made at the payment service's own pages together with the refund, or by us while the answer was lost. */
async function findNote(
  ctx: Context,
  { invoice, refund }: Crediting,
): Promise<CreditNoteThere | null> {
  const notes = await checkoutOf(ctx).creditNotesOf(invoice.stripe_id);
  const isOf = ({ refundIds, refundId }: CreditNoteThere): boolean =>
    refundId === refund.id || refundIds.includes(refund.stripe_id ?? '-');
  return notes.find(isOf) ?? null;
}

async function makeNote(ctx: Context, { invoice, refund }: Crediting): Promise<CreditNoteThere> {
  const checkout = checkoutOf(ctx);
  const { id: refundId, stripe_id: stripeRefund, amount, currency } = refund;
  const portal = ctx.links.baseUrl;
  const stripeInvoice = invoice.stripe_id;
  const params = creditParams({
    ...{ portal, refundId, stripeRefund, stripeInvoice, amount, currency },
  });
  try {
    return await checkout.createCreditNote(params, creditKey(refundId));
  } catch (error) {
    if (!(error instanceof CheckoutFailure) || error.kind !== 'saved_500') throw error;
    // The key holds a failure: what it did not make needs another one.
    const found = await findNote(ctx, { invoice, refund, before: 0 });
    const again = `${creditKey(refundId)}:${ctx.now().getTime()}`;
    return found ?? checkout.createCreditNote(params, again);
  }
}

async function recordNote(
  tx: Tx,
  note: CreditNoteThere,
  { invoice, refund, before }: Crediting,
): Promise<void> {
  await requestForChange(tx.db, invoice.request_id);
  if ((await creditNoteOf(tx.db, refund.id)) !== null) return;
  const named = {
    ...{ issuer: 'stripe', number: note.number, stripe_id: note.id, pdf_url: note.pdfUrl },
  };
  await creditRefund(tx, invoice, { refund, before, named, by: system });
}

/** It will never be made so: staff are told once, and make it at the payment service if it is needed. */
async function refuse(ctx: Context, { invoice, refund }: Crediting, code: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    await requestForChange(tx.db, invoice.request_id);
    if (await invoiceHistory(tx.db, refund.id, 'refuse_credit_note')) return;
    await recordEvent(tx, {
      requestId: invoice.request_id,
      subject: { type: 'refund', id: refund.id },
      ...{ verb: 'refuse_credit_note', by: system, data: { code } },
    });
    await tellOfInvoice(tx, invoice, notCredited(code));
  });
}

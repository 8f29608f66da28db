import type { Context, Tx } from '../../platform/context.ts';
import { conflict, invalid, notFound } from '../../platform/errors.ts';
import type { Actor } from '../../platform/events.ts';
import { currentOffer, requestForChange, type RequestRow } from '../../requests/actions/read.ts';
import { requireRightsToday } from '../../requests/actions/rights-today.ts';
import { formatMoney } from '../../values/money.ts';
import { isOwed } from '../rules/invoice.ts';
import type { PaymentVerdict } from '../rules/judge.ts';
import { attemptById, type AttemptRow } from '../store/attempts.ts';
import { invoiceById, type InvoiceRow } from '../store/invoices.ts';
import { paymentOfAttempt, type PaymentRow } from '../store/payments.ts';
import { grantPaid } from './grant-paid.ts';
import { holdMoney } from './hold-money.ts';
import { moveOn } from './move-attempt.ts';
import { moveInvoiceOn } from './move-invoice.ts';
import { payInvoiceOutside } from './pay-outside.ts';
import { recordTransfer } from './record-transfer.ts';

/** Money of an invoice as finance saw it on the newsroom's own account; minor units. */
export interface SeenPayment {
  invoiceId: string;
  amount: number;
  bankReference: string;
  /** BCP 47, for the sum in a refusal. */
  locale: string;
  by: Actor;
}

/**
 * Marks an invoice as paid: all of it or not at all. Another sum than its total is refused as invalid. Ours is settled at
 * once; one at the payment service is told so there. Pressed again with the same reference it does nothing. Money for an
 * invoice that was written off is held. Conflict: already_paid, not_payable, rights_refused. Throws CheckoutFailure
 * where the payment service does not answer.
 */
export async function payInvoice(ctx: Context, seen: SeenPayment): Promise<void> {
  const invoice = await invoiceById(ctx.db, seen.invoiceId);
  if (invoice === null || invoice.kind !== 'invoice') throw notFound();
  if (seen.amount !== invoice.total) throw invalid([notWhole(invoice, seen)]);
  if (invoice.issuer === 'stripe') return payInvoiceOutside(ctx, invoice, seen);
  await ctx.transaction((tx) => settleOwn(tx, invoice, seen));
}

function notWhole({ total, currency }: InvoiceRow, { amount, locale }: SeenPayment) {
  return {
    field: 'amount',
    message:
      amount < total
        ? 'The invoice is over {sum}, and a part of it does not pay it. Ask for the rest, and mark it when all of it is here.'
        : 'The invoice is over {sum}. Send back what is too much, and enter {sum} here.',
    params: { sum: formatMoney({ amount: total, currency }, locale) },
  };
}

async function settleOwn(tx: Tx, read: InvoiceRow, seen: SeenPayment): Promise<void> {
  const request = await requestForChange(tx.db, read.request_id);
  const invoice = await invoiceById(tx.db, read.id);
  const attempt = await attemptById(tx.db, read.attempt_id ?? '');
  if (request === null || invoice === null || attempt === null) throw notFound();
  if (invoice.state === 'paid') {
    const payment = await paymentOfAttempt(tx.db, attempt.id);
    if (payment?.bank_reference === seen.bankReference) return;
    throw conflict('already_paid');
  }
  const settling = { request, invoice, attempt };
  if (invoice.state === 'written_off') return holdLate(tx, settling, seen);
  const waits = request.state === 'accepted' || (request.state === 'granted' && invoice.on_terms);
  if (!waits || !isOwed(invoice)) throw conflict('not_payable');
  // What was licensed before the payment is owed whatever became of its articles.
  if (request.state === 'accepted') await requireRightsToday(tx.db, request.id, tx.now());
  const offer = await currentOffer(tx.db, request.id);
  if (offer?.id !== invoice.offer_id) throw conflict('not_payable');
  const payment = await received(tx, settling, {
    seen,
    verdict: { kind: 'primary' },
  });
  await grantPaid(tx, { request, offer, payment, by: seen.by });
}

interface Settling {
  request: RequestRow;
  invoice: InvoiceRow;
  attempt: AttemptRow;
}

/** Nobody waits for it any more: it is kept for staff to give back or to license anew. */
async function holdLate(tx: Tx, settling: Settling, seen: SeenPayment): Promise<void> {
  const { request, invoice } = settling;
  const { by } = seen;
  const payment = await received(tx, settling, { seen, verdict: late });
  await moveInvoiceOn(tx, invoice, 'paid', { by });
  await holdMoney(tx, payment, { reference: request.reference, by });
}

const late: PaymentVerdict = { kind: 'orphan', why: 'request_ended' };

async function received(
  tx: Tx,
  { request, invoice, attempt }: Settling,
  { seen, verdict }: { seen: SeenPayment; verdict: PaymentVerdict },
): Promise<PaymentRow> {
  const { bankReference, by } = seen;
  const { offer_id: offerId, total: amount, currency, live_money: liveMoney } = invoice;
  const transfer = {
    ...{ requestId: request.id, offerId, attemptId: attempt.id, amount, currency },
    ...{ bankReference, liveMoney, by },
  };
  const payment = await recordTransfer(tx, transfer, verdict);
  await moveOn(tx, attempt, 'paid', { by });
  return payment;
}

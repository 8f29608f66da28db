import type { Context } from '../../platform/context.ts';
import type { InvoiceThere } from '../../platform/payment-service.ts';
import { recordEvent } from '../../platform/events.ts';
import { requestForChange } from '../../requests/actions/read.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import type { AttemptRow } from '../store/attempts.ts';
import { invoiceByAttempt, invoiceHistory } from '../store/invoices.ts';
import { checkoutOf } from './checkout-of.ts';
import { stripe } from './move-attempt.ts';
import { recordPart } from './record-money.ts';

/**
 * What was transferred for an invoice that was voided, but was too little to pay it, stays with its customer at the payment
 * service, who has no other invoice. It is recorded once and held, and staff are told.
 */
export async function holdCash(
  ctx: Context,
  there: InvoiceThere,
  attempt: AttemptRow,
): Promise<void> {
  const { customerId } = there;
  const cash = customerId === null ? [] : await cashOf(ctx, customerId);
  if (cash.length === 0) return;
  await ctx.transaction(async (tx) => {
    const request = await requestForChange(tx.db, attempt.request_id);
    const invoice = await invoiceByAttempt(tx.db, attempt.id);
    const verb = 'hold_transfer';
    if (request === null || invoice === null) return;
    if (await invoiceHistory(tx.db, invoice.id, verb)) return;
    const subject = { type: 'invoice', id: invoice.id };
    await recordEvent(tx, { requestId: request.id, subject, verb, by: stripe, data: { cash } });
    for (const { amount, currency } of cash)
      await recordPart(
        tx,
        {
          ...{ method: 'invoice', paymentIntent: null, chargeId: null, liveMoney: there.liveMoney },
          ...{ currency, asked: there.total, received: amount },
          bankReference: `Stripe ${customerId ?? ''}`,
        },
        { attempt, request },
      );
  });
}

/** An account to which nobody can transfer anything knows of no such balance. */
async function cashOf(ctx: Context, customer: string) {
  try {
    return await checkoutOf(ctx).cashOf(customer);
  } catch (error) {
    if (!(error instanceof CheckoutFailure) || error.kind !== 'refused') throw error;
    ctx.log.warn({ err: error, customer }, 'what was transferred could not be read');
    return [];
  }
}

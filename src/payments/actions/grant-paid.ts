import { issueLicences } from '../../licences/actions/issue-licences.ts';
import type { Tx } from '../../platform/context.ts';
import type { Actor } from '../../platform/events.ts';
import { advance } from '../../requests/actions/advance.ts';
import type { OfferRow, RequestRow } from '../../requests/actions/read.ts';
import { liveAttempt } from '../store/attempts.ts';
import type { PaymentRow } from '../store/payments.ts';
import { writeToPayer } from './letters.ts';
import { settleInvoice } from './settle-invoice.ts';

export interface Grant {
  request: RequestRow;
  offer: OfferRow;
  payment: PaymentRow;
  by: Actor;
}

/**
 * What the right money brings: the request is granted and its licences are issued, unless that was done before the
 * payment; its invoice is settled, the receipt is written, and whatever could still be paid on is closed.
 */
export async function grantPaid(tx: Tx, { request, offer, payment, by }: Grant): Promise<void> {
  const { amount, currency, live_money: liveMoney } = payment;
  const data = { payment: payment.id, method: payment.method, amount, currency };
  const isNew = request.state === 'accepted';
  if (isNew) await advance(tx, request, 'pay', { by, data });
  await settleInvoice(tx, request, { payment, by });
  await writeToPayer(tx, request, 'payment-received', {
    amount,
    currency,
    net: offer.net,
    tax: offer.tax,
    paidAt: payment.paid_at,
  });
  if (isNew) await issueLicences(tx, { requestId: request.id, offer, by, liveMoney });
  if ((await liveAttempt(tx.db, request.id)) !== null)
    await tx.enqueue('reconcile-payments', { requestId: request.id }, { key: request.id });
}

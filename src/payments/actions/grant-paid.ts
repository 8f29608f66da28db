import { issueLicences } from '../../licences/actions/issue-licences.ts';
import type { Tx } from '../../platform/context.ts';
import type { Actor } from '../../platform/events.ts';
import { advance } from '../../requests/actions/advance.ts';
import type { OfferRow, RequestRow } from '../../requests/actions/read.ts';
import type { PaymentRow } from '../store/payments.ts';
import { writeToPayer } from './letters.ts';

export interface Grant {
  request: RequestRow;
  offer: OfferRow;
  payment: PaymentRow;
  by: Actor;
}

/** What the right money brings: the request is granted, its licences are issued, the receipt is written. */
export async function grantPaid(tx: Tx, { request, offer, payment, by }: Grant): Promise<void> {
  const { amount, currency, live_money: liveMoney } = payment;
  const data = { payment: payment.id, method: payment.method, amount, currency };
  await advance(tx, request, 'pay', { by, data });
  await writeToPayer(tx, request, 'payment-received', {
    amount,
    currency,
    net: offer.net,
    tax: offer.tax,
    paidAt: payment.paid_at,
  });
  await issueLicences(tx, { requestId: request.id, offer, by, liveMoney });
}

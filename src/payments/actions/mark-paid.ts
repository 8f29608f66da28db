import type { Context } from '../../platform/context.ts';
import { conflict, notFound } from '../../platform/errors.ts';
import type { Actor } from '../../platform/events.ts';
import { currentOffer, requestForChange } from '../../requests/actions/read.ts';
import { requireRightsToday } from '../../requests/actions/rights-today.ts';
import { liveAttempt } from '../store/attempts.ts';
import { primaryPayment } from '../store/payments.ts';
import { grantPaid } from './grant-paid.ts';
import { recordTransfer } from './record-transfer.ts';

export interface Transfer {
  requestId: string;
  /** The offer whose total staff saw when they marked it. */
  offerVersion: number;
  bankReference: string;
  by: Actor;
}

/**
 * Staff saw the money of the offer in force on the newsroom's account: records it and grants. An open
 * card page is closed afterwards. Pressed again it does nothing. Conflict: offer_replaced, not_payable,
 * already_paid, payment_processing (a debit is on its way), invoice_open (it is marked there), rights_refused (an article may not be licensed).
 */
export async function markPaidByTransfer(ctx: Context, transfer: Transfer): Promise<void> {
  await ctx.transaction(async (tx) => {
    const request = await requestForChange(tx.db, transfer.requestId);
    if (request === null) throw notFound();
    const paid = await primaryPayment(tx.db, request.id);
    if (paid?.method === 'transfer' && paid.bank_reference === transfer.bankReference) return;
    if (paid !== null) throw conflict('already_paid');
    const offer = await currentOffer(tx.db, request.id);
    if (request.state !== 'accepted' || offer === null) throw conflict('not_payable');
    if (offer.version !== transfer.offerVersion) throw conflict('offer_replaced');
    const live = await liveAttempt(tx.db, request.id);
    if (live?.state === 'processing') throw conflict('payment_processing');
    if (live !== null && live.method !== 'checkout') throw conflict('invoice_open');
    await requireRightsToday(tx.db, request.id, tx.now());
    const { total: amount, currency } = offer;
    const { bankReference, by } = transfer;
    const seen = {
      ...{ requestId: request.id, offerId: offer.id, attemptId: null, amount, currency },
      ...{ bankReference, liveMoney: !tx.testMode, by },
    };
    const payment = await recordTransfer(tx, seen, { kind: 'primary' });
    await grantPaid(tx, { request, offer, payment, by });
  });
}

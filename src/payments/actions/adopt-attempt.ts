import type { Tx } from '../../platform/context.ts';
import { recordEvent, system } from '../../platform/events.ts';
import { isUuid } from '../../platform/ids.ts';
import type { CheckoutSession } from '../../platform/payment-service.ts';
import { requestForChange, type RequestRow } from '../../requests/actions/read.ts';
import {
  attemptById,
  insertAttempt,
  lastNumber,
  liveAttempt,
  offerIsOf,
  type AttemptRow,
} from '../store/attempts.ts';
import { paymentByIntent } from '../store/payments.ts';

/** A page or an invoice of ours on which a payment came. Sums in minor units. */
export type LostPage = Pick<
  CheckoutSession,
  'id' | 'metadata' | 'amountTotal' | 'currency' | 'paymentIntent' | 'liveMoney'
> & { method: 'checkout' | 'invoice' };

/**
 * Writes anew the attempt behind a paid page of ours that the database has lost, as after a backup was restored: the
 * page names its request and offer. It is written as one that was given up, which may turn out to be paid after all. Null
 * where its money is recorded already, or request or offer are lost as well.
 */
export async function adoptAttempt(
  tx: Tx,
  session: LostPage,
): Promise<{ attempt: AttemptRow; request: RequestRow } | null> {
  const {
    request_id: requestId = '',
    offer_id: offerId = '',
    attempt_id: id = '',
  } = session.metadata;
  if (![requestId, offerId, id].every(isUuid)) return null;
  const request = await requestForChange(tx.db, requestId);
  if (request === null || !(await offerIsOf(tx.db, offerId, requestId))) return null;
  if ((await paymentByIntent(tx.db, session.paymentIntent ?? '')) !== null) return null;
  // Somebody may have gone to pay once more since.
  if ((await liveAttempt(tx.db, requestId)) !== null)
    await tx.enqueue('reconcile-payments', { requestId }, { key: requestId });
  const isKnown = (await attemptById(tx.db, id)) !== null;
  const attempt = await insertLost(tx, session, {
    ...{ id: isKnown ? tx.newId() : id, requestId, offerId },
  });
  return attempt && { attempt, request };
}

async function insertLost(
  tx: Tx,
  session: LostPage,
  { id, requestId, offerId }: { id: string; requestId: string; offerId: string },
): Promise<AttemptRow | null> {
  const { currency, amountTotal: amount, method } = session;
  const attempt = await insertAttempt(tx.db, {
    ...{ id, request_id: requestId, offer_id: offerId, method, state: 'abandoned' },
    ...{ number: (await lastNumber(tx.db, offerId)) + 1, key: `${method}:${id}` },
    // What it was asked with is lost; what it asked for is not.
    ...{ params: JSON.stringify({}), currency, amount, live_money: session.liveMoney },
    ...{ session_id: session.id, created_at: tx.now(), changed_at: tx.now() },
  });
  if (attempt === null) return null;
  await recordEvent(tx, {
    requestId,
    subject: { type: 'payment_attempt', id },
    verb: 'find_payment',
    by: system,
    after: 'abandoned',
    data: { session: session.id, amount, currency },
  });
  return attempt;
}

import type { Updateable } from 'kysely';
import type { Tx } from '../../platform/context.ts';
import type { CheckoutSession } from '../../platform/payment-service.ts';
import type { DB } from '../../platform/db/schema.gen.ts';
import { recordEvent } from '../../platform/events.ts';
import { isUuid } from '../../platform/ids.ts';
import { currentOffer, requestById, type RequestRow } from '../../requests/actions/read.ts';
import { refusedToday } from '../../requests/actions/rights-today.ts';
import { judge, type PaymentVerdict } from '../rules/judge.ts';
import type { AttemptRow } from '../store/attempts.ts';
import {
  insertPayment,
  paymentByIntent,
  primaryPayment,
  type PaymentRow,
} from '../store/payments.ts';
import { grantPaid } from './grant-paid.ts';
import { tellOfHeldMoney } from './letters.ts';
import { moveOn, stripe } from './move-attempt.ts';

export interface Arrived {
  session: CheckoutSession;
  attempt: AttemptRow;
  request: RequestRow;
  /** What is known of the session now, to be kept with the attempt. */
  set: Updateable<DB['payment_attempts']>;
}

/**
 * Money that has arrived for a known attempt: recorded first, judged second. The first payment of the
 * right sum for the offer in force grants, while its articles may be licensed; anything else is held and
 * staff are told. The caller holds the request's row. Called again it does nothing.
 */
export async function recordMoney(
  tx: Tx,
  { session, attempt, request, set }: Arrived,
): Promise<void> {
  if ((await paymentByIntent(tx.db, session.paymentIntent ?? '')) !== null) return;
  const offer = await currentOffer(tx.db, request.id);
  const isPaid = (await primaryPayment(tx.db, request.id)) !== null;
  const refused = (await refusedToday(tx.db, request.id, tx.now())) !== null;
  const verdict = judge(session, {
    attempt: { ...attempt, offerId: attempt.offer_id },
    request: { state: request.state, isPaid, refused },
    offer,
  });
  const owner = { requestId: request.id, offerId: attempt.offer_id, attemptId: attempt.id };
  const payment = await insertCharge(tx, session, { verdict, owner });
  if (payment === null) return;
  await moveOn(tx, attempt, 'paid', { by: stripe, set });
  if (verdict.kind === 'primary' && offer !== null)
    await grantPaid(tx, { request, offer, payment, by: stripe });
  else await hold(tx, payment, request.reference);
}

/** Money on a page of ours that no attempt is known for, as after a backup was restored: held. */
export async function recordUnknownMoney(tx: Tx, session: CheckoutSession): Promise<void> {
  if ((await paymentByIntent(tx.db, session.paymentIntent ?? '')) !== null) return;
  const id = session.metadata['request_id'] ?? '';
  const request = isUuid(id) ? await requestById(tx.db, id) : null;
  const owner = { requestId: request?.id ?? null, offerId: null, attemptId: null };
  const verdict = { kind: 'orphan', why: 'unknown_attempt' } as const;
  const payment = await insertCharge(tx, session, { verdict, owner });
  if (payment !== null) await hold(tx, payment, request?.reference ?? session.id.slice(0, 20));
}

interface Owner {
  requestId: string | null;
  offerId: string | null;
  attemptId: string | null;
}

async function insertCharge(
  tx: Tx,
  session: CheckoutSession,
  { verdict, owner }: { verdict: PaymentVerdict; owner: Owner },
): Promise<PaymentRow | null> {
  return insertPayment(tx.db, {
    id: tx.newId(),
    request_id: owner.requestId,
    offer_id: owner.offerId,
    attempt_id: owner.attemptId,
    method: 'checkout',
    kind: verdict.kind,
    held_why: verdict.kind === 'primary' ? '' : verdict.why,
    currency: session.currency,
    amount: session.amountReceived,
    payment_intent: session.paymentIntent,
    charge_id: session.chargeId,
    live_money: session.liveMoney,
    recorded_by: stripe.name,
    paid_at: tx.now(),
    created_at: tx.now(),
  });
}

async function hold(tx: Tx, payment: PaymentRow, reference: string): Promise<void> {
  await recordEvent(tx, {
    requestId: payment.request_id,
    subject: { type: 'payment', id: payment.id },
    verb: 'hold_payment',
    by: stripe,
    after: 'held',
    data: { why: payment.held_why, amount: payment.amount, currency: payment.currency },
  });
  await tellOfHeldMoney(tx, payment, reference);
}

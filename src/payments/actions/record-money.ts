import type { Updateable } from 'kysely';
import type { Tx } from '../../platform/context.ts';
import type { DB } from '../../platform/db/schema.gen.ts';
import { isUuid } from '../../platform/ids.ts';
import { currentOffer, requestById, type RequestRow } from '../../requests/actions/read.ts';
import { refusedToday } from '../../requests/actions/rights-today.ts';
import { judge, type Arrival, type PaymentVerdict } from '../rules/judge.ts';
import type { AttemptRow } from '../store/attempts.ts';
import { openInvoice } from '../store/invoices.ts';
import {
  insertPayment,
  paymentByIntent,
  primaryPayment,
  type PaymentRow,
} from '../store/payments.ts';
import { grantPaid } from './grant-paid.ts';
import { holdMoney } from './hold-money.ts';
import { moveOn, stripe } from './move-attempt.ts';

/** Money that has arrived, as it is recorded. */
export interface MoneyIn extends Arrival {
  method: 'checkout' | 'invoice';
  /** Null where it came outside the payment service, which was only told of it. */
  paymentIntent: string | null;
  chargeId: string | null;
  bankReference: string;
  liveMoney: boolean;
}

export interface Arrived {
  money: MoneyIn;
  attempt: AttemptRow;
  request: RequestRow;
  /** What is known of the attempt now, to be kept with it. */
  set: Updateable<DB['payment_attempts']>;
}

/**
 * Money that has arrived for a known attempt: recorded first, judged second. The first payment of the
 * right sum for the offer in force grants, while its articles may be licensed; anything else is held and
 * staff are told. The caller holds the request's row. Called again it does nothing.
 */
export async function recordMoney(
  tx: Tx,
  { money, attempt, request, set }: Arrived,
): Promise<void> {
  if (await isRecorded(tx, money, attempt)) return;
  const offer = await currentOffer(tx.db, request.id);
  const isPaid = (await primaryPayment(tx.db, request.id)) !== null;
  const refused = (await refusedToday(tx.db, request.id, tx.now())) !== null;
  const onTerms = (await openInvoice(tx.db, request.id))?.on_terms === true;
  const verdict = judge(money, {
    attempt: { ...attempt, offerId: attempt.offer_id },
    request: { state: request.state, isPaid, refused, onTerms },
    offer,
  });
  const owner = { requestId: request.id, offerId: attempt.offer_id, attemptId: attempt.id };
  const payment = await insertMoney(tx, money, { verdict, owner });
  if (payment === null) return;
  await moveOn(tx, attempt, 'paid', { by: stripe, set });
  if (verdict.kind === 'primary' && offer !== null)
    await grantPaid(tx, { request, offer, payment, by: stripe });
  else await holdMoney(tx, payment, { reference: request.reference, by: stripe });
}

/** Money without a payment intent has nothing to be known by but the attempt, which it pays once. */
async function isRecorded(tx: Tx, { paymentIntent }: MoneyIn, attempt: AttemptRow) {
  if (paymentIntent === null) return attempt.state === 'paid';
  return (await paymentByIntent(tx.db, paymentIntent)) !== null;
}

/** Money on a page or invoice of ours whose request or offer is not known, as after a backup was restored: held. */
export async function recordUnknownMoney(
  tx: Tx,
  money: MoneyIn,
  { requestId, objectId }: { requestId: string; objectId: string },
): Promise<void> {
  if ((await paymentByIntent(tx.db, money.paymentIntent ?? '')) !== null) return;
  const request = isUuid(requestId) ? await requestById(tx.db, requestId) : null;
  const owner = { requestId: request?.id ?? null, offerId: null, attemptId: null };
  const verdict = { kind: 'orphan', why: 'unknown_attempt' } as const;
  const payment = await insertMoney(tx, money, { verdict, owner });
  if (payment !== null)
    await holdMoney(tx, payment, {
      reference: request?.reference ?? objectId.slice(0, 20),
      by: stripe,
    });
}

/** A part of what an invoice asks for: recorded and held by itself, while the invoice goes on. Once for each charge. */
export async function recordPart(
  tx: Tx,
  money: MoneyIn,
  { attempt, request }: Pick<Arrived, 'attempt' | 'request'>,
): Promise<void> {
  if ((await paymentByIntent(tx.db, money.paymentIntent ?? '')) !== null) return;
  const owner = { requestId: request.id, offerId: attempt.offer_id, attemptId: attempt.id };
  const verdict = { kind: 'orphan', why: 'amount_differs' } as const;
  const payment = await insertMoney(tx, money, { verdict, owner });
  if (payment !== null) await holdMoney(tx, payment, { reference: request.reference, by: stripe });
}

interface Owner {
  requestId: string | null;
  offerId: string | null;
  attemptId: string | null;
}

async function insertMoney(
  tx: Tx,
  money: MoneyIn,
  { verdict, owner }: { verdict: PaymentVerdict; owner: Owner },
): Promise<PaymentRow | null> {
  return insertPayment(tx.db, {
    id: tx.newId(),
    request_id: owner.requestId,
    offer_id: owner.offerId,
    attempt_id: owner.attemptId,
    method: money.method,
    kind: verdict.kind,
    held_why: verdict.kind === 'primary' ? '' : verdict.why,
    currency: money.currency,
    amount: money.received,
    payment_intent: money.paymentIntent,
    charge_id: money.chargeId,
    bank_reference: money.bankReference,
    live_money: money.liveMoney,
    recorded_by: stripe.name,
    paid_at: tx.now(),
    created_at: tx.now(),
  });
}

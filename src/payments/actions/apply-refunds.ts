import type { Tx } from '../../platform/context.ts';
import type { RefundThere } from '../../platform/payment-service.ts';
import { isUuid } from '../../platform/ids.ts';
import { requestForChange, type RequestRow } from '../../requests/actions/read.ts';
import { lockPayment, paymentById, type PaymentRow } from '../store/payments.ts';
import { insertRefund, refundById, refundsOfPayment, type RefundRow } from '../store/refunds.ts';
import { tellOfFailedRefund, writeOfRefund } from './refund-letters.ts';
import { moveRefundOn, noteRefund } from './move-refund.ts';
import { stripe } from './move-attempt.ts';
import { settleRefunded } from './settle-refunded.ts';

/** A payment whose row, and that of its request, nobody else can change now. */
export interface Held {
  payment: PaymentRow;
  /** Null where the money came for no request that we know. */
  request: RequestRow | null;
}

/** Holds a payment and its request until the transaction ends, the request first. Null where there is none. */
export async function holdPayment(tx: Tx, paymentId: string): Promise<Held | null> {
  const read = await paymentById(tx.db, paymentId);
  if (read === null) return null;
  const request = read.request_id === null ? null : await requestForChange(tx.db, read.request_id);
  const payment = await lockPayment(tx.db, paymentId);
  return payment === null ? null : { payment, request };
}

/**
 * Refunds as they were just read: each is taken over by its id, whoever made it, and the payment says what was given
 * back in all. Sums are never taken for differences, and what is older than what we know changes nothing.
 */
export async function applyRefunds(
  tx: Tx,
  paymentId: string,
  found: readonly RefundThere[],
): Promise<void> {
  const held = await holdPayment(tx, paymentId);
  if (held === null) return;
  const known = await refundsOfPayment(tx.db, paymentId);
  for (const there of found) {
    if (there.paymentIntent !== held.payment.payment_intent) continue;
    const row =
      known.find(({ stripe_id: id }) => id === there.id) ?? (await asked(tx, held, there));
    if (row === null) await copyRefund(tx, held, there);
    else await follow(tx, held, { row, there });
  }
  await settleRefunded(tx, held, stripe);
}

/** The refund that we asked for and whose answer this is. */
async function asked(tx: Tx, { payment }: Held, there: RefundThere): Promise<RefundRow | null> {
  const id = there.refundId ?? '';
  const row = isUuid(id) ? await refundById(tx.db, id) : null;
  return row?.payment_id === payment.id && row.stripe_id === null ? row : null;
}

async function follow(
  tx: Tx,
  held: Held,
  { row, there }: { row: RefundRow; there: RefundThere },
): Promise<void> {
  const set = { stripe_id: there.id, error: there.failure };
  const moved = await moveRefundOn(tx, row, there.state, { held, by: stripe, set });
  if (moved === null) return;
  if (there.state === 'failed' || there.state === 'canceled')
    await tellOfFailedRefund(tx, held, moved);
  else if (row.state === 'requested') await writeOfRefund(tx, held, moved);
}

/** Made at the payment service's own pages, or ours of a time that the database has lost. */
async function copyRefund(tx: Tx, held: Held, there: RefundThere): Promise<void> {
  const { payment } = held;
  const copied = await insertRefund(tx.db, {
    id: tx.newId(),
    payment_id: payment.id,
    origin: 'stripe',
    state: there.state,
    currency: payment.currency,
    amount: there.amount,
    reason: 'at_stripe',
    stripe_id: there.id,
    error: there.failure,
    made_by: stripe.name,
    created_at: there.createdAt,
    changed_at: tx.now(),
  });
  if (copied === null) return;
  await noteRefund(tx, { held, refund: copied, before: null, by: stripe });
  if (there.state !== 'failed' && there.state !== 'canceled') await writeOfRefund(tx, held, copied);
}

import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from '../../platform/context.ts';
import type { Checkout, RefundThere } from '../../platform/payment-service.ts';
import { system } from '../../platform/events.ts';
import { savedFault } from '../rules/attempt.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import { keyRefused, refundStep } from '../rules/refund.ts';
import { paymentById, type PaymentRow } from '../store/payments.ts';
import { moveRefund, refundById, type RefundRow } from '../store/refunds.ts';
import { applyRefunds, holdPayment } from './apply-refunds.ts';
import { checkoutOf } from './checkout-of.ts';
import { mirrorRefunds } from './mirror-refunds.ts';
import { moveRefundOn } from './move-refund.ts';
import { tellOfFailedRefund } from './refund-letters.ts';

/**
 * Job `make-refund`: has the payment service give back what was asked for. While that is not clear it fails and is tried
 * again, always for the same refund.
 */
export async function makeRefund(ctx: Context, { id }: { id: string }): Promise<void> {
  const refund = await finishRefund(ctx, id, { watched: false });
  if (refund?.state === 'requested') throw new CheckoutFailure('unavailable', 'refund_unheard');
}

/**
 * Calls for a refund that was asked for, with its own key and parameters, or looks for it where that cannot help, and
 * records the answer; returns it as it stands then, still `requested` where nothing is clear yet. `watched`: somebody
 * sees the outcome, so nobody is written to if it is refused. Called again, or by two at once, it makes one refund.
 */
export async function finishRefund(
  ctx: Context,
  id: string,
  { watched }: { watched: boolean },
): Promise<RefundRow | null> {
  const refund = await refundById(ctx.db, id);
  const payment = refund && (await paymentById(ctx.db, refund.payment_id));
  if (refund?.state !== 'requested' || payment === null || payment.payment_intent === null)
    return refund;
  const making = { refund, payment, watched };
  const { error, keyed_at: keyedAt, changed_at: changedAt, created_at: createdAt } = refund;
  const step = refundStep({ error, keyedAt: keyedAt ?? createdAt, changedAt }, ctx.now());
  if (step === 'create') await call(ctx, making);
  else if (step === 'search') await search(ctx, making);
  return refundById(ctx.db, id);
}

interface Making {
  refund: RefundRow;
  payment: PaymentRow;
  watched: boolean;
}

async function call(ctx: Context, making: Making): Promise<void> {
  const { refund, payment } = making;
  const checkout: Checkout = checkoutOf(ctx);
  let answer: RefundThere;
  try {
    answer = await checkout.createRefund(refund.params ?? {}, refund.key ?? '');
  } catch (error) {
    if (!(error instanceof CheckoutFailure)) throw error;
    return afterFailure(ctx, making, error);
  }
  // The answer to a repeated call is the one of the first time, however long ago that was.
  if (wasTried(ctx, refund)) return mirrorRefunds(ctx, payment);
  await ctx.transaction((tx) => applyRefunds(tx, payment.id, [answer]));
}

function wasTried(ctx: Context, { error, keyed_at: keyedAt }: RefundRow): boolean {
  return error !== null || ctx.now().getTime() - (keyedAt?.getTime() ?? 0) > 10_000;
}

/** Its key cannot help any more: what is found is taken over; where there is nothing, it is asked for with a new key. */
async function search(ctx: Context, making: Making): Promise<void> {
  const { refund, payment } = making;
  await mirrorRefunds(ctx, payment);
  const key = `refund:${refund.id}:${String(ctx.now().getTime())}`;
  const renewed = await ctx.transaction(async (tx) => {
    const now = await refundById(tx.db, refund.id);
    if (now?.state !== 'requested' || now.key !== refund.key) return null;
    return moveRefund(tx.db, now, { key, keyed_at: tx.now(), error: null, changed_at: tx.now() });
  });
  if (renewed !== null) await call(ctx, { ...making, refund: renewed });
}

async function afterFailure(
  ctx: Context,
  making: Making,
  { kind, code, callId }: CheckoutFailure,
): Promise<void> {
  const { refund, payment } = making;
  ctx.log.error({ refund: refund.id, kind, code, callId }, 'a refund was not made');
  if (code === 'idempotency_key_in_use') return pause(200);
  if (kind === 'saved_500' || code === 'idempotency_error')
    return keepError(ctx, refund, savedFault);
  if (kind !== 'refused' && kind !== 'config') return keepError(ctx, refund, code);
  // An earlier call may have got through, or somebody gave it back over there.
  if (kind === 'refused') await mirrorRefunds(ctx, payment);
  else if (wasTried(ctx, refund)) return keepError(ctx, refund, keyRefused);
  await refuse(ctx, making, kind === 'config' ? keyRefused : code);
}

/** It stays asked for: no change of state, so no event. */
async function keepError(ctx: Context, refund: RefundRow, error: string): Promise<void> {
  await ctx.transaction((tx) => moveRefund(tx.db, refund, { error, changed_at: tx.now() }));
}

async function refuse(ctx: Context, { refund, watched }: Making, error: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const held = await holdPayment(tx, refund.payment_id);
    const now = await refundById(tx.db, refund.id);
    if (held === null || now === null || now.key !== refund.key) return;
    const set = { error };
    const refused = await moveRefundOn(tx, now, 'failed', { held, by: system, set });
    if (refused !== null && !watched) await tellOfFailedRefund(tx, held, refused);
  });
}

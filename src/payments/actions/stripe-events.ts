import type { Context } from '../../platform/context.ts';
import type { StripeEvent } from '../../platform/payment-service.ts';
import { notFound } from '../../platform/errors.ts';
import { isFromFuture, subjectOf } from '../rules/event.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import { eventById, insertEvent, markEvent, type EventRow } from '../store/events.ts';
import { markDelivered } from '../store/health.ts';
import { checkoutOf } from './checkout-of.ts';
import { syncDispute, syncWarning } from './sync-dispute.ts';
import { syncInvoice } from './sync-invoice.ts';
import { syncIntent, syncRefunds, syncSession, type Applied } from './sync-session.ts';

export type Received = 'new' | 'known' | 'refused';

/**
 * Takes a delivery of the payment service: verified, then stored whole with its job, then answered.
 * `refused` where no secret signed it, it is older than five minutes or from the future. Faults of the
 * database are thrown, so that the delivery is repeated.
 */
export async function recordStripeEvent(
  ctx: Context,
  raw: Buffer,
  signature: string,
): Promise<Received> {
  if (ctx.checkout === null) throw notFound();
  let event: StripeEvent;
  try {
    event = ctx.checkout.parseEvent(raw, signature, ctx.now());
  } catch (error) {
    if (error instanceof CheckoutFailure || error instanceof SyntaxError) return 'refused';
    throw error;
  }
  return isFromFuture(event, ctx.now()) ? 'refused' : storeEvent(ctx, event, { delivered: true });
}

/**
 * Stores an event once and enqueues its job; one that is known but not done is enqueued again.
 * `delivered`: the payment service brought it, it was not fetched.
 */
export async function storeEvent(
  ctx: Context,
  event: StripeEvent,
  { delivered }: { delivered: boolean },
): Promise<Received> {
  const otherMode = event.liveMoney !== ctx.checkout?.liveMoney;
  // Repeating cannot help, so it is taken, kept and shouted about.
  if (otherMode)
    ctx.log.error({ event: event.id }, 'an event of the other mode (test or live) came');
  const watched = subjectOf(event) !== null && !otherMode;
  return ctx.transaction(async (tx) => {
    const isNew = await insertEvent(tx.db, {
      id: event.id,
      type: event.type,
      object_id: event.objectId,
      live_money: event.liveMoney,
      payload: JSON.stringify(event.payload),
      state: watched ? 'received' : 'ignored',
      error: otherMode ? 'other_mode' : null,
      sent_at: event.createdAt,
      received_at: tx.now(),
      delivered_at: delivered ? tx.now() : null,
    });
    if (!isNew && delivered) await markDelivered(tx.db, event.id, tx.now());
    const row = isNew ? null : await eventById(tx.db, event.id);
    const open = isNew ? watched : row?.state === 'received' || row?.state === 'failed';
    if (open) await tx.enqueue('work-stripe-event', { id: event.id }, { key: event.id });
    return isNew ? 'new' : 'known';
  });
}

/**
 * Job `work-stripe-event`: takes the event as a hint to read its object anew. A failure is kept with
 * the event and thrown, so that the job is tried again; reconciliation takes up what was given up.
 */
export async function workStripeEvent(ctx: Context, { id }: { id: string }): Promise<void> {
  const event = await eventById(ctx.db, id);
  if (event === null || event.state === 'done' || event.state === 'ignored') return;
  const mark = (state: 'done' | 'ignored' | 'failed', error: string | null): Promise<void> =>
    ctx.transaction((tx) => markEvent(tx.db, id, { state, error, at: tx.now() }));
  try {
    const applied = await follow(ctx, event);
    await mark(applied === 'foreign' ? 'ignored' : 'done', null);
  } catch (error) {
    await mark('failed', error instanceof Error ? error.message : 'unknown');
    throw error;
  }
}

async function follow(ctx: Context, event: EventRow): Promise<Applied> {
  const subject = subjectOf({ type: event.type, objectId: event.object_id });
  if (subject === null) return 'foreign';
  if ('session' in subject) return syncSession(ctx, subject.session);
  if ('invoice' in subject) return syncInvoice(ctx, subject.invoice);
  if ('intent' in subject) return syncIntent(ctx, subject.intent);
  if ('charge' in subject)
    return syncRefundsOf(ctx, await checkoutOf(ctx).intentOfCharge(subject.charge));
  if ('refund' in subject)
    return syncRefundsOf(ctx, await checkoutOf(ctx).intentOfRefund(subject.refund));
  if ('dispute' in subject) return syncDispute(ctx, subject.dispute);
  if ('warning' in subject) return syncWarning(ctx, subject.warning);
  return 'foreign';
}

/** What was charged or given back without a payment intent is none of ours. */
async function syncRefundsOf(ctx: Context, intent: string | null): Promise<Applied> {
  return intent === null ? 'foreign' : syncRefunds(ctx, intent);
}

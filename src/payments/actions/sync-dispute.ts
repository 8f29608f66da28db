import type { Context, Tx } from '../../platform/context.ts';
import type { DisputeThere } from '../../platform/payment-service.ts';
import { recordEvent } from '../../platform/events.ts';
import { disputeStateOf, mayDisputeFollow, type DisputeState } from '../rules/dispute.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import {
  disputeByStripeId,
  disputesOfPayment,
  insertDispute,
  isWarned,
  updateDispute,
  type DisputeRow,
} from '../store/disputes.ts';
import { paymentByIntent, type PaymentRow } from '../store/payments.ts';
import { holdPayment, type Held } from './apply-refunds.ts';
import { tellOfDispute, tellOfWarning } from './dispute-letters.ts';
import { checkoutOf } from './checkout-of.ts';
import { stripe } from './move-attempt.ts';
import { noteDispute } from './note-dispute.ts';
import { settleDisputed } from './settle-disputed.ts';
import { syncIntent, type Applied } from './sync-session.ts';

/**
 * Reads a dispute anew and does, in one transaction, what follows from it: the licence, the letters, the history.
 * Called by webhooks and reconciliation alike, any number of times and at once. Throws CheckoutFailure where the
 * payment service does not answer, or says what we cannot understand: then what stands is kept.
 */
export async function syncDispute(ctx: Context, id: string): Promise<Applied> {
  for (let tries = 0; tries < 5; tries += 1) {
    const applied = await readAndApply(ctx, id);
    if (applied !== 'overtaken') return applied;
  }
  throw new CheckoutFailure('unavailable', 'dispute_changes_all_the_time');
}

/** A dispute may go back to where it was, so an answer only counts if nobody wrote since before it was asked for. */
async function readAndApply(ctx: Context, id: string): Promise<Applied | 'overtaken'> {
  const seen = await disputeByStripeId(ctx.db, id);
  const there = await checkoutOf(ctx).retrieveDispute(id);
  const payment = await paymentBehind(ctx, there.paymentIntent);
  if (payment === null) return 'foreign';
  const state = disputeStateOf(there.status);
  const isStrange =
    state === null ||
    (seen !== null && seen.state !== state && !mayDisputeFollow(seen.state, state));
  if (isStrange) {
    ctx.log.error({ dispute: id, status: there.status }, 'a dispute is in a state we do not know');
    throw new CheckoutFailure('config', `dispute_status_${there.status}`);
  }
  return ctx.transaction(async (tx) => {
    const held = await holdPayment(tx, payment.id);
    const row = await disputeByStripeId(tx.db, id);
    if (held === null || !isSame(row, seen)) return 'overtaken';
    await apply(tx, held, { row, there, state });
    return 'known';
  });
}

const isSame = (one: DisputeRow | null, other: DisputeRow | null): boolean =>
  one?.state === other?.state && one?.changed_at.getTime() === other?.changed_at.getTime();

/** The payment with this intent, which is recorded first where its own event was overtaken; null where it is none of ours. */
async function paymentBehind(ctx: Context, intent: string | null): Promise<PaymentRow | null> {
  if (intent === null) return null;
  const known = await paymentByIntent(ctx.db, intent);
  if (known !== null) return known;
  if ((await syncIntent(ctx, intent)) === 'foreign') return null;
  const payment = await paymentByIntent(ctx.db, intent);
  if (payment === null) throw new CheckoutFailure('unavailable', 'payment_not_recorded');
  return payment;
}

interface Read {
  row: DisputeRow | null;
  there: DisputeThere;
  state: DisputeState;
}

async function apply(tx: Tx, held: Held, { row, there, state }: Read): Promise<void> {
  const before = row?.state ?? null;
  const facts = {
    ...{ state, amount: there.amount, currency: there.currency, reason: there.reason },
    evidence_by: there.evidenceBy,
  };
  const dispute =
    row === null ? await add(tx, held, { there, facts }) : await renew(tx, row, facts);
  if (dispute !== null && before !== state)
    await noteDispute(tx, { held, dispute, before, by: stripe });
  const licence = await settleDisputed(tx, held, stripe);
  if (dispute !== null && before !== state)
    await tellOfDispute(tx, held, { dispute, before, licence });
}

type Facts = Pick<DisputeRow, 'state' | 'amount' | 'currency' | 'reason' | 'evidence_by'>;

function add(
  tx: Tx,
  { payment }: Held,
  { there, facts }: { there: DisputeThere; facts: Facts },
): Promise<DisputeRow | null> {
  return insertDispute(tx.db, {
    ...{ id: tx.newId(), stripe_id: there.id, payment_id: payment.id, ...facts },
    ...{ live_money: there.liveMoney, opened_at: there.openedAt },
    ...{ created_at: tx.now(), changed_at: tx.now() },
  });
}

async function renew(tx: Tx, row: DisputeRow, facts: Facts): Promise<DisputeRow> {
  const isOld =
    row.state === facts.state &&
    row.amount === facts.amount &&
    row.currency === facts.currency &&
    row.reason === facts.reason &&
    row.evidence_by?.getTime() === facts.evidence_by?.getTime();
  return isOld ? row : updateDispute(tx.db, row.id, { ...facts, changed_at: tx.now() });
}

/**
 * A card network suspects fraud: staff are told once, since giving the money back now may spare a dispute. The licence
 * stays as it is.
 */
export async function syncWarning(ctx: Context, id: string): Promise<Applied> {
  const payment = await paymentBehind(ctx, await checkoutOf(ctx).intentOfWarning(id));
  if (payment === null) return 'foreign';
  await ctx.transaction(async (tx) => {
    const held = await holdPayment(tx, payment.id);
    if (held === null || (await isWarned(tx.db, payment.id, id))) return;
    const { amount, refunded, currency } = held.payment;
    await recordEvent(tx, {
      requestId: held.payment.request_id,
      subject: { type: 'payment', id: payment.id },
      verb: 'warn_of_fraud',
      by: stripe,
      data: { warning: id, total: amount, currency },
    });
    const disputes = await disputesOfPayment(tx.db, payment.id);
    // What is gone or disputed already cannot be given back any more.
    if (refunded < amount && disputes.length === 0) await tellOfWarning(tx, held);
  });
  return 'known';
}

import type { Context } from '../../platform/context.ts';
import type { DisputeThere } from '../../platform/payment-service.ts';
import { disputeStateOf } from '../rules/dispute.ts';
import { lookFrom, type RoundStart, type Step } from '../rules/round.ts';
import { disputesByStripeIds, watchedDisputeIds, type DisputeRow } from '../store/disputes.ts';
import { paymentsByIntents } from '../store/payments.ts';
import { checkoutOf } from './checkout-of.ts';
import { syncDispute } from './sync-dispute.ts';

/** Disputes that are not decided are read anew in every round: a due date may have changed without an event. */
export async function reconcileWatched(ctx: Context, step: Step): Promise<void> {
  const { liveMoney } = checkoutOf(ctx);
  for (const id of await watchedDisputeIds(ctx.db, { liveMoney, limit: 200 }))
    await step(async () => void (await syncDispute(ctx, id)));
}

/**
 * Disputes at the payment service are compared as well, since events can be missing for good: those opened since the
 * last round saw everything and, once a day, those of 100 days, because banks take their time.
 */
export async function compareDisputes(ctx: Context, start: RoundStart, step: Step): Promise<void> {
  const from = lookFrom(start, ctx.now(), 100);
  const found = await checkoutOf(ctx).disputesSince(from);
  const ids = found.map(({ id }) => id);
  const rows = new Map((await disputesByStripeIds(ctx.db, ids)).map((row) => [row.stripe_id, row]));
  const ours = await intentsOfOurs(ctx, found);
  for (const there of found.toReversed()) {
    const isOurs = there.portal === ctx.links.baseUrl || ours.has(there.paymentIntent ?? '');
    if (isOurs && differs(rows.get(there.id), there))
      await step(async () => void (await syncDispute(ctx, there.id)));
  }
}

async function intentsOfOurs(
  ctx: Context,
  found: readonly DisputeThere[],
): Promise<Set<string | null>> {
  const intents = [...new Set(found.map(({ paymentIntent }) => paymentIntent ?? ''))];
  const payments = await paymentsByIntents(ctx.db, intents);
  return new Set(payments.map(({ payment_intent: intent }) => intent));
}

const differs = (row: DisputeRow | undefined, there: DisputeThere): boolean =>
  row === undefined ||
  row.state !== disputeStateOf(there.status) ||
  row.evidence_by?.getTime() !== there.evidenceBy?.getTime();

import type { Context } from '../../platform/context.ts';
import { lookFrom, type RoundStart, type Step } from '../rules/round.ts';
import { paymentById, paymentsByIntents } from '../store/payments.ts';
import { unheardRefunds } from '../store/refunds.ts';
import { checkoutOf } from './checkout-of.ts';
import { finishRefund } from './finish-refund.ts';
import { mirrorRefunds } from './mirror-refunds.ts';
import { syncRefunds } from './sync-session.ts';

const minuteMs = 60_000;

/** Refunds that were asked for and never heard of, and those that the bank still has in hand. */
export async function reconcileUnheard(ctx: Context, step: Step): Promise<void> {
  const before = new Date(ctx.now().getTime() - minuteMs);
  for (const { id, paymentId, state } of await unheardRefunds(ctx.db, before))
    await step(async () => {
      if (state === 'requested') await finishRefund(ctx, id, { watched: false });
      const payment = await paymentById(ctx.db, paymentId);
      if (state === 'pending' && payment !== null) await mirrorRefunds(ctx, payment);
    });
}

/**
 * Refunds at the payment service are compared as well, since events can be missing for good: those made since the last
 * round saw everything and, once a day, those of five weeks, because a bank may refuse one that had succeeded.
 */
export async function compareRefunds(ctx: Context, start: RoundStart, step: Step): Promise<void> {
  const from = lookFrom(start, ctx.now(), 35);
  const found = await checkoutOf(ctx).refundsSince(from);
  const intents = [...new Set(found.map(({ paymentIntent }) => paymentIntent ?? ''))];
  const payments = await paymentsByIntents(ctx.db, intents);
  for (const payment of payments) await step(() => mirrorRefunds(ctx, payment));
  const known = new Set(payments.map(({ payment_intent: intent }) => intent));
  for (const { paymentIntent: intent, portal } of found)
    if (intent !== null && !known.has(intent) && portal === ctx.links.baseUrl)
      await step(async () => void (await syncRefunds(ctx, intent)));
}

import type { Context } from '../../platform/context.ts';
import { dayOf } from '../../values/period.ts';
import type { Listing } from '../rules/reconcile-sums.ts';
import * as store from '../store/reconcile-sums.ts';
import { chargeDifferences, sumsByDay } from '../store/reconcile-sums-compare.ts';
import { refundDifferences } from '../store/reconcile-sums-refunds.ts';
import { checkoutOf } from './checkout-of.ts';
import { syncRefunds } from './sync-session.ts';

const hourMs = 3_600_000;
/** Payments that one stretch fetches at most; the next round fetches more. */
const fetchedAtMost = 20;

/**
 * Compares a stretch of time whose movements were all read. What the books lack is fetched first, by the
 * same door as always; then the sums of its days are written, and the objects that still differ.
 */
export async function compareStretch(ctx: Context, listing: Listing): Promise<void> {
  const { liveMoney } = checkoutOf(ctx);
  const from = new Date(listing.from);
  const to = new Date(listing.to);
  const settledBefore = new Date(ctx.now().getTime() - hourMs);
  const asked = { liveMoney, from, to, settledBefore };
  const startedAt = new Date(listing.startedAt);
  await ctx.transaction((tx) => store.markGone(tx.db, asked, startedAt));
  await fetchUnknown(ctx, asked);
  await ctx.transaction(async (tx) => {
    const days = { liveMoney, first: dayOf(from), last: dayOf(new Date(to.getTime() - 1)) };
    const seenAt = tx.now();
    await store.forgetDays(tx.db, days);
    const sums = await sumsByDay(tx.db, asked);
    await store.writeDays(
      tx.db,
      sums.map((row) => ({ ...row, live_money: liveMoney, compared_at: seenAt })),
    );
    const found = await differencesOf(tx, asked);
    await store.keepDifferences(
      tx.db,
      found.map((row) => ({ ...row, live_money: liveMoney, found_at: seenAt, seen_at: seenAt })),
    );
    await store.settleOthers(tx.db, days, seenAt);
  });
}

async function differencesOf(
  { db }: Pick<Context, 'db'>,
  asked: store.Comparison,
): Promise<store.Difference[]> {
  return [...(await chargeDifferences(db, asked)), ...(await refundDifferences(db, asked))];
}

/** One that cannot be fetched keeps the others not from being compared: it stays on the list. */
async function fetchUnknown(ctx: Context, asked: store.Comparison): Promise<void> {
  const unknown = (await differencesOf(ctx, asked)).filter(
    ({ why }) => why.endsWith('_unknown_here') || why === 'refund_differs',
  );
  const intents = new Set(unknown.map(({ payment_intent: intent }) => intent));
  for (const intent of [...intents].slice(0, fetchedAtMost))
    await syncRefunds(ctx, intent).catch((error: unknown) =>
      ctx.log.warn({ err: error, intent }, 'reconciliation: a payment could not be fetched'),
    );
}

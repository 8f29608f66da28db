import type { Context } from '../../platform/context.ts';
import type { Movement } from '../../platform/payment-books.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import { listingOfDay, movementKind, nextListing, type Listing } from '../rules/reconcile-sums.ts';
import * as store from '../store/reconcile-sums.ts';
import { oldestPaidAt, readingOf, writeReading } from '../store/reconcile-sums-reading.ts';
import type { Report } from '../store/reconciliations.ts';
import { checkoutOf } from './checkout-of.ts';
import { compareStretch } from './reconcile-sums-compare.ts';

const dayMs = 86_400_000;
/** Pages of a hundred movements that one round reads at most; the next round goes on from there. */
const pagesARound = 20;
/** Days with differences that a round reads anew, those first that were not looked at for longest. */
const daysARound = 5;

/**
 * Compares the books with the balance at the payment service, per UTC day and currency: copies the
 * movements of our payments, writes the sums of each day and the objects that differ. A round reads a
 * bounded number of pages. Throws CheckoutFailure where the service does not answer.
 */
export async function compareSums(ctx: Context, report: Report): Promise<void> {
  const budget = { pages: pagesARound };
  await readOn(ctx, report, budget);
  await lookAgain(ctx, report, budget);
  const { liveMoney } = checkoutOf(ctx);
  report.differences = await store.countDifferences(ctx.db, liveMoney);
  const monthAgo = new Date(ctx.now().getTime() - 30 * dayMs);
  await ctx.transaction((tx) => store.forgetSettled(tx.db, monthAgo));
}

interface Budget {
  pages: number;
}

/** Reads on from where the last round stopped until now, or until the round has read enough. */
async function readOn(ctx: Context, report: Report, budget: Budget): Promise<void> {
  const { liveMoney } = checkoutOf(ctx);
  while (budget.pages > 0) {
    const now = ctx.now();
    const reading = await readingOf(ctx.db, liveMoney);
    const readUntil = reading?.readUntil ?? (await beginning(ctx, liveMoney));
    const listing = reading?.listing ?? nextListing(readUntil, now);
    const save = (at: Date, kept: Listing | null): Promise<void> =>
      ctx.transaction((tx) => writeReading(tx.db, { liveMoney, readUntil: at, listing: kept }));
    const left = await readPages(ctx, report, {
      listing,
      budget,
      save: (on) => save(readUntil, on),
    });
    if (left !== null) return;
    await compareStretch(ctx, listing);
    await save(new Date(listing.to), null);
    if (new Date(listing.to).getTime() >= new Date(listing.startedAt).getTime()) return;
  }
}

/** Days that differed are read anew, so that what was put right at either side leaves the list. */
async function lookAgain(ctx: Context, report: Report, budget: Budget): Promise<void> {
  const { liveMoney } = checkoutOf(ctx);
  const days = await store.differingDays(ctx.db, { liveMoney, limit: daysARound });
  for (const day of days) {
    const listing = listingOfDay(day, ctx.now());
    const save = (): Promise<void> => Promise.resolve();
    if ((await readPages(ctx, report, { listing, budget, save })) !== null) return;
    await compareStretch(ctx, listing);
  }
}

/** Where nothing was read before: with the oldest payment, or a month ago, as after the loss of a database. */
async function beginning(ctx: Context, liveMoney: boolean): Promise<Date> {
  const monthAgo = new Date(ctx.now().getTime() - 29 * dayMs);
  const oldest = await oldestPaidAt(ctx.db, liveMoney);
  return oldest === null || oldest > monthAgo ? monthAgo : oldest;
}

interface Pages {
  listing: Listing;
  budget: Budget;
  save: (listing: Listing | null) => Promise<void>;
}

/** Copies page after page; null once all are read, else where to go on. */
async function readPages(ctx: Context, report: Report, pages: Pages): Promise<Listing | null> {
  let { listing } = pages;
  while (pages.budget.pages > 0) {
    pages.budget.pages -= 1;
    const next = await readPage(ctx, report, { ...pages, listing });
    if (next === null) return null;
    listing = { ...listing, after: next };
    await pages.save(listing);
  }
  return listing;
}

async function readPage(
  ctx: Context,
  report: Report,
  { listing, save }: Pages,
): Promise<string | null> {
  const { from, to, after } = listing;
  const wanted = { from: new Date(from), to: new Date(to), after };
  try {
    const { movements, next } = await checkoutOf(ctx).movements(wanted);
    report.movements += await keep(ctx, movements);
    return next;
  } catch (error) {
    // The movement to go on from belongs to another account, or was deleted with test data: from the top.
    const lost = error instanceof CheckoutFailure && error.code === 'resource_missing';
    if (lost && after !== null) await save(null);
    throw error;
  }
}

/** Keeps the movements of this portal's payments: other things may be sold through the same account. */
async function keep(ctx: Context, movements: readonly Movement[]): Promise<number> {
  const known = await store.knownIntents(
    ctx.db,
    movements.map(({ paymentIntent }) => paymentIntent),
  );
  const ours = movements.filter(
    ({ portal, paymentIntent }) => portal === ctx.links.baseUrl || known.has(paymentIntent),
  );
  const { liveMoney } = checkoutOf(ctx);
  const rows = ours.map((movement) => ({
    id: movement.id,
    kind: movementKind(movement),
    source_id: movement.sourceId,
    payment_intent: movement.paymentIntent,
    currency: movement.currency,
    amount: movement.amount,
    settled_currency: movement.settledCurrency,
    settled_amount: movement.settledAmount,
    fee: movement.fee,
    fee_there: movement.fee,
    live_money: liveMoney,
    booked_at: movement.bookedAt,
    seen_at: ctx.now(),
  }));
  await ctx.transaction((tx) => store.keepMovements(tx.db, rows));
  return rows.length;
}

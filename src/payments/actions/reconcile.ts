import type { Context } from '../../platform/context.ts';
import type { CheckoutSession } from '../../platform/payment-service.ts';
import { attemptById, liveAttempt, unclearAttempts } from '../store/attempts.ts';
import { unworkedEvents } from '../store/events.ts';
import { forgetRounds, insertRound } from '../store/health.ts';
import { emptyReport, reconciledUntil, writeRound, type Report } from '../store/reconciliations.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import { sessionVerdict } from '../rules/judge.ts';
import type { RoundStart, Step } from '../rules/round.ts';
import { compareDisputes, reconcileWatched } from './reconcile-disputes.ts';
import { compareInvoices, syncOwedInvoice } from './reconcile-invoices.ts';
import { compareRefunds, reconcileUnheard } from './reconcile-refunds.ts';
import { checkoutOf } from './checkout-of.ts';
import { creditMissing } from './invoice-credit-note.ts';
import { endStaleInvoices } from './end-stale-invoices.ts';
import { closeIfStale, finishCreation } from './finish-creation.ts';
import { checkEndpoints } from './health.ts';
import { compareSums } from './reconcile-sums.ts';
import { storeEvent } from './stripe-events.ts';
import { applySession, attemptOf, syncSession } from './sync-session.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/**
 * Job `reconcile-payments`. With a request: closes its page if nobody may pay on it any more. Without:
 * compares everything that is unclear with the payment service, so that no lost answer, lost webhook or
 * crash stays unnoticed. Running twice at once does no harm.
 */
export async function reconcilePayments(
  ctx: Context,
  { requestId }: { requestId?: string } = {},
): Promise<void> {
  if (requestId !== undefined) await endStaleInvoices(ctx, requestId);
  if (ctx.checkout === null) return;
  if (requestId !== undefined) return closeCheckouts(ctx, requestId);
  const startedAt = ctx.now();
  const report = emptyReport();
  const done = await reconciledUntil(ctx.db);
  const step: Step = (work) => oneStep(ctx, report, work);
  await reconcileAttempts(ctx, report);
  await reconcileUnheard(ctx, step);
  await creditMissing(ctx, step);
  await reconcileWatched(ctx, step);
  await enqueueUnworked(ctx);
  const start: RoundStart = { since: sinceOf(done, startedAt), lastRound: done };
  const made = new Date(start.since.getTime() - 3 * dayMs);
  // One kind that cannot be read, as where the key lacks a right, must not keep the others unread.
  const seen = [
    await step(() => fetchEvents(ctx, start.since, report)),
    await step(() => compareSessions(ctx, made, report)),
    await step(() => compareInvoices(ctx, made, step)),
    await step(() => compareRefunds(ctx, start, step)),
    await step(() => compareDisputes(ctx, start, step)),
  ].every(Boolean);
  await step(() => compareSums(ctx, report));
  await step(async () => {
    report.endpoint = await checkEndpoints(ctx);
  });
  // The start of a round that saw everything, never the newest event: an older one may have been lost.
  const until = seen ? startedAt : (done ?? new Date(startedAt.getTime() - 29 * dayMs));
  await closeRound(ctx, { until, startedAt, report });
}

/** A little before the last round that saw everything; the payment service keeps events for thirty days. */
function sinceOf(lastRound: Date | null, startedAt: Date): Date {
  const earliest = startedAt.getTime() - 29 * dayMs;
  return new Date(Math.max(lastRound === null ? 0 : lastRound.getTime() - 60 * minuteMs, earliest));
}

async function closeRound(
  ctx: Context,
  { until, startedAt, report }: { until: Date; startedAt: Date; report: Report },
): Promise<void> {
  const { liveMoney } = checkoutOf(ctx);
  await ctx.transaction(async (tx) => {
    const finishedAt = tx.now();
    await writeRound(tx.db, { until, finishedAt, report });
    await insertRound(tx.db, { id: tx.newId(), liveMoney, startedAt, finishedAt, report });
    await forgetRounds(tx.db, 100);
  });
}

/** Closes the request's page where its offer no longer stands; money that still arrives is held. */
async function closeCheckouts(ctx: Context, requestId: string): Promise<void> {
  const attempt = await liveAttempt(ctx.db, requestId);
  if (attempt !== null) await closeIfStale(ctx, attempt.id);
}

/** One thing that goes wrong must not keep the others waiting: it is counted, logged and tried again. */
async function oneStep(ctx: Context, report: Report, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    report.failures += 1;
    const words = error instanceof CheckoutFailure ? `${error.kind}: ${error.code}` : 'fault';
    if (report.errors.length < 5 && !report.errors.includes(words)) report.errors.push(words);
    ctx.log.warn({ err: error }, 'reconciliation: one step failed');
    return false;
  }
}

async function reconcileAttempts(ctx: Context, report: Report): Promise<void> {
  // Younger ones may be in the hands of the request that made them.
  const begunBefore = new Date(ctx.now().getTime() - minuteMs);
  for (const { id } of await unclearAttempts(ctx.db, begunBefore)) {
    report.attempts += 1;
    await oneStep(ctx, report, async () => {
      const attempt = await attemptById(ctx.db, id);
      if (attempt?.state === 'creating') await finishCreation(ctx, attempt);
      else if (attempt?.method === 'invoice') await syncOwedInvoice(ctx, attempt);
      else if (typeof attempt?.session_id === 'string') await syncSession(ctx, attempt.session_id);
      await closeIfStale(ctx, id);
    });
  }
}

async function enqueueUnworked(ctx: Context): Promise<void> {
  const before = new Date(ctx.now().getTime() - minuteMs);
  const ids = await unworkedEvents(ctx.db, before);
  await ctx.transaction(async (tx) => {
    for (const id of ids) await tx.enqueue('work-stripe-event', { id }, { key: id });
  });
}

async function fetchEvents(ctx: Context, since: Date, report: Report): Promise<void> {
  const events = await checkoutOf(ctx).eventsSince(since);
  for (const event of events.toReversed())
    if ((await storeEvent(ctx, event, { delivered: false })) === 'new') report.events += 1;
}

/** Events can be missing for good, so the sessions themselves are compared as well. */
async function compareSessions(ctx: Context, since: Date, report: Report): Promise<void> {
  const sessions = await checkoutOf(ctx).sessionsSince(since);
  for (const session of sessions.toReversed()) {
    if (session.metadata['portal'] !== ctx.links.baseUrl) continue;
    report.sessions += 1;
    await oneStep(ctx, report, () => compareSession(ctx, session));
  }
}

async function compareSession(ctx: Context, session: CheckoutSession): Promise<void> {
  const attempt = await attemptOf(ctx, session);
  const verdict = sessionVerdict(session);
  const mayBeOpen = attempt?.state === 'open' || attempt?.state === 'creating';
  // An open page that the portal does not hold for open could be paid behind its back.
  if (verdict === 'open' && !mayBeOpen)
    await applySession(ctx, await checkoutOf(ctx).expireSession(session.id));
  else if (verdict === 'paid' || attempt?.state !== verdict) await applySession(ctx, session);
}

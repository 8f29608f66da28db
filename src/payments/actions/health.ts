import type { Context } from '../../platform/context.ts';
import { conflict, notFound } from '../../platform/errors.ts';
import { dayOf } from '../../values/period.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import {
  judgeEndpoints,
  refusalCause,
  type EndpointState,
  type RefusalCause,
} from '../rules/health.ts';
import { troublesOf, type HealthFacts, type Trouble } from '../rules/health-troubles.ts';
import { serviceHealth } from '../store/desk.ts';
import { eventById } from '../store/events.ts';
import * as store from '../store/health.ts';
import { countDifferences } from '../store/reconcile-sums.ts';
import { checkoutOf } from './checkout-of.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Looks where the payment service reports to. A key that may not see it is no fault. */
export async function checkEndpoints(ctx: Context): Promise<EndpointState> {
  try {
    return judgeEndpoints(await checkoutOf(ctx).webhookEndpoints(), ctx.links.baseUrl);
  } catch (error) {
    if (error instanceof CheckoutFailure && error.kind === 'config') return { state: 'unreadable' };
    throw error;
  }
}

/** Counts a delivery that was refused. Never throws: the refusal itself must not wait for the database. */
export async function noteRefusal(ctx: Context, signature: string): Promise<void> {
  const now = ctx.now();
  const cause: RefusalCause = refusalCause(signature, now, ctx.config.stripeWebhookSecrets.length);
  try {
    await store.countRefusal(ctx.db, { day: dayOf(now), cause, at: now });
  } catch (error) {
    ctx.log.warn({ err: error, cause }, 'a refused delivery could not be counted');
  }
}

/** Works an event that failed or waits off now. Conflict: event_worked where nothing is left to do. */
export async function retryEvent(ctx: Context, id: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const event = await eventById(tx.db, id);
    if (event === null) throw notFound();
    if (event.state !== 'failed' && event.state !== 'received') throw conflict('event_worked');
    await tx.enqueue('work-stripe-event', { id }, { key: id });
  });
}

/** Facts of health beside those that are judged. */
export interface Health extends HealthFacts {
  delivery: { id: string; type: string; deliveredAt: Date } | null;
  refused: store.Refusals[];
  rounds: store.Round[];
}

/** How the connection to the payment service stands, out of the database alone. */
export async function readHealth(ctx: Context): Promise<Health> {
  const { db, checkout, config } = ctx;
  const now = ctx.now();
  const liveMoney = checkout?.liveMoney ?? true;
  const delivery = await store.lastDelivery(db);
  const rounds = await store.lastRounds(db, { liveMoney, limit: 10 });
  const refused = await store.refusalsSince(db, dayOf(new Date(now.getTime() - 7 * dayMs)));
  const last = rounds[0];
  return {
    stripe:
      checkout === null
        ? null
        : {
            secrets: config.stripeWebhookSecrets.length,
            // A round that Stripe did not answer knows nothing of it.
            endpoint: rounds.find(({ report }) => report.endpoint)?.report.endpoint ?? null,
          },
    ...{ delivery, refused, rounds, refusals: refused },
    lastDelivery: delivery?.deliveredAt ?? null,
    unheard: await unheard(ctx, delivery?.deliveredAt ?? null),
    failedEvents: (await serviceHealth(db)).failedEvents,
    otherMode: await store.countOtherMode(db, new Date(now.getTime() - 7 * dayMs)),
    lastRound:
      last === undefined
        ? null
        : { finishedAt: last.finishedAt, failures: last.report.failures ?? 0 },
    differences: await countDifferences(db, liveMoney),
    roundEveryMs: config.reconcileMs,
  };
}

/** What is wrong, in few and cheap questions to the database; nothing where card payment is off. */
export async function moneyTroubles(ctx: Context): Promise<Trouble[]> {
  return ctx.checkout === null ? [] : troublesOf(await readHealth(ctx), ctx.now());
}

/** Events of which no delivery came, though one had ten minutes to come. */
async function unheard(ctx: Context, lastDelivery: Date | null): Promise<HealthFacts['unheard']> {
  const now = ctx.now().getTime();
  const daysAgo = new Date(now - 3 * dayMs);
  const after = lastDelivery !== null && lastDelivery > daysAgo ? lastDelivery : daysAgo;
  const before = new Date(now - 10 * minuteMs);
  const { count, sentAt } = await store.fetchedEvents(ctx.db, { after, before });
  return sentAt === null ? null : { count, sentAt };
}

import type { Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import { offerReminderDays, paymentDays, unverifiedDays } from '../rules/clocks.ts';

const dayMs = 86_400_000;

/** Ids of requests for which a clock may have struck, in the order of their ids after `after`. */
export async function dueRequestIds(
  db: Kysely<DB>,
  now: Date,
  { after, limit }: { after: string | null; limit: number },
): Promise<string[]> {
  const ago = (days: number): Date => new Date(now.getTime() - days * dayMs);
  const rows = await db
    .selectFrom('requests')
    .leftJoin('offers', (join) =>
      join.onRef('offers.request_id', '=', 'requests.id').on('offers.state', '=', 'current'),
    )
    .select('requests.id')
    .where((eb) =>
      eb.or([
        eb.and([
          eb('requests.state', '=', 'unverified'),
          eb('requests.created_at', '<=', ago(unverifiedDays)),
        ]),
        eb.and([eb('requests.state', '=', 'needs_info'), eb('requests.changed_at', '<=', ago(1))]),
        eb.and([
          eb('requests.state', '=', 'offered'),
          eb('offers.expires_at', '<=', ago(-offerReminderDays[0])),
        ]),
        eb.and([
          eb('requests.state', '=', 'accepted'),
          eb('requests.changed_at', '<=', ago(paymentDays - offerReminderDays[0])),
        ]),
      ]),
    )
    .$if(after !== null, (query) => query.where('requests.id', '>', after))
    .orderBy('requests.id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** Keys of the reminders that were sent since the request last changed its state. */
export async function remindersSince(
  db: Kysely<DB>,
  requestId: string,
  since: Date,
): Promise<string[]> {
  const rows = await db
    .selectFrom('events')
    .select('data')
    .where('request_id', '=', requestId)
    .where('verb', '=', 'remind')
    .where('created_at', '>=', since)
    .execute();
  return rows.map(({ data }) => String((data as { key?: unknown }).key));
}

/** Whether a payment of the request is with the bank: it came in, but is not confirmed yet. */
export async function paymentUnderWay(db: Kysely<DB>, requestId: string): Promise<boolean> {
  const row = await db
    .selectFrom('payment_attempts')
    .select('id')
    .where('request_id', '=', requestId)
    .where('state', '=', 'processing')
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Whether money may still come in on what was begun: a payment is with the bank, a page is open that has not ended, or
 * an invoice stands. What is left of a page longer ago than a day is only not heard of yet: none lives longer.
 */
export async function mayStillBePaid(
  db: Kysely<DB>,
  requestId: string,
  now: Date,
): Promise<boolean> {
  const row = await db
    .selectFrom('payment_attempts')
    .select('id')
    .where('request_id', '=', requestId)
    .where('state', 'in', ['creating', 'open', 'processing'])
    .where((eb) =>
      eb.or([
        eb('state', '=', 'processing'),
        eb('method', '<>', 'checkout'),
        eb('created_at', '>', new Date(now.getTime() - dayMs)),
      ]),
    )
    .executeTakeFirst();
  return row !== undefined;
}

import { sql, type Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import type { RefusalCause } from '../rules/health.ts';
import type { Report } from './reconciliations.ts';

/** The newest event that a delivery brought. */
export async function lastDelivery(
  db: Kysely<DB>,
): Promise<{ id: string; type: string; deliveredAt: Date } | null> {
  const row = await db
    .selectFrom('stripe_events')
    .select(['id', 'type', 'delivered_at as deliveredAt'])
    .where('delivered_at', 'is not', null)
    .orderBy('delivered_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.deliveredAt ? { ...row, deliveredAt: row.deliveredAt } : null;
}

/** Events that a round had to fetch, made between the two moments; at most 1,000 are counted. */
export async function fetchedEvents(
  db: Kysely<DB>,
  { after, before }: { after: Date; before: Date },
): Promise<{ count: number; sentAt: Date | null }> {
  const row = await db
    .selectFrom((eb) =>
      eb
        .selectFrom('stripe_events')
        .select('sent_at')
        .where('delivered_at', 'is', null)
        .where('sent_at', '>', after)
        .where('sent_at', '<=', before)
        .orderBy('sent_at', 'desc')
        .limit(1000)
        .as('fetched'),
    )
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.max('sent_at').as('sentAt')])
    .executeTakeFirstOrThrow();
  return { count: row.count, sentAt: row.sentAt };
}

/** Notes that a delivery brought an event that was known before. */
export async function markDelivered(db: Kysely<DB>, id: string, at: Date): Promise<void> {
  await db
    .updateTable('stripe_events')
    .set({ delivered_at: at })
    .where('id', '=', id)
    .where('delivered_at', 'is', null)
    .execute();
}

/** Events of the other mode (test or live) that came since; at most 1,000 are counted. */
export async function countOtherMode(db: Kysely<DB>, since: Date): Promise<number> {
  const { count } = await db
    .selectFrom((eb) =>
      eb
        .selectFrom('stripe_events')
        .select('id')
        .where('error', '=', 'other_mode')
        .where('received_at', '>=', since)
        .limit(1000)
        .as('others'),
    )
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/** An event that could not be worked off, or waits to be. */
export interface OpenEvent {
  id: string;
  type: string;
  state: string;
  error: string | null;
  tries: number;
  receivedAt: Date;
  workedAt: Date | null;
}

/** Events that failed, and those that have waited since before `before`; oldest first. */
export async function openEvents(
  db: Kysely<DB>,
  { before, limit }: { before: Date; limit: number },
): Promise<OpenEvent[]> {
  return db
    .selectFrom('stripe_events')
    .select(['id', 'type', 'state', 'error', 'tries'])
    .select(['received_at as receivedAt', 'worked_at as workedAt'])
    .where('state', 'in', ['received', 'failed'])
    .where((eb) => eb.or([eb('state', '=', 'failed'), eb('received_at', '<', before)]))
    .orderBy('received_at')
    .limit(limit)
    .execute();
}

/** Counts a delivery that was refused. */
export async function countRefusal(
  db: Kysely<DB>,
  { day, cause, at }: { day: string; cause: RefusalCause; at: Date },
): Promise<void> {
  await db
    .insertInto('webhook_refusals')
    .values({ day, cause, count: 1, last_at: at })
    .onConflict((conflict) =>
      conflict.columns(['day', 'cause']).doUpdateSet((eb) => ({
        count: eb('webhook_refusals.count', '+', 1),
        last_at: at,
      })),
    )
    .execute();
}

export interface Refusals {
  cause: RefusalCause;
  count: number;
  lastAt: Date;
}

/** Refused deliveries since a day, by cause, the newest first. */
export async function refusalsSince(db: Kysely<DB>, day: string): Promise<Refusals[]> {
  const rows = await db
    .selectFrom('webhook_refusals')
    .select(['cause', sql<number>`sum(count)::int`.as('count')])
    .select((eb) => eb.fn.max('last_at').as('lastAt'))
    .where('day', '>=', day)
    .groupBy('cause')
    .orderBy('lastAt', 'desc')
    .execute();
  return rows.map((row) => ({ ...row, cause: row.cause as RefusalCause }));
}

/** A round of comparing with the payment service. */
export interface Round {
  id: string;
  startedAt: Date;
  finishedAt: Date;
  report: Partial<Report>;
}

export async function insertRound(
  db: Kysely<DB>,
  round: { id: string; liveMoney: boolean; startedAt: Date; finishedAt: Date; report: Report },
): Promise<void> {
  await db
    .insertInto('reconciliation_rounds')
    .values({
      id: round.id,
      live_money: round.liveMoney,
      started_at: round.startedAt,
      finished_at: round.finishedAt,
      report: JSON.stringify(round.report),
    })
    .execute();
}

/** Keeps the newest rounds only: ids sort by time. */
export async function forgetRounds(db: Kysely<DB>, kept: number): Promise<void> {
  await sql`delete from reconciliation_rounds where id < (
    select min(id::text)::uuid from (select id from reconciliation_rounds order by id desc limit ${kept}) as newest)`.execute(
    db,
  );
}

/** The newest rounds with this money, newest first. */
export async function lastRounds(
  db: Kysely<DB>,
  { liveMoney, limit }: { liveMoney: boolean; limit: number },
): Promise<Round[]> {
  const rows = await db
    .selectFrom('reconciliation_rounds')
    .select(['id', 'started_at as startedAt', 'finished_at as finishedAt', 'report'])
    .where('live_money', '=', liveMoney)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, report: row.report as Partial<Report> }));
}

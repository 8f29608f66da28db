import { sql, type Insertable, type Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import type { DifferenceReason } from '../rules/reconcile-sums.ts';

/** Which of these payment intents the books know. */
export async function knownIntents(
  db: Kysely<DB>,
  intents: readonly string[],
): Promise<ReadonlySet<string>> {
  if (intents.length === 0) return new Set();
  const rows = await db
    .selectFrom('payments')
    .select('payment_intent')
    .where('payment_intent', 'in', intents)
    .execute();
  return new Set(rows.map(({ payment_intent: intent }) => intent ?? ''));
}

/** Copies movements; one that is known keeps the fee that was first booked and takes over the rest. */
export async function keepMovements(
  db: Kysely<DB>,
  rows: readonly Insertable<DB['stripe_movements']>[],
): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insertInto('stripe_movements')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({
        currency: eb.ref('excluded.currency'),
        amount: eb.ref('excluded.amount'),
        settled_currency: eb.ref('excluded.settled_currency'),
        settled_amount: eb.ref('excluded.settled_amount'),
        fee_there: eb.ref('excluded.fee_there'),
        seen_at: eb.ref('excluded.seen_at'),
        gone: false,
      })),
    )
    .execute();
}

/** A stretch of time of the one or the other money. */
export interface Stretch {
  liveMoney: boolean;
  from: Date;
  to: Date;
}

export interface Comparison extends Stretch {
  /** Younger payments may lack their movement, which the payment service books a little later. */
  settledBefore: Date;
}

/** An object that stands differently in the two books; null where one has none. Minor units. */
export interface Difference {
  object_id: string;
  why: DifferenceReason;
  day: string;
  currency: string;
  here: number | null;
  there: number | null;
  payment_intent: string;
}

/** Marks the movements of a stretch that a whole reading of it, begun at `startedAt`, did not show. */
export async function markGone(
  db: Kysely<DB>,
  { liveMoney, from, to }: Stretch,
  startedAt: Date,
): Promise<void> {
  await db
    .updateTable('stripe_movements')
    .set({ gone: true })
    .where('live_money', '=', liveMoney)
    .where('booked_at', '>=', from)
    .where('booked_at', '<', to)
    .where('seen_at', '<', startedAt)
    .execute();
}

/** Writes the sums of the UTC days of a stretch anew. */
export async function writeDays(
  db: Kysely<DB>,
  rows: readonly Insertable<DB['money_days']>[],
): Promise<void> {
  if (rows.length > 0) await db.insertInto('money_days').values(rows).execute();
}

export async function forgetDays(
  db: Kysely<DB>,
  { liveMoney, first, last }: { liveMoney: boolean; first: string; last: string },
): Promise<void> {
  await db
    .deleteFrom('money_days')
    .where('live_money', '=', liveMoney)
    .where('day', '>=', first)
    .where('day', '<=', last)
    .execute();
}

type DifferenceRow = Insertable<DB['money_differences']>;

/** Notes objects that differ; one that differed before keeps the time at which it was first found. */
export async function keepDifferences(
  db: Kysely<DB>,
  rows: readonly DifferenceRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insertInto('money_differences')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['live_money', 'object_id', 'why']).doUpdateSet((eb) => ({
        day: eb.ref('excluded.day'),
        currency: eb.ref('excluded.currency'),
        here: eb.ref('excluded.here'),
        there: eb.ref('excluded.there'),
        seen_at: eb.ref('excluded.seen_at'),
        settled_at: null,
      })),
    )
    .execute();
}

/** Settles the differences of these days that were not found again at `seenAt`. */
export async function settleOthers(
  db: Kysely<DB>,
  { liveMoney, first, last }: { liveMoney: boolean; first: string; last: string },
  seenAt: Date,
): Promise<void> {
  await db
    .updateTable('money_differences')
    .set({ settled_at: seenAt })
    .where('live_money', '=', liveMoney)
    .where('day', '>=', first)
    .where('day', '<=', last)
    .where('seen_at', '<', seenAt)
    .where('settled_at', 'is', null)
    .execute();
}

/** Days with differences, those first that were not looked at for longest. */
export async function differingDays(
  db: Kysely<DB>,
  { liveMoney, limit }: { liveMoney: boolean; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ day: string }>`select day from money_differences
    where live_money = ${liveMoney} and settled_at is null
    group by day order by min(seen_at), day limit ${limit}`.execute(db);
  return rows.map(({ day }) => day);
}

export async function countDifferences(db: Kysely<DB>, liveMoney: boolean): Promise<number> {
  const { count } = await db
    .selectFrom('money_differences')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('live_money', '=', liveMoney)
    .where('settled_at', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}

/** Deletes what was settled before this moment. */
export async function forgetSettled(db: Kysely<DB>, before: Date): Promise<void> {
  await db.deleteFrom('money_differences').where('settled_at', '<', before).execute();
}

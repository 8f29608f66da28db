import type { Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import type { Listing } from '../rules/reconcile-sums.ts';

/** How far the movements of test or of real money were read; null where none ever were. */
export async function readingOf(
  db: Kysely<DB>,
  liveMoney: boolean,
): Promise<{ readUntil: Date; listing: Listing | null } | null> {
  const row = await db
    .selectFrom('stripe_readings')
    .selectAll()
    .where('live_money', '=', liveMoney)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { readUntil: row.read_until, listing: row.listing as Listing | null };
}

export async function writeReading(
  db: Kysely<DB>,
  reading: { liveMoney: boolean; readUntil: Date; listing: Listing | null },
): Promise<void> {
  const row = {
    read_until: reading.readUntil,
    listing: reading.listing === null ? null : JSON.stringify(reading.listing),
  };
  await db
    .insertInto('stripe_readings')
    .values({ live_money: reading.liveMoney, ...row })
    .onConflict((conflict) => conflict.column('live_money').doUpdateSet(row))
    .execute();
}

/** When the oldest payment through the payment service was recorded; null where there is none. */
export async function oldestPaidAt(db: Kysely<DB>, liveMoney: boolean): Promise<Date | null> {
  const row = await db
    .selectFrom('payments')
    .select('paid_at')
    .where('live_money', '=', liveMoney)
    .where('payment_intent', 'is not', null)
    .orderBy('paid_at')
    .limit(1)
    .executeTakeFirst();
  return row?.paid_at ?? null;
}

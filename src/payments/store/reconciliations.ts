import type { Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';

/** What one round of comparing with the payment service found; stored as it is. */
export interface Report {
  attempts: number;
  events: number;
  sessions: number;
  failures: number;
}

export async function reconciledUntil(db: Kysely<DB>): Promise<Date | null> {
  const row = await db
    .selectFrom('reconciliations')
    .select('reconciled_until')
    .where('id', '=', 1)
    .executeTakeFirst();
  return row?.reconciled_until ?? null;
}

export async function writeRound(
  db: Kysely<DB>,
  round: { until: Date; finishedAt: Date; report: Report },
): Promise<void> {
  const row = {
    reconciled_until: round.until,
    finished_at: round.finishedAt,
    report: JSON.stringify(round.report),
  };
  await db
    .insertInto('reconciliations')
    .values({ id: 1, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}

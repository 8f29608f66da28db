import type { Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import type { EndpointState } from '../rules/health.ts';

/** What one round of comparing with the payment service found; stored as it is. */
export interface Report {
  attempts: number;
  events: number;
  sessions: number;
  failures: number;
  /** What went wrong in the words of the payment service's codes, a few of them. */
  errors: string[];
  /** Movements of its balance that were read and belong to payments of this portal. */
  movements: number;
  /** Objects that stand differently in the two books after the round. */
  differences: number;
  endpoint: EndpointState | null;
}

/** The report of a round that has done nothing yet. */
export const emptyReport = (): Report => ({
  ...{ attempts: 0, events: 0, sessions: 0, failures: 0, errors: [] },
  ...{ movements: 0, differences: 0, endpoint: null },
});

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

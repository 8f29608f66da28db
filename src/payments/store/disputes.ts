import { sql, type Insertable, type Kysely, type Selectable, type Updateable } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import { isWatched, disputeStates, type DisputeState } from '../rules/dispute.ts';

export type DisputeRow = Omit<Selectable<DB['disputes']>, 'state'> & { state: DisputeState };

const watched = disputeStates.filter((state) => isWatched(state));

/** The new dispute; null where it is known. */
export async function insertDispute(
  db: Kysely<DB>,
  row: Insertable<DB['disputes']> & { state: DisputeState },
): Promise<DisputeRow | null> {
  const inserted = await db
    .insertInto('disputes')
    .values(row)
    .onConflict((conflict) => conflict.column('stripe_id').doNothing())
    .returningAll()
    .executeTakeFirst();
  return (inserted as DisputeRow | undefined) ?? null;
}

export async function disputeByStripeId(db: Kysely<DB>, id: string): Promise<DisputeRow | null> {
  const row = await db
    .selectFrom('disputes')
    .selectAll()
    .where('stripe_id', '=', id)
    .executeTakeFirst();
  return (row as DisputeRow | undefined) ?? null;
}

/** Which of these disputes are known. */
export async function disputesByStripeIds(
  db: Kysely<DB>,
  ids: readonly string[],
): Promise<DisputeRow[]> {
  if (ids.length === 0) return [];
  const rows = await db.selectFrom('disputes').selectAll().where('stripe_id', 'in', ids).execute();
  return rows as DisputeRow[];
}

/** Every dispute of a payment, oldest first. */
export async function disputesOfPayment(db: Kysely<DB>, paymentId: string): Promise<DisputeRow[]> {
  const rows = await db
    .selectFrom('disputes')
    .selectAll()
    .where('payment_id', '=', paymentId)
    .orderBy('id')
    .execute();
  return rows as DisputeRow[];
}

/** Writes what was read of a dispute; the caller holds its payment. */
export async function updateDispute(
  db: Kysely<DB>,
  id: string,
  change: Updateable<DB['disputes']>,
): Promise<DisputeRow> {
  const row = await db
    .updateTable('disputes')
    .set(change)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return row as DisputeRow;
}

/** Stripe's ids of disputes that are not decided, those with the nearest end first. */
export async function watchedDisputeIds(
  db: Kysely<DB>,
  { liveMoney, limit }: { liveMoney: boolean; limit: number },
): Promise<string[]> {
  const rows = await db
    .selectFrom('disputes')
    .select('stripe_id')
    .where('state', 'in', watched)
    .where('live_money', '=', liveMoney)
    .orderBy('evidence_by')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ stripe_id: id }) => id);
}

/** A dispute in the list of the desk; reference and organisation null where its request is unknown. */
export interface WatchedDispute {
  id: string;
  paymentId: string;
  state: DisputeState;
  amount: number;
  currency: string;
  reason: string;
  evidenceBy: Date | null;
  liveMoney: boolean;
  reference: string | null;
  organisation: string | null;
}

/** Disputes that are not decided, those with the nearest end first. */
export async function watchedDisputes(db: Kysely<DB>, limit: number): Promise<WatchedDispute[]> {
  const rows = await db
    .selectFrom('disputes')
    .innerJoin('payments', 'payments.id', 'disputes.payment_id')
    .leftJoin('requests', 'requests.id', 'payments.request_id')
    .select(['disputes.id', 'disputes.payment_id as paymentId', 'disputes.state'])
    .select(['disputes.amount', 'disputes.currency', 'disputes.reason'])
    .select(['disputes.evidence_by as evidenceBy', 'disputes.live_money as liveMoney'])
    .select(['requests.reference', 'requests.organisation'])
    .where('disputes.state', 'in', watched)
    .orderBy('disputes.evidence_by')
    .orderBy('disputes.id')
    .limit(limit)
    .execute();
  return rows as WatchedDispute[];
}

/** A change of state in the history of a dispute. */
export interface DisputeStep {
  disputeId: string;
  at: Date;
  state: DisputeState;
}

/** What became of the disputes of a payment, oldest first. */
export async function disputeStepsOf(db: Kysely<DB>, paymentId: string): Promise<DisputeStep[]> {
  const rows = await db
    .selectFrom('disputes')
    .innerJoin('events', 'events.subject_id', 'disputes.id')
    .select(['disputes.id as disputeId', 'events.created_at as at', 'events.after_state as state'])
    .where('disputes.payment_id', '=', paymentId)
    .where('events.after_state', 'is not', null)
    .orderBy('events.created_at')
    .orderBy('events.id')
    .limit(100)
    .execute();
  return rows as DisputeStep[];
}

/** Whether the history of a payment holds this warning of fraud. */
export async function isWarned(
  db: Kysely<DB>,
  paymentId: string,
  warning: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('events')
    .select('id')
    .where('subject_id', '=', paymentId)
    .where('verb', '=', 'warn_of_fraud')
    .where(sql<string>`data->>'warning'`, '=', warning)
    .executeTakeFirst();
  return row !== undefined;
}

/** When a card network first warned of fraud about a payment; null where none did. */
export async function warnedAt(db: Kysely<DB>, paymentId: string): Promise<Date | null> {
  const row = await db
    .selectFrom('events')
    .select('created_at')
    .where('subject_id', '=', paymentId)
    .where('verb', '=', 'warn_of_fraud')
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst();
  return row?.created_at ?? null;
}

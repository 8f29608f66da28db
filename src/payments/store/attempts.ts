import type { Insertable, Kysely, Selectable, Updateable } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import { liveStates, type AttemptState } from '../rules/attempt.ts';

type Row = Selectable<DB['payment_attempts']>;
export type AttemptRow = Omit<Row, 'state' | 'params'> & { state: AttemptState; params: object };

/** The new attempt; null where the request already has a live one. */
export async function insertAttempt(
  db: Kysely<DB>,
  row: Insertable<DB['payment_attempts']>,
): Promise<AttemptRow | null> {
  const inserted = await db
    .insertInto('payment_attempts')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  return (inserted as AttemptRow | undefined) ?? null;
}

export async function attemptById(db: Kysely<DB>, id: string): Promise<AttemptRow | null> {
  const row = await db
    .selectFrom('payment_attempts')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return (row as AttemptRow | undefined) ?? null;
}

export async function attemptBySession(
  db: Kysely<DB>,
  sessionId: string,
): Promise<AttemptRow | null> {
  const row = await db
    .selectFrom('payment_attempts')
    .selectAll()
    .where('session_id', '=', sessionId)
    .executeTakeFirst();
  return (row as AttemptRow | undefined) ?? null;
}

/** The one attempt of a request on which somebody can still pay, or whose bank has not answered. */
export async function liveAttempt(db: Kysely<DB>, requestId: string): Promise<AttemptRow | null> {
  const row = await db
    .selectFrom('payment_attempts')
    .selectAll()
    .where('request_id', '=', requestId)
    .where('state', 'in', liveStates)
    .executeTakeFirst();
  return (row as AttemptRow | undefined) ?? null;
}

/** Whether an offer, in force or not, was made on this request. */
export async function offerIsOf(
  db: Kysely<DB>,
  offerId: string,
  requestId: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('offers')
    .select('id')
    .where('id', '=', offerId)
    .where('request_id', '=', requestId)
    .executeTakeFirst();
  return row !== undefined;
}

export async function lastNumber(db: Kysely<DB>, offerId: string): Promise<number> {
  const row = await db
    .selectFrom('payment_attempts')
    .select((eb) => eb.fn.max('number').as('last'))
    .where('offer_id', '=', offerId)
    .executeTakeFirst();
  return row?.last ?? 0;
}

/** Changes the attempt if it still is in the state it was read in; null where somebody was faster. */
export async function moveAttempt(
  db: Kysely<DB>,
  read: Pick<AttemptRow, 'id' | 'state'>,
  change: Updateable<DB['payment_attempts']>,
): Promise<AttemptRow | null> {
  const moved = await db
    .updateTable('payment_attempts')
    .set(change)
    .where('id', '=', read.id)
    .where('state', '=', read.state)
    .returningAll()
    .executeTakeFirst();
  return (moved as AttemptRow | undefined) ?? null;
}

/** Live attempts of all requests, oldest first; those in creation only if begun before `begunBefore`. */
export async function unclearAttempts(
  db: Kysely<DB>,
  begunBefore: Date,
): Promise<Pick<AttemptRow, 'id' | 'request_id'>[]> {
  return db
    .selectFrom('payment_attempts')
    .select(['id', 'request_id'])
    .where('state', 'in', liveStates)
    .where((eb) => eb.or([eb('state', '<>', 'creating'), eb('created_at', '<', begunBefore)]))
    .orderBy('created_at')
    .execute();
}

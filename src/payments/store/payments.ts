import type { Insertable, Kysely, Selectable } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';

export type PaymentRow = Selectable<DB['payments']>;

/** The new payment; null where this charge is recorded already. */
export async function insertPayment(
  db: Kysely<DB>,
  row: Insertable<DB['payments']>,
): Promise<PaymentRow | null> {
  const inserted = await db
    .insertInto('payments')
    .values(row)
    .onConflict((conflict) => conflict.column('payment_intent').doNothing())
    .returningAll()
    .executeTakeFirst();
  return inserted ?? null;
}

export async function paymentByIntent(db: Kysely<DB>, intent: string): Promise<PaymentRow | null> {
  const row = await db
    .selectFrom('payments')
    .selectAll()
    .where('payment_intent', '=', intent)
    .executeTakeFirst();
  return row ?? null;
}

export async function paymentById(db: Kysely<DB>, id: string): Promise<PaymentRow | null> {
  const row = await db.selectFrom('payments').selectAll().where('id', '=', id).executeTakeFirst();
  return row ?? null;
}

/** The same, held against changes by others until the transaction ends. Hold its request first. */
export async function lockPayment(db: Kysely<DB>, id: string): Promise<PaymentRow | null> {
  const row = await db
    .selectFrom('payments')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** Which of these charges are recorded. */
export async function paymentsByIntents(
  db: Kysely<DB>,
  intents: readonly string[],
): Promise<PaymentRow[]> {
  if (intents.length === 0) return [];
  return db.selectFrom('payments').selectAll().where('payment_intent', 'in', intents).execute();
}

/** The payment that came on an attempt, or null. */
export async function paymentOfAttempt(
  db: Kysely<DB>,
  attemptId: string,
): Promise<PaymentRow | null> {
  const row = await db
    .selectFrom('payments')
    .selectAll()
    .where('attempt_id', '=', attemptId)
    .executeTakeFirst();
  return row ?? null;
}

/** The payment that a request was granted for, or null. */
export async function primaryPayment(
  db: Kysely<DB>,
  requestId: string,
): Promise<PaymentRow | null> {
  const row = await db
    .selectFrom('payments')
    .selectAll()
    .where('request_id', '=', requestId)
    .where('kind', '=', 'primary')
    .executeTakeFirst();
  return row ?? null;
}

/** Notes what has been given back so far (minor units); false where that was known. */
export async function setRefunded(
  db: Kysely<DB>,
  payment: Pick<PaymentRow, 'id' | 'refunded'>,
  refunded: number,
): Promise<boolean> {
  const moved = await db
    .updateTable('payments')
    .set({ refunded })
    .where('id', '=', payment.id)
    .where('refunded', '=', payment.refunded)
    .returning('id')
    .executeTakeFirst();
  return moved !== undefined;
}

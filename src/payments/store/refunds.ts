import type { Insertable, Kysely, Selectable, Updateable } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import type { RefundState } from '../rules/refund.ts';

type Row = Selectable<DB['refunds']>;
export type RefundRow = Omit<Row, 'state' | 'params'> & {
  state: RefundState;
  params: object | null;
};

/** The new refund; null where this form was sent before, or the refund at the payment service is known. */
export async function insertRefund(
  db: Kysely<DB>,
  row: Insertable<DB['refunds']>,
): Promise<RefundRow | null> {
  const inserted = await db
    .insertInto('refunds')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  return (inserted as RefundRow | undefined) ?? null;
}

export async function refundById(db: Kysely<DB>, id: string): Promise<RefundRow | null> {
  const row = await db.selectFrom('refunds').selectAll().where('id', '=', id).executeTakeFirst();
  return (row as RefundRow | undefined) ?? null;
}

export async function refundByFormKey(db: Kysely<DB>, key: string): Promise<RefundRow | null> {
  const row = await db
    .selectFrom('refunds')
    .selectAll()
    .where('form_key', '=', key)
    .executeTakeFirst();
  return (row as RefundRow | undefined) ?? null;
}

/** Everything that was asked for or given back of a payment, oldest first. */
export async function refundsOfPayment(db: Kysely<DB>, paymentId: string): Promise<RefundRow[]> {
  const rows = await db
    .selectFrom('refunds')
    .selectAll()
    .where('payment_id', '=', paymentId)
    .orderBy('id')
    .execute();
  return rows as RefundRow[];
}

/** Changes a refund if it still is in the state it was read in; null where somebody was faster. */
export async function moveRefund(
  db: Kysely<DB>,
  read: Pick<RefundRow, 'id' | 'state'>,
  change: Updateable<DB['refunds']>,
): Promise<RefundRow | null> {
  const moved = await db
    .updateTable('refunds')
    .set(change)
    .where('id', '=', read.id)
    .where('state', '=', read.state)
    .returningAll()
    .executeTakeFirst();
  return (moved as RefundRow | undefined) ?? null;
}

/** A refund that nobody has heard the end of. */
export interface Unheard {
  id: string;
  paymentId: string;
  state: RefundState;
}

/** Refunds without an end that have not changed since `before`, oldest first. */
export async function unheardRefunds(db: Kysely<DB>, before: Date): Promise<Unheard[]> {
  const rows = await db
    .selectFrom('refunds')
    .select(['id', 'payment_id as paymentId', 'state'])
    .where('state', 'in', ['requested', 'pending'])
    .where('changed_at', '<', before)
    .orderBy('changed_at')
    .execute();
  return rows as Unheard[];
}

import type { Insertable, Kysely, Selectable } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';

export type EventRow = Selectable<DB['stripe_events']>;

/** True where the event was new. */
export async function insertEvent(
  db: Kysely<DB>,
  row: Insertable<DB['stripe_events']>,
): Promise<boolean> {
  const inserted = await db
    .insertInto('stripe_events')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

export async function eventById(db: Kysely<DB>, id: string): Promise<EventRow | null> {
  const row = await db
    .selectFrom('stripe_events')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** Ends the work on an event, or marks a try that failed. */
export async function markEvent(
  db: Kysely<DB>,
  id: string,
  { state, error, at }: { state: 'done' | 'ignored' | 'failed'; error: string | null; at: Date },
): Promise<void> {
  await db
    .updateTable('stripe_events')
    .set((eb) => ({ state, error, worked_at: at, tries: eb('tries', '+', 1) }))
    .where('id', '=', id)
    .where('state', 'in', ['received', 'failed'])
    .execute();
}

/** Events that were received before `before` and are not done, unless they failed very often. */
export async function unworkedEvents(db: Kysely<DB>, before: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('stripe_events')
    .select('id')
    .where('state', 'in', ['received', 'failed'])
    .where('received_at', '<', before)
    .where('tries', '<', 30)
    .orderBy('received_at')
    .limit(500)
    .execute();
  return rows.map(({ id }) => id);
}

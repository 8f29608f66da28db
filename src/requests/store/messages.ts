import type { Insertable, Kysely, Selectable } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';

export type MessageRow = Selectable<DB['messages']>;
export type FileListed = Pick<
  Selectable<DB['request_files']>,
  'id' | 'name' | 'media_type' | 'size'
>;

/** False where this very message stands there already. */
export async function insertMessage(
  db: Kysely<DB>,
  row: Insertable<DB['messages']>,
): Promise<boolean> {
  const inserted = await db
    .insertInto('messages')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
}

/** The newest three hundred messages of a request, in their order. */
export async function messagesOf(db: Kysely<DB>, requestId: string): Promise<MessageRow[]> {
  const rows = await db
    .selectFrom('messages')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(300)
    .execute();
  return rows.toReversed();
}

/** What staff asked last; a reminder repeats it. */
export async function latestQuestion(
  db: Kysely<DB>,
  requestId: string,
): Promise<MessageRow | null> {
  const row = await db
    .selectFrom('messages')
    .selectAll()
    .where('request_id', '=', requestId)
    .where('author', '=', 'staff')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** The files of a request without their content. */
export async function filesOf(db: Kysely<DB>, requestId: string): Promise<FileListed[]> {
  return db
    .selectFrom('request_files')
    .select(['id', 'name', 'media_type', 'size'])
    .where('request_id', '=', requestId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

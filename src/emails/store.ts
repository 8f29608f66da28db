import type { ExpressionBuilder, Insertable, Kysely, Selectable } from 'kysely';
import type { DB } from '../platform/db/schema.gen.ts';
import type { LetterFilter } from './rules/list.ts';

export type EmailRow = Selectable<DB['emails']>;

export async function insertEmail(db: Kysely<DB>, row: Insertable<DB['emails']>): Promise<void> {
  await db.insertInto('emails').values(row).execute();
}

export async function emailById(db: Kysely<DB>, id: string): Promise<EmailRow | null> {
  const row = await db.selectFrom('emails').selectAll().where('id', '=', id).executeTakeFirst();
  return row ?? null;
}

/**
 * Takes a letter for one attempt, until `claim.until`. Null where another worker holds it or it needs
 * no sending. One that waits after a failed try is held by nobody, so an early job may take it.
 */
export async function claimEmail(
  db: Kysely<DB>,
  id: string,
  claim: { now: Date; until: Date },
): Promise<EmailRow | null> {
  const row = await db
    .updateTable('emails')
    .set((eb) => ({ tries: eb('tries', '+', 1), next_try_at: claim.until, last_error: null }))
    .where('id', '=', id)
    .where('state', '=', 'queued')
    .where(heldByNobody(claim.now))
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** A worker that holds a letter has cleared its error and put its next try ahead. */
function heldByNobody(now: Date) {
  return (eb: ExpressionBuilder<DB, 'emails'>) =>
    eb.or([eb('next_try_at', '<=', now), eb('last_error', 'is not', null)]);
}

/** `forget`: the text held a sign-in link and is not kept. */
export async function markSent(
  db: Kysely<DB>,
  id: string,
  { at, forget }: { at: Date; forget: boolean },
): Promise<void> {
  await db
    .updateTable('emails')
    .set({ state: 'sent', sent_at: at, ...(forget ? { text: '', html: '' } : {}) })
    .where('id', '=', id)
    .where('state', '=', 'queued')
    .execute();
}

type Attempt = Pick<EmailRow, 'id' | 'tries'>;

/** False where the attempt is no longer the latest one, so its outcome no longer counts. */
export async function putOff(
  db: Kysely<DB>,
  attempt: Attempt,
  { error, until }: { error: string; until: Date },
): Promise<boolean> {
  const result = await db
    .updateTable('emails')
    .set({ last_error: error, next_try_at: until })
    .where('id', '=', attempt.id)
    .where('state', '=', 'queued')
    .where('tries', '=', attempt.tries)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** False where the attempt is no longer the latest one. `forget` as in markSent. */
export async function markFailed(
  db: Kysely<DB>,
  attempt: Attempt,
  { error, forget }: { error: string; forget: boolean },
): Promise<boolean> {
  const result = await db
    .updateTable('emails')
    .set({ state: 'failed', last_error: error, ...(forget ? { text: '', html: '' } : {}) })
    .where('id', '=', attempt.id)
    .where('state', '=', 'queued')
    .where('tries', '=', attempt.tries)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Ends every worker's hold on a letter; those that wait after a failed try go on waiting. */
export async function endHolds(db: Kysely<DB>, now: Date): Promise<void> {
  await db
    .updateTable('emails')
    .set({ next_try_at: now })
    .where('state', '=', 'queued')
    .where('last_error', 'is', null)
    .where('next_try_at', '>', now)
    .execute();
}

/** Makes a letter due now, unless a worker holds it at this moment; false then. */
export async function queueAgain(db: Kysely<DB>, id: string, now: Date): Promise<boolean> {
  const result = await db
    .updateTable('emails')
    .set({ state: 'queued', next_try_at: now, last_error: null, sent_at: null })
    .where('id', '=', id)
    .where((eb) => eb.or([eb('state', '<>', 'queued'), heldByNobody(now)(eb)]))
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Ids of letters that have been due since before `since`: their job was lost. */
export async function overdueEmailIds(db: Kysely<DB>, since: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('emails')
    .select('id')
    .where('state', '=', 'queued')
    .where('next_try_at', '<', since)
    .orderBy('queued_at')
    .limit(500)
    .execute();
  return rows.map((row) => row.id);
}

/** How many letters wait after a failed try, and how many were refused for good. */
export async function countUnsent(db: Kysely<DB>): Promise<{ waiting: number; failed: number }> {
  const row = await db
    .selectFrom('emails')
    .select(({ fn }) => [
      fn.countAll<number>().filterWhere('state', '=', 'queued').as('waiting'),
      fn.countAll<number>().filterWhere('state', '=', 'failed').as('failed'),
    ])
    .where('state', '<>', 'sent')
    .where('last_error', 'is not', null)
    .executeTakeFirstOrThrow();
  return { waiting: Number(row.waiting), failed: Number(row.failed) };
}

/** One more than `size` tells that there are older ones; `after` is the id of the last letter seen. */
export async function newestEmails(
  db: Kysely<DB>,
  { filter, after, size }: { filter: LetterFilter; after: string | null; size: number },
): Promise<EmailRow[]> {
  let query = db.selectFrom('emails').selectAll();
  if (filter === 'failed') query = query.where('state', '=', 'failed');
  if (filter === 'waiting')
    query = query.where('state', '=', 'queued').where('last_error', 'is not', null);
  if (after !== null)
    query = query.where(({ eb, refTuple, selectFrom }) =>
      eb(
        refTuple('queued_at', 'id'),
        '<',
        selectFrom('emails as seen')
          .select(['seen.queued_at', 'seen.id'])
          .where('seen.id', '=', after)
          .$asTuple('queued_at', 'id'),
      ),
    );
  return query
    .orderBy('queued_at', 'desc')
    .orderBy('id', 'desc')
    .limit(size + 1)
    .execute();
}

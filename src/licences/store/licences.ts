import type { Insertable, Kysely, Selectable } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import type { Credit } from '../rules/credit.ts';
import type { LicenceState } from '../rules/life.ts';
import type { Permission } from '../rules/permission.ts';

type Stored = Omit<Selectable<DB['licences']>, 'permission' | 'credit' | 'state'>;

/** A licence with its frozen parts as types. */
export type LicenceRow = Stored & { permission: Permission; credit: Credit; state: LicenceState };

const typedRow = (row: Selectable<DB['licences']>): LicenceRow => row as LicenceRow;

/** Counts one up for the year and returns the count; concurrent callers wait for each other. */
export async function nextCount(db: Kysely<DB>, year: number): Promise<number> {
  const row = await db
    .insertInto('licence_numbers')
    .values({ year, last: 1 })
    .onConflict((conflict) =>
      conflict.column('year').doUpdateSet((eb) => ({ last: eb('licence_numbers.last', '+', 1) })),
    )
    .returning('last')
    .executeTakeFirstOrThrow();
  return row.last;
}

export async function insertLicence(
  db: Kysely<DB>,
  row: Insertable<DB['licences']>,
): Promise<LicenceRow> {
  return typedRow(
    await db.insertInto('licences').values(row).returningAll().executeTakeFirstOrThrow(),
  );
}

export async function licencesOfRequest(db: Kysely<DB>, requestId: string): Promise<LicenceRow[]> {
  const rows = await db
    .selectFrom('licences')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('id')
    .execute();
  return rows.map(typedRow);
}

export async function licenceById(db: Kysely<DB>, id: string): Promise<LicenceRow | null> {
  const row = await db.selectFrom('licences').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : typedRow(row);
}

export async function licenceByTokenHash(db: Kysely<DB>, hash: string): Promise<LicenceRow | null> {
  const row = await db
    .selectFrom('licences')
    .selectAll()
    .where('token_hash', '=', hash)
    .executeTakeFirst();
  return row === undefined ? null : typedRow(row);
}

export async function licenceByNumber(db: Kysely<DB>, number: string): Promise<LicenceRow | null> {
  const row = await db
    .selectFrom('licences')
    .selectAll()
    .where('number', '=', number)
    .executeTakeFirst();
  return row === undefined ? null : typedRow(row);
}

/** Compare-and-set of the state; false when somebody was faster. */
export async function moveLicence(
  db: Kysely<DB>,
  licence: LicenceRow,
  change: { state: LicenceState; reason: string },
): Promise<boolean> {
  const moved = await db
    .updateTable('licences')
    .set(change)
    .where('id', '=', licence.id)
    .where('state', '=', licence.state)
    .executeTakeFirst();
  return moved.numUpdatedRows === 1n;
}

export async function setPublishedUrl(db: Kysely<DB>, id: string, url: string): Promise<void> {
  await db.updateTable('licences').set({ published_url: url }).where('id', '=', id).execute();
}

/** Licences whose term is over but whose state does not say so yet, at most `limit`. */
export async function licencesOver(
  db: Kysely<DB>,
  now: Date,
  limit: number,
): Promise<LicenceRow[]> {
  const rows = await db
    .selectFrom('licences')
    .selectAll()
    .where('state', 'in', ['active', 'suspended'])
    .where('ends_at', '<=', now)
    .orderBy('ends_at')
    .limit(limit)
    .execute();
  return rows.map(typedRow);
}

/** One page of the desk's list, newest first, after the given licence; one row more than asked tells of a next page. */
export async function licencesPage(
  db: Kysely<DB>,
  { state, after, limit }: { state: LicenceState | null; after: string | null; limit: number },
): Promise<LicenceRow[]> {
  let query = db.selectFrom('licences').selectAll();
  if (state !== null) query = query.where('state', '=', state);
  if (after !== null)
    query = query.where((eb) =>
      eb(
        eb.refTuple('issued_at', 'id'),
        '<',
        eb
          .selectFrom('licences as last')
          .select(['last.issued_at', 'last.id'])
          .where('last.id', '=', after)
          .$asTuple('issued_at', 'id'),
      ),
    );
  const rows = await query
    .orderBy('issued_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(typedRow);
}

export interface HistoryRow {
  verb: string;
  actor_name: string;
  before_state: string | null;
  after_state: string | null;
  created_at: Date;
}

/** What happened to a licence, in its order: the newest two hundred lines. */
export async function historyOf(db: Kysely<DB>, licenceId: string): Promise<HistoryRow[]> {
  const rows = await db
    .selectFrom('events')
    .select(['verb', 'actor_name', 'before_state', 'after_state', 'created_at'])
    .where('subject_id', '=', licenceId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(200)
    .execute();
  return rows.toReversed();
}

/** In which state a licence was when it was last revoked, and why it was suspended where it was; null where it never was. */
export async function stateBeforeRevoking(
  db: Kysely<DB>,
  licenceId: string,
): Promise<{ state: string; reason: string } | null> {
  const rows = await db
    .selectFrom('events')
    .select(['verb', 'before_state', 'data'])
    .where('subject_id', '=', licenceId)
    .where('verb', 'in', ['revoke', 'suspend'])
    .orderBy('id', 'desc')
    .limit(2)
    .execute();
  const [revoked, suspended] = rows;
  if (revoked?.verb !== 'revoke') return null;
  const { reason = '' } = (suspended?.data ?? {}) as { reason?: string };
  return { state: revoked.before_state ?? '', reason };
}

/** The text of an article as it stands now, with the hash that tells whether it is still the licensed one. */
export async function articleText(
  db: Kysely<DB>,
  articleId: string,
): Promise<{ body_html: string; content_hash: string; withdrawn_at: Date | null }> {
  return db
    .selectFrom('articles')
    .select(['body_html', 'content_hash', 'withdrawn_at'])
    .where('id', '=', articleId)
    .executeTakeFirstOrThrow();
}

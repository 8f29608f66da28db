import { sql, type Insertable, type Kysely, type Selectable } from 'kysely';
import type { DB } from '../platform/db/schema.gen.ts';

/** A version of the tariff with its data as JSON text. */
export type TariffRow = Omit<Selectable<DB['tariffs']>, 'data'> & { data: string };
export type TariffListed = Omit<Selectable<DB['tariffs']>, 'data'>;

const listed = ['version', 'note', 'effective_from', 'created_by', 'created_at'] as const;

/** The version in force at an instant, the newest that has begun, and when the next begins. Null before the first. */
export async function tariffInForce(
  db: Kysely<DB>,
  at: Date,
): Promise<(Pick<TariffRow, 'version' | 'data'> & { next_at: Date | null }) | null> {
  const next = db
    .selectFrom('tariffs as later')
    .select((eb) => eb.fn.min('later.effective_from').as('next_at'))
    .where('later.effective_from', '>', at);
  const row = await db
    .selectFrom('tariffs')
    .select(['version', sql<string>`data::text`.as('data'), next.as('next_at')])
    .where('effective_from', '<=', at)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

export async function tariffByVersion(db: Kysely<DB>, version: number): Promise<TariffRow | null> {
  const row = await db
    .selectFrom('tariffs')
    .select([...listed, sql<string>`data::text`.as('data')])
    .where('version', '=', version)
    .executeTakeFirst();
  return row ?? null;
}

export async function latestTariffVersion(db: Kysely<DB>): Promise<number> {
  const row = await db
    .selectFrom('tariffs')
    .select('version')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.version ?? 0;
}

/** The newest versions, without their data. */
export async function tariffsListed(db: Kysely<DB>, limit: number): Promise<TariffListed[]> {
  return db.selectFrom('tariffs').select(listed).orderBy('version', 'desc').limit(limit).execute();
}

/** False where the version exists already: somebody was faster. */
export async function insertTariff(
  db: Kysely<DB>,
  row: Insertable<DB['tariffs']>,
): Promise<boolean> {
  const inserted = await db
    .insertInto('tariffs')
    .values(row)
    .onConflict((conflict) => conflict.column('version').doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
}

/** A tariff somebody is working on, as it was typed. */
export type DraftRow = Selectable<DB['tariff_drafts']>;

/** The person's draft, or null. */
export async function draftOf(db: Kysely<DB>, staffId: string): Promise<DraftRow | null> {
  const row = await db
    .selectFrom('tariff_drafts')
    .selectAll()
    .where('staff_id', '=', staffId)
    .executeTakeFirst();
  return row ?? null;
}

/** Keeps the draft in place of the person's earlier one. */
export async function putDraft(
  db: Kysely<DB>,
  row: Insertable<DB['tariff_drafts']>,
): Promise<void> {
  const { staff_id: _, ...rest } = row;
  await db
    .insertInto('tariff_drafts')
    .values(row)
    .onConflict((conflict) => conflict.column('staff_id').doUpdateSet(rest))
    .execute();
}

export async function deleteDraft(db: Kysely<DB>, staffId: string): Promise<void> {
  await db.deleteFrom('tariff_drafts').where('staff_id', '=', staffId).execute();
}

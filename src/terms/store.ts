import type { Insertable, Kysely } from 'kysely';
import type { DB } from '../platform/db/schema.gen.ts';
import type { TermsRow } from './rules/facts.ts';

/** The newest version, or null before the first. */
export async function latestTerms(db: Kysely<DB>): Promise<TermsRow | null> {
  const row = await db
    .selectFrom('terms')
    .selectAll()
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return (row as TermsRow | undefined) ?? null;
}

export async function termsByVersion(db: Kysely<DB>, version: number): Promise<TermsRow | null> {
  const row = await db
    .selectFrom('terms')
    .selectAll()
    .where('version', '=', version)
    .executeTakeFirst();
  return (row as TermsRow | undefined) ?? null;
}

/** False where the version exists already: somebody was faster. */
export async function insertTerms(db: Kysely<DB>, row: Insertable<DB['terms']>): Promise<boolean> {
  const inserted = await db
    .insertInto('terms')
    .values(row)
    .onConflict((conflict) => conflict.column('version').doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
}

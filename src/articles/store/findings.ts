import type { Insertable, Kysely, Selectable } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import type { SettledAs } from '../rules/rights.ts';

export type FindingRow = Selectable<DB['provenance_findings']>;

/** Findings of an article, oldest first. */
export async function findingsOf(db: Kysely<DB>, articleId: string): Promise<FindingRow[]> {
  return db
    .selectFrom('provenance_findings')
    .selectAll()
    .where('article_id', '=', articleId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

export async function insertFindings(
  db: Kysely<DB>,
  rows: Insertable<DB['provenance_findings']>[],
): Promise<void> {
  if (rows.length > 0) await db.insertInto('provenance_findings').values(rows).execute();
}

/** Removes findings that nobody settled and that no longer hold. */
export async function deleteFindings(db: Kysely<DB>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db
    .deleteFrom('provenance_findings')
    .where('id', 'in', [...ids])
    .where('settled_as', 'is', null)
    .execute();
}

/** Settles those of the findings that are open; returns how many they were. */
export async function settle(
  db: Kysely<DB>,
  ids: readonly string[],
  settled: { as: SettledAs; by: string; why: string; at: Date },
): Promise<number> {
  const result = await db
    .updateTable('provenance_findings')
    .set({
      settled_as: settled.as,
      settled_by: settled.by,
      settled_why: settled.why,
      settled_at: settled.at,
    })
    .where('id', 'in', [...ids])
    .where('settled_as', 'is', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

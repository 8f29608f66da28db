import type { Insertable, Kysely, Selectable, Updateable } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';

/** Something about an import that a person should know; `count` items share it, `item` is the first. */
export interface ImportProblem {
  item: string;
  message: string;
  params: Record<string, string | number>;
  count: number;
  skipped: boolean;
}

export type ImportRow = Omit<Selectable<DB['imports']>, 'problems' | 'file'> & {
  problems: ImportProblem[];
};

const columns = [
  'id',
  'source',
  'state',
  'started_by',
  'items_read',
  'items_new',
  'items_changed',
  'items_unchanged',
  'items_skipped',
  'problems',
  'error',
  'created_at',
  'finished_at',
] as const;

export async function insertImport(db: Kysely<DB>, row: Insertable<DB['imports']>): Promise<void> {
  await db.insertInto('imports').values(row).execute();
}

export async function importById(db: Kysely<DB>, id: string): Promise<ImportRow | null> {
  const row = await db
    .selectFrom('imports')
    .select(columns)
    .where('id', '=', id)
    .executeTakeFirst();
  return (row as ImportRow | undefined) ?? null;
}

/** Newest imports first. */
export async function newestImports(db: Kysely<DB>, limit: number): Promise<ImportRow[]> {
  const rows = await db
    .selectFrom('imports')
    .select(columns)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows as ImportRow[];
}

export interface ClaimedImport {
  id: string;
  source: string;
  started_by: string;
  file: Uint8Array | null;
}

/** Marks an import as running and hands it out; null where it is finished. One that died is begun again. */
export async function claimImport(db: Kysely<DB>, id: string): Promise<ClaimedImport | null> {
  const row = await db
    .updateTable('imports')
    .set({ state: 'running' })
    .where('id', '=', id)
    .where('state', 'in', ['waiting', 'running'])
    .returning(['id', 'source', 'started_by', 'file'])
    .executeTakeFirst();
  return row ?? null;
}

export async function updateImport(
  db: Kysely<DB>,
  id: string,
  change: Updateable<DB['imports']>,
): Promise<void> {
  await db.updateTable('imports').set(change).where('id', '=', id).execute();
}

import { sql, type Insertable, type Kysely, type Selectable } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import type { AllowanceKept } from '../rules/allowance.ts';
import { allowancesWithIds } from './standing.ts';

export type AllowanceRow = Selectable<DB['allowances']>;

/** The allowance, held so that whoever else wants to use it up waits; null where there is none. */
export async function lockAllowance(db: Kysely<DB>, id: string): Promise<AllowanceRow | null> {
  const row = await db
    .selectFrom('allowances')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function allowanceOf(
  db: Kysely<DB>,
  { organisationId, id }: { organisationId: string; id: string },
): Promise<AllowanceRow | null> {
  const row = await db
    .selectFrom('allowances')
    .selectAll()
    .where('id', '=', id)
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst();
  return row ?? null;
}

/** How it stands; only after lockAllowance is it sure to stay so. */
export async function allowanceKept(db: Kysely<DB>, id: string): Promise<AllowanceKept | null> {
  const [kept] = await allowancesWithIds(db, [id]);
  return kept ?? null;
}

export async function insertUse(
  db: Kysely<DB>,
  row: Insertable<DB['allowance_uses']>,
): Promise<void> {
  await db.insertInto('allowance_uses').values(row).execute();
}

export async function insertAllowance(
  db: Kysely<DB>,
  row: Insertable<DB['allowances']>,
): Promise<void> {
  await db.insertInto('allowances').values(row).execute();
}

export interface AllowanceChange {
  name: string;
  articles: number;
  ends_on: string | null;
  conditions: string;
}

/** Changes it where it still stands as it was read; false where somebody else was faster. */
export async function changeAllowance(
  db: Kysely<DB>,
  { id, version }: { id: string; version: number },
  change: AllowanceChange,
): Promise<boolean> {
  const changed = await db
    .updateTable('allowances')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}

/** Ends it; false where it was ended before. */
export async function closeAllowance(
  db: Kysely<DB>,
  id: string,
  end: { at: Date; by: string; reason: string },
): Promise<boolean> {
  const ended = await db
    .updateTable('allowances')
    .set({ ended_at: end.at, ended_by: end.by, ended_reason: end.reason })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return ended.numUpdatedRows === 1n;
}

export type AllowanceListed = AllowanceRow & { used: number };

/** All allowances of an organisation, running ones first; `used` counts all articles ever. */
export async function allowancesOf(
  db: Kysely<DB>,
  organisationId: string,
): Promise<AllowanceListed[]> {
  const rows = await db
    .selectFrom('allowances')
    .selectAll()
    .select((eb) =>
      eb
        .selectFrom('allowance_uses')
        .select((use) => use.fn.countAll<number>().as('count'))
        .whereRef('allowance_uses.allowance_id', '=', 'allowances.id')
        .as('used'),
    )
    .where('organisation_id', '=', organisationId)
    .orderBy(sql`ended_at is not null`)
    .orderBy('starts_on', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({ ...row, used: Number(row.used ?? 0) }));
}

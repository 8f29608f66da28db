import type { Insertable, Kysely, Selectable } from 'kysely';
import type { DB } from '../platform/db/schema.gen.ts';
import type { Role } from './rules.ts';
import type { SettingsChange } from './rules/settings.ts';

export type StaffRow = Selectable<DB['staff_users']>;
export type NewStaff = Insertable<DB['staff_users']>;

/** The new person; null where the address belongs to somebody already. */
export async function insertStaff(db: Kysely<DB>, row: NewStaff): Promise<StaffRow | null> {
  const inserted = await db
    .insertInto('staff_users')
    .values(row)
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returningAll()
    .executeTakeFirst();
  return inserted ?? null;
}

export async function staffById(db: Kysely<DB>, id: string): Promise<StaffRow | null> {
  const row = await db
    .selectFrom('staff_users')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

export async function staffByEmail(db: Kysely<DB>, email: string): Promise<StaffRow | null> {
  const row = await db
    .selectFrom('staff_users')
    .selectAll()
    .where('email', '=', email)
    .executeTakeFirst();
  return row ?? null;
}

export async function staffIn(db: Kysely<DB>, roles: readonly Role[]): Promise<StaffRow[]> {
  return db
    .selectFrom('staff_users')
    .selectAll()
    .where('role', 'in', roles)
    .orderBy('name')
    .orderBy('id')
    .execute();
}

export interface PersonListed {
  id: string;
  name: string;
  email: string;
  role: string;
  created_at: Date;
  /** When the newest session that still holds began; null for somebody who is signed out. */
  signed_in_at: Date | null;
}

export async function peopleListed(db: Kysely<DB>, now: Date): Promise<PersonListed[]> {
  return db
    .selectFrom('staff_users as person')
    .leftJoin('staff_sessions as session', (join) =>
      join.onRef('session.user_id', '=', 'person.id').on('session.expires_at', '>', now),
    )
    .select(['person.id', 'person.name', 'person.email', 'person.role', 'person.created_at'])
    .select((eb) => eb.fn.max('session.created_at').as('signed_in_at'))
    .groupBy('person.id')
    .orderBy('person.name')
    .orderBy('person.id')
    .execute();
}

export async function hasStaff(db: Kysely<DB>): Promise<boolean> {
  const row = await db.selectFrom('staff_users').select('id').limit(1).executeTakeFirst();
  return row !== undefined;
}

/** Ids of the admins, locked so that two of them cannot take each other's role at once. */
export async function lockAdmins(db: Kysely<DB>): Promise<string[]> {
  const rows = await db
    .selectFrom('staff_users')
    .select('id')
    .where('role', '=', 'admin')
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map((row) => row.id);
}

export async function updateRole(
  db: Kysely<DB>,
  id: string,
  { role, at }: { role: Role; at: Date },
): Promise<void> {
  await db.updateTable('staff_users').set({ role, updated_at: at }).where('id', '=', id).execute();
}

/** Removes the person and, by the foreign key, every session of theirs; false where nobody was there. */
export async function deleteStaff(db: Kysely<DB>, id: string): Promise<boolean> {
  const result = await db.deleteFrom('staff_users').where('id', '=', id).executeTakeFirst();
  return result.numDeletedRows === 1n;
}

export interface SessionListed {
  id: string;
  ip_address: string | null;
  user_agent: string | null;
  created_at: Date;
  expires_at: Date;
}

export async function sessionsOf(
  db: Kysely<DB>,
  { userId, now }: { userId: string; now: Date },
): Promise<SessionListed[]> {
  return db
    .selectFrom('staff_sessions')
    .select(['id', 'ip_address', 'user_agent', 'created_at', 'expires_at'])
    .where('user_id', '=', userId)
    .where('expires_at', '>', now)
    .orderBy('created_at', 'desc')
    .execute();
}

/** Ends a session of this person; false where they have no such session. */
export async function deleteSession(
  db: Kysely<DB>,
  { id, userId }: { id: string; userId: string },
): Promise<boolean> {
  const result = await db
    .deleteFrom('staff_sessions')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

export async function deleteEndedSessions(db: Kysely<DB>, now: Date): Promise<void> {
  await db.deleteFrom('staff_sessions').where('expires_at', '<', now).execute();
}

export async function insertSetupCode(
  db: Kysely<DB>,
  row: Insertable<DB['staff_setup_codes']>,
): Promise<void> {
  await db.insertInto('staff_setup_codes').values(row).execute();
}

/** Takes every code there is out of the table: of two that try at once, the second finds none. */
export async function takeSetupCodes(
  db: Kysely<DB>,
): Promise<Selectable<DB['staff_setup_codes']>[]> {
  return db.deleteFrom('staff_setup_codes').returningAll().execute();
}

/** What of a fresh installation is there already. */
export async function stocked(
  db: Kysely<DB>,
): Promise<{ terms: boolean; tariff: boolean; articles: boolean }> {
  const row = await db
    .selectNoFrom((eb) => [
      eb.exists(eb.selectFrom('terms').select('version')).as('terms'),
      eb.exists(eb.selectFrom('tariffs').select('version')).as('tariff'),
      eb.exists(eb.selectFrom('articles').select('id')).as('articles'),
    ])
    .executeTakeFirstOrThrow();
  return { terms: !!row.terms, tariff: !!row.tariff, articles: !!row.articles };
}

/** The one row of settings, as the history names it. */
export const settingsId = '00000000-0000-7000-8000-000000000001';

/** What was saved over this version of the settings and later ones, oldest first. */
export async function settingsChangesSince(
  db: Kysely<DB>,
  version: number,
): Promise<SettingsChange[]> {
  const rows = await db
    .selectFrom('events')
    .select(['actor_name', 'before_state', 'data'])
    .where('subject_id', '=', settingsId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows
    .filter((row) => Number(row.before_state) >= version)
    .map((row) => ({ by: row.actor_name, ...(row.data as Change) }));
}

type Change = Pick<SettingsChange, 'before' | 'after'>;

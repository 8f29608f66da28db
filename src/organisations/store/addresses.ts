import { sql, type Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';

/** What an organisation is recognised by, domains first. */
export async function addressesOf(db: Kysely<DB>, organisationId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('organisation_addresses')
    .select('address')
    .where('organisation_id', '=', organisationId)
    .orderBy(sql`position('@' in address) > 0`)
    .orderBy('address')
    .execute();
  return rows.map(({ address }) => address);
}

/** Adds addresses; those that some organisation has already are left as they are. */
export async function insertAddresses(
  db: Kysely<DB>,
  organisationId: string,
  addresses: readonly string[],
): Promise<void> {
  if (addresses.length === 0) return;
  await db
    .insertInto('organisation_addresses')
    .values(addresses.map((address) => ({ address, organisation_id: organisationId })))
    .onConflict((conflict) => conflict.column('address').doNothing())
    .execute();
}

export async function deleteOtherAddresses(
  db: Kysely<DB>,
  organisationId: string,
  kept: readonly string[],
): Promise<void> {
  await db
    .deleteFrom('organisation_addresses')
    .where('organisation_id', '=', organisationId)
    .$if(kept.length > 0, (query) => query.where('address', 'not in', kept))
    .execute();
}

/** Which of these addresses belong to another organisation, with its name. */
export async function takenAddresses(
  db: Kysely<DB>,
  organisationId: string,
  addresses: readonly string[],
): Promise<{ address: string; name: string }[]> {
  if (addresses.length === 0) return [];
  return db
    .selectFrom('organisation_addresses')
    .innerJoin('organisations', 'organisations.id', 'organisation_addresses.organisation_id')
    .select(['address', 'name'])
    .where('address', 'in', addresses)
    .where('organisation_id', '<>', organisationId)
    .orderBy('address')
    .execute();
}

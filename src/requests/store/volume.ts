import { sql, type Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';

/** How many licences this address, in whatever capitals, was issued since then: the volume that a tariff may judge by. */
export async function countLicencesOf(db: Kysely<DB>, email: string, since: Date): Promise<number> {
  const { count } = await db
    .selectFrom('licences')
    .innerJoin('requests', 'requests.id', 'licences.request_id')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(sql<boolean>`lower(requests.email) = ${email.toLowerCase()}`)
    .where('licences.issued_at', '>=', since)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** The same for everybody of an organisation that the newsroom knows. */
export async function countLicencesOfOrganisation(
  db: Kysely<DB>,
  organisationId: string,
  since: Date,
): Promise<number> {
  const { count } = await db
    .selectFrom('licences')
    .innerJoin('requests', 'requests.id', 'licences.request_id')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('licences.issued_at', '>=', since)
    .where(
      sql<boolean>`exists (select 1 from organisation_addresses where organisation_id = ${organisationId}
        and address in (lower(requests.email), split_part(lower(requests.email), '@', 2)))`,
    )
    .executeTakeFirstOrThrow();
  return Number(count);
}

import { sql, type Insertable, type Kysely, type Selectable } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';

export type OrganisationRow = Selectable<DB['organisations']>;

export async function insertOrganisation(
  db: Kysely<DB>,
  row: Insertable<DB['organisations']>,
): Promise<void> {
  await db.insertInto('organisations').values(row).execute();
}

export async function organisationById(
  db: Kysely<DB>,
  id: string,
): Promise<OrganisationRow | null> {
  const row = await db
    .selectFrom('organisations')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

type Change = Pick<
  OrganisationRow,
  'name' | 'kind' | 'country' | 'programme' | 'note' | 'changed_at'
>;

/** Changes it where it still stands as it was read; false where somebody else was faster. */
export async function changeOrganisation(
  db: Kysely<DB>,
  { id, version }: { id: string; version: number },
  change: Change,
): Promise<boolean> {
  const changed = await db
    .updateTable('organisations')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}

/** Whether it may pay later, where it still stands as it was read; false where somebody else was faster. */
export async function setInvoiceTerms(
  db: Kysely<DB>,
  { id, version }: { id: string; version: number },
  { allowed, at }: { allowed: boolean; at: Date },
): Promise<boolean> {
  const changed = await db
    .updateTable('organisations')
    .set({ invoice_terms: allowed, version: version + 1, changed_at: at })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}

export interface OrganisationListed extends OrganisationRow {
  /** Last day of the proof that holds longest and was not ended. */
  proven_until: string | null;
  /** Allowances that are not ended, running or not. */
  allowances: number;
}

export interface ListQuery {
  /** Part of a name or of an address; '' for all. */
  search: string;
  /** The last organisation of the page before. */
  after: string | null;
  limit: number;
}

/** One page of the list, by name. */
export async function organisationsPage(
  db: Kysely<DB>,
  { search, after, limit }: ListQuery,
): Promise<OrganisationListed[]> {
  const like = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  const matching = sql<boolean>`(name ilike ${like} or exists (select 1 from organisation_addresses
    where organisation_id = organisations.id and address like ${like.toLowerCase()}))`;
  const behind = sql<boolean>`(name, id) > (select name, id from organisations as last where last.id = ${after})`;
  const rows = await db
    .selectFrom('organisations')
    .selectAll()
    .select(
      sql<string | null>`(select max(valid_until) from organisation_proofs
        where organisation_id = organisations.id and ended_at is null)`.as('proven_until'),
    )
    .select(
      sql<number>`(select count(*) from allowances
        where organisation_id = organisations.id and ended_at is null)`.as('allowances'),
    )
    .$if(search !== '', (query) => query.where(matching))
    .$if(after !== null, (query) => query.where(behind))
    .orderBy('name')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, allowances: Number(row.allowances) }));
}

/** Organisations of exactly this name, whatever its capitals; at most five. */
export async function organisationsNamed(
  db: Kysely<DB>,
  name: string,
): Promise<{ id: string; name: string }[]> {
  return db
    .selectFrom('organisations')
    .select(['id', 'name'])
    .where(sql<boolean>`lower(name) = lower(${name})`)
    .orderBy('id')
    .limit(5)
    .execute();
}

/** Who asked in a request whose address is confirmed, or null. */
export async function whoAskedIn(db: Kysely<DB>, requestId: string) {
  const row = await db
    .selectFrom('requests')
    .select(['organisation', 'organisation_type as kind', 'country', 'email'])
    .where('id', '=', requestId)
    .where('email_verified_at', 'is not', null)
    .executeTakeFirst();
  return row ?? null;
}

export interface RequestListed {
  id: string;
  reference: string;
  state: string;
  organisation: string;
  email: string;
  created_at: Date;
}

/** Confirmed requests from addresses by which the organisation is recognised, newest first. */
export async function requestsOf(db: Kysely<DB>, organisationId: string): Promise<RequestListed[]> {
  return db
    .selectFrom('requests')
    .select(['id', 'reference', 'state', 'organisation', 'email', 'created_at'])
    .where('email_verified_at', 'is not', null)
    .where(
      sql<boolean>`exists (select 1 from organisation_addresses where organisation_id = ${organisationId}
        and address in (lower(requests.email), split_part(lower(requests.email), '@', 2)))`,
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(50)
    .execute();
}

/** The history of an organisation, newest first. */
export async function eventsOf(db: Kysely<DB>, organisationId: string) {
  return db
    .selectFrom('events')
    .select(['verb', 'actor_name', 'data', 'created_at'])
    .where('subject_id', '=', organisationId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(200)
    .execute();
}

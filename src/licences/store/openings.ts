import { sql, type Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';

export interface Opening {
  id: string;
  licenceId: string;
  what: 'page' | 'certificate';
  address: string;
  agent: string;
  openedAt: Date;
}

/** Keeps that somebody looked at what they bought, unless `most` such looks are kept already. */
export async function insertOpening(db: Kysely<DB>, opening: Opening, most: number): Promise<void> {
  const { id, licenceId, what, address, agent, openedAt } = opening;
  await sql`
    insert into licence_openings (id, licence_id, what, address, agent, opened_at)
    select ${id}::uuid, ${licenceId}::uuid, ${what}, ${address}, ${agent}, ${openedAt}::timestamptz
    where (select count(*) from (
      select 1 from licence_openings where licence_id = ${licenceId}::uuid limit ${most}
    ) as kept) < ${most}`.execute(db);
}

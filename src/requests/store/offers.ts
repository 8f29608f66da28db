import type { Insertable, Kysely, Selectable } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';

export type OfferRow = Selectable<DB['offers']>;
export type AcceptanceRow = Selectable<DB['acceptances']>;

export async function insertOffer(
  db: Kysely<DB>,
  row: Insertable<DB['offers']>,
): Promise<OfferRow> {
  return db.insertInto('offers').values(row).returningAll().executeTakeFirstOrThrow();
}

export async function offerInForce(db: Kysely<DB>, requestId: string): Promise<OfferRow | null> {
  const row = await db
    .selectFrom('offers')
    .selectAll()
    .where('request_id', '=', requestId)
    .where('state', '=', 'current')
    .executeTakeFirst();
  return row ?? null;
}

/** The newest offer, whether it is in force or not. */
export async function latestOffer(db: Kysely<DB>, requestId: string): Promise<OfferRow | null> {
  const row = await db
    .selectFrom('offers')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** Takes the offer in force out of force; its version, or 0 where there was none. */
export async function endOffer(
  db: Kysely<DB>,
  requestId: string,
  state: 'superseded' | 'closed',
): Promise<number> {
  const ended = await db
    .updateTable('offers')
    .set({ state })
    .where('request_id', '=', requestId)
    .where('state', '=', 'current')
    .returning('version')
    .executeTakeFirst();
  return ended?.version ?? 0;
}

export async function insertAcceptance(
  db: Kysely<DB>,
  row: Insertable<DB['acceptances']>,
): Promise<void> {
  await db.insertInto('acceptances').values(row).execute();
}

export async function acceptanceOf(db: Kysely<DB>, offerId: string): Promise<AcceptanceRow | null> {
  const row = await db
    .selectFrom('acceptances')
    .selectAll()
    .where('offer_id', '=', offerId)
    .executeTakeFirst();
  return row ?? null;
}

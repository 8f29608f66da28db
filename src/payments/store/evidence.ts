import type { Kysely, Selectable } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';

type Row<Table extends keyof DB> = Selectable<DB[Table]>;

export type SoldOffer = Row<'offers'>;
export type Accepted = Row<'acceptances'>;
export type Sold = Row<'licences'>;
export type Sent = Row<'emails'>;
export type Said = Row<'messages'>;
export type Happened = Row<'events'>;
export type Opened = Row<'licence_openings'> & { number: string };

export async function requestSold(db: Kysely<DB>, id: string): Promise<Row<'requests'> | null> {
  const row = await db.selectFrom('requests').selectAll().where('id', '=', id).executeTakeFirst();
  return row ?? null;
}

export async function offerSold(db: Kysely<DB>, id: string): Promise<SoldOffer | null> {
  const row = await db.selectFrom('offers').selectAll().where('id', '=', id).executeTakeFirst();
  return row ?? null;
}

/** The newest acceptance of an offer. */
export async function acceptanceOf(db: Kysely<DB>, offerId: string): Promise<Accepted | null> {
  const row = await db
    .selectFrom('acceptances')
    .selectAll()
    .where('offer_id', '=', offerId)
    .orderBy('accepted_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

export async function licencesSold(db: Kysely<DB>, requestId: string): Promise<Sold[]> {
  return db
    .selectFrom('licences')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('id')
    .execute();
}

/** The letters to the republisher, not those to the newsroom's own people, oldest first. */
export async function lettersSent(db: Kysely<DB>, requestId: string): Promise<Sent[]> {
  return db
    .selectFrom('emails')
    .selectAll()
    .where('request_id', '=', requestId)
    .where('kind', 'not like', 'staff-%')
    .where('kind', '<>', 'message-to-staff')
    .orderBy('queued_at')
    .orderBy('id')
    .limit(200)
    .execute();
}

/** What both sides wrote on the page of the request, oldest first. */
export async function messagesSaid(db: Kysely<DB>, requestId: string): Promise<Said[]> {
  return db
    .selectFrom('messages')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('created_at')
    .orderBy('id')
    .limit(300)
    .execute();
}

/** When the licences of a request were looked at, oldest first. */
export async function openingsOf(db: Kysely<DB>, requestId: string): Promise<Opened[]> {
  return db
    .selectFrom('licence_openings')
    .innerJoin('licences', 'licences.id', 'licence_openings.licence_id')
    .selectAll('licence_openings')
    .select('licences.number')
    .where('licences.request_id', '=', requestId)
    .orderBy('licence_openings.opened_at')
    .orderBy('licence_openings.id')
    .limit(1000)
    .execute();
}

/** The history of a request, oldest first. */
export async function historySold(db: Kysely<DB>, requestId: string): Promise<Happened[]> {
  return db
    .selectFrom('events')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('created_at')
    .orderBy('id')
    .limit(1000)
    .execute();
}

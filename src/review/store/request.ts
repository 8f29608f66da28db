import { sql, type Kysely, type Selectable } from 'kysely';
import type { OwnedPicture } from '../../articles/rules/pictures-covered.ts';
import type { DB } from '../../platform/db/schema.gen.ts';

export type EventRow = Selectable<DB['events']>;
export type FindingRow = Selectable<DB['provenance_findings']>;
export type OfferRow = Selectable<DB['offers']>;
export type AcceptanceRow = Selectable<DB['acceptances']>;
export type MessageRow = Selectable<DB['messages']>;
export type LetterListed = Pick<
  Selectable<DB['emails']>,
  'id' | 'kind' | 'subject' | 'to_address' | 'state' | 'queued_at'
>;

/** The history of a request, newest first. */
export async function eventsOf(db: Kysely<DB>, requestId: string): Promise<EventRow[]> {
  return db
    .selectFrom('events')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(300)
    .execute();
}

/** The letters about a request, newest first, without their text. */
export async function lettersOf(db: Kysely<DB>, requestId: string): Promise<LetterListed[]> {
  return db
    .selectFrom('emails')
    .select(['id', 'kind', 'subject', 'to_address', 'state', 'queued_at'])
    .where('request_id', '=', requestId)
    .orderBy('queued_at', 'desc')
    .orderBy('id', 'desc')
    .limit(200)
    .execute();
}

/** The newest letter of a request as it would go out; for a preview inside its transaction. */
export async function newestLetter(
  db: Kysely<DB>,
  requestId: string,
): Promise<Selectable<DB['emails']> | null> {
  const row = await db
    .selectFrom('emails')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** The newest three hundred messages of a request, in their order. */
export async function messagesOf(db: Kysely<DB>, requestId: string): Promise<MessageRow[]> {
  const rows = await db
    .selectFrom('messages')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(300)
    .execute();
  return rows.toReversed();
}

/** What was found in byline or text of these articles that speaks against selling them. */
export async function findingsOf(
  db: Kysely<DB>,
  articleIds: readonly string[],
): Promise<FindingRow[]> {
  return db
    .selectFrom('provenance_findings')
    .selectAll()
    .where('article_id', 'in', articleIds)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

/** The pictures of these articles in their order, with what may be done with them. */
export async function picturesOf(
  db: Kysely<DB>,
  articleIds: readonly string[],
): Promise<(OwnedPicture & { article_id: string })[]> {
  const rows = await db
    .selectFrom('article_pictures')
    .select(['article_id', 'url', 'caption', 'alt', 'credit', 'distributable', 'blocked_in'])
    .where('article_id', 'in', articleIds)
    .orderBy('article_id')
    .orderBy('position')
    .execute();
  return rows as (OwnedPicture & { article_id: string })[];
}

/** Every version of the offer, newest first. */
export async function offersOf(db: Kysely<DB>, requestId: string): Promise<OfferRow[]> {
  return db
    .selectFrom('offers')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('version', 'desc')
    .execute();
}

export async function acceptancesOf(db: Kysely<DB>, requestId: string): Promise<AcceptanceRow[]> {
  return db
    .selectFrom('acceptances')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('accepted_at', 'desc')
    .execute();
}

export async function filesListed(
  db: Kysely<DB>,
  requestId: string,
): Promise<Pick<Selectable<DB['request_files']>, 'id' | 'name' | 'media_type' | 'size'>[]> {
  return db
    .selectFrom('request_files')
    .select(['id', 'name', 'media_type', 'size'])
    .where('request_id', '=', requestId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

export async function fileContent(
  db: Kysely<DB>,
  requestId: string,
  id: string,
): Promise<Selectable<DB['request_files']> | null> {
  const row = await db
    .selectFrom('request_files')
    .selectAll()
    .where('request_id', '=', requestId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

export interface LicenceListed {
  id: string;
  number: string;
  state: string;
  starts_at: Date;
  ends_at: Date | null;
}

export async function licencesListed(db: Kysely<DB>, requestId: string): Promise<LicenceListed[]> {
  return db
    .selectFrom('licences')
    .select(['id', 'number', 'state', 'starts_at', 'ends_at'])
    .where('request_id', '=', requestId)
    .orderBy('id')
    .execute();
}

export interface EarlierRequest {
  id: string;
  reference: string;
  state: string;
  organisation: string;
  created_at: Date;
}

/** Other requests from the same address, newest first. */
export async function earlierRequests(
  db: Kysely<DB>,
  { id, email }: { id: string; email: string },
): Promise<EarlierRequest[]> {
  return db
    .selectFrom('requests')
    .select(['id', 'reference', 'state', 'organisation', 'created_at'])
    .where(sql<boolean>`email = ${email} and id <> ${id}`)
    .orderBy('created_at', 'desc')
    .limit(5)
    .execute();
}

const disputes = sql<string[]>`array(select state from disputes where payment_id = payments.id)`;

/** Payments of a request: what came in, what was paid back, why something is held, and the states of its disputes. */
export async function paymentsOf(db: Kysely<DB>, requestId: string) {
  return db
    .selectFrom('payments')
    .select(['id', 'method', 'kind', 'held_why', 'currency', 'amount', 'refunded', 'paid_at'])
    .select(disputes.as('disputes'))
    .where('request_id', '=', requestId)
    .orderBy('paid_at', 'desc')
    .execute();
}

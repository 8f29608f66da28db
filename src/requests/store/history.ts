import type { Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';

/** What was said when the request was last declined or taken back; null where it was not. */
export async function closingWords(
  db: Kysely<DB>,
  requestId: string,
): Promise<Record<string, unknown> | null> {
  const row = await db
    .selectFrom('events')
    .select('data')
    .where('request_id', '=', requestId)
    .where('verb', 'in', ['decline', 'withdraw', 'cancel'])
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return (row?.data as Record<string, unknown> | undefined) ?? null;
}

export interface LicenceListed {
  id: string;
  number: string;
  state: string;
  title: string;
  language: string;
}

/** The licences that the request led to. */
export async function licencesOf(db: Kysely<DB>, requestId: string): Promise<LicenceListed[]> {
  return db
    .selectFrom('licences')
    .innerJoin('articles', 'articles.id', 'licences.article_id')
    .select([
      'licences.id',
      'licences.number',
      'licences.state',
      'articles.title',
      'articles.language',
    ])
    .where('licences.request_id', '=', requestId)
    .orderBy('licences.id')
    .execute();
}

/** A document of a request; `number` null while the payment service makes it. */
export interface InvoiceListed {
  number: string | null;
  kind: string;
  issuer: string;
  state: string;
  dueAt: Date | null;
}

/** The invoices and credit notes of a request, oldest first. */
export async function invoicesOf(db: Kysely<DB>, requestId: string): Promise<InvoiceListed[]> {
  return db
    .selectFrom('invoices')
    .select(['number', 'kind', 'issuer', 'state', 'due_at as dueAt'])
    .where('request_id', '=', requestId)
    .orderBy('id')
    .execute();
}

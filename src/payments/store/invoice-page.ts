import type { Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import type { InvoiceRow } from './invoices.ts';

/** Invoices and credit notes of a request, oldest first. */
export async function documentsOf(db: Kysely<DB>, requestId: string): Promise<InvoiceRow[]> {
  return db
    .selectFrom('invoices')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('id')
    .execute();
}

/** One of our own documents of a request, with the number of the invoice that it takes back where it is a credit note. */
export async function ownDocument(
  db: Kysely<DB>,
  requestId: string,
  number: string,
): Promise<(InvoiceRow & { credited: string | null }) | null> {
  const row = await db
    .selectFrom('invoices')
    .leftJoin('invoices as credited', 'credited.id', 'invoices.credits')
    .selectAll('invoices')
    .select('credited.number as credited')
    .where('invoices.request_id', '=', requestId)
    .where('invoices.number', '=', number)
    .where('invoices.issuer', '=', 'own')
    .executeTakeFirst();
  return row ?? null;
}

import type { Insertable, Kysely, Selectable, Updateable } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import { openInvoiceStates } from '../rules/invoice.ts';

export type InvoiceRow = Selectable<DB['invoices']>;

export async function insertInvoice(
  db: Kysely<DB>,
  row: Insertable<DB['invoices']>,
): Promise<InvoiceRow> {
  return db.insertInto('invoices').values(row).returningAll().executeTakeFirstOrThrow();
}

export async function invoiceById(db: Kysely<DB>, id: string): Promise<InvoiceRow | null> {
  const row = await db.selectFrom('invoices').selectAll().where('id', '=', id).executeTakeFirst();
  return row ?? null;
}

/** The invoice of a request that is owed, or about to be; there is one at most. */
export async function openInvoice(db: Kysely<DB>, requestId: string): Promise<InvoiceRow | null> {
  const row = await db
    .selectFrom('invoices')
    .selectAll()
    .where('request_id', '=', requestId)
    .where('kind', '=', 'invoice')
    .where('state', 'in', openInvoiceStates)
    .executeTakeFirst();
  return row ?? null;
}

/** The invoice that an attempt at paying is. */
export async function invoiceByAttempt(
  db: Kysely<DB>,
  attemptId: string,
): Promise<InvoiceRow | null> {
  const row = await db
    .selectFrom('invoices')
    .selectAll()
    .where('attempt_id', '=', attemptId)
    .executeTakeFirst();
  return row ?? null;
}

/** Changes the invoice if it still is in the state it was read in; null where somebody was faster. */
export async function moveInvoice(
  db: Kysely<DB>,
  read: Pick<InvoiceRow, 'id' | 'state'>,
  change: Updateable<DB['invoices']>,
): Promise<InvoiceRow | null> {
  const moved = await db
    .updateTable('invoices')
    .set(change)
    .where('id', '=', read.id)
    .where('state', '=', read.state)
    .returningAll()
    .executeTakeFirst();
  return moved ?? null;
}

/** The next number of a series in a year, from 1 on, without a gap: it is taken in the transaction that writes the document. */
export async function nextInvoiceNumber(
  db: Kysely<DB>,
  series: string,
  year: number,
): Promise<number> {
  const row = await db
    .insertInto('invoice_numbers')
    .values({ series, year, last: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['series', 'year'])
        .doUpdateSet((eb) => ({ last: eb('invoice_numbers.last', '+', 1) })),
    )
    .returning('last')
    .executeTakeFirstOrThrow();
  return row.last;
}

/** Notes that the licences were issued before the payment. */
export async function setOnTerms(db: Kysely<DB>, id: string): Promise<InvoiceRow> {
  return db
    .updateTable('invoices')
    .set({ on_terms: true })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Whether something was noted of an invoice before. */
export async function invoiceHistory(db: Kysely<DB>, id: string, verb: string): Promise<boolean> {
  const row = await db
    .selectFrom('events')
    .select('id')
    .where('subject_id', '=', id)
    .where('verb', '=', verb)
    .executeTakeFirst();
  return row !== undefined;
}

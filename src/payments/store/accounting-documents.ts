import { sql, type Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import type { DocumentRow } from '../rules/accounting-documents.ts';
import type { PageOfBooks } from './accounting.ts';

/** One page of invoices and credit notes that have a number, oldest first. */
export async function documentsOfBooks(db: Kysely<DB>, asked: PageOfBooks): Promise<DocumentRow[]> {
  const { from, to, liveMoney, currency, after, size } = asked;
  const { rows } = await sql<DocumentRow>`
    select i.id, i.issued_at as at, i.kind, i.issuer, i.number, i.state, i.due_at as "dueAt", i.currency, i.net, i.tax,
      i.total, c.number as credited, q.reference, i.document
    from invoices i join requests q on q.id = i.request_id left join invoices c on c.id = i.credits
    where i.live_money = ${liveMoney} and i.issued_at >= ${from} and i.issued_at < ${to} and i.number is not null
      ${currency === null ? sql`` : sql`and i.currency = ${currency}`}
      ${after === null ? sql`` : sql`and (i.issued_at, i.id) > (${after.at}, ${after.id})`}
    order by i.issued_at, i.id limit ${size}`.execute(db);
  return rows;
}

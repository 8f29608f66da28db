import { sql, type Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import { openInvoiceStates } from '../rules/invoice.ts';

/** An invoice in the list of the desk. */
export interface InvoiceListed {
  id: string;
  requestId: string;
  number: string | null;
  issuer: string;
  state: string;
  total: number;
  currency: string;
  dueAt: Date | null;
  onTerms: boolean;
  liveMoney: boolean;
  reference: string;
  organisation: string;
}

/** Invoices that are owed or about to be, the one that is due first on top. */
export async function unpaidInvoices(db: Kysely<DB>, size: number): Promise<InvoiceListed[]> {
  return db
    .selectFrom('invoices')
    .innerJoin('requests', 'requests.id', 'invoices.request_id')
    .select(['invoices.id', 'invoices.request_id as requestId', 'invoices.number'])
    .select(['invoices.issuer', 'invoices.state', 'invoices.total', 'invoices.currency'])
    .select(['invoices.due_at as dueAt', 'invoices.on_terms as onTerms'])
    .select(['invoices.live_money as liveMoney', 'requests.reference', 'requests.organisation'])
    .where('invoices.state', 'in', openInvoiceStates)
    .orderBy(sql`invoices.due_at nulls last`)
    .orderBy('invoices.id')
    .limit(size)
    .execute();
}

/** How often the letter of an invoice was sent again. */
export async function countSent(db: Kysely<DB>, id: string): Promise<number> {
  const { count } = await db
    .selectFrom('events')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('subject_id', '=', id)
    .where('verb', '=', 'send_again')
    .executeTakeFirstOrThrow();
  return Number(count);
}

export interface InvoiceEvent {
  verb: string;
  actor_name: string;
  data: unknown;
  created_at: Date;
}

/** The history of an invoice, oldest first. */
export async function invoiceEvents(db: Kysely<DB>, id: string): Promise<InvoiceEvent[]> {
  return db
    .selectFrom('events')
    .select(['verb', 'actor_name', 'data', 'created_at'])
    .where('subject_id', '=', id)
    .orderBy('created_at')
    .orderBy('id')
    .limit(200)
    .execute();
}

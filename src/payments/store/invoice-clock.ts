import { sql, type Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import { lastReminderDay } from '../rules/invoice-clock.ts';
import { owedInvoiceStates } from '../rules/invoice.ts';

/** Where a page ended: the next one begins after it. */
export interface AfterInvoice {
  id: string;
  dueAt: Date;
}

/**
 * A page of unpaid invoices for which a clock may strike before `until`, by the day when they are due. Those are over
 * that are overdue and were reminded of for the last time.
 */
export async function invoicesForClock(
  db: Kysely<DB>,
  { until, after, limit }: { until: Date; after: AfterInvoice | null; limit: number },
): Promise<AfterInvoice[]> {
  const rows = await db
    .selectFrom('invoices')
    .select(['id', 'due_at as dueAt'])
    .where('state', 'in', owedInvoiceStates)
    .where('due_at', '<=', until)
    .where((eb) =>
      eb.or([
        eb('state', '=', 'due'),
        eb('reminded_day', 'is', null),
        eb('reminded_day', '<', lastReminderDay),
      ]),
    )
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(due_at, id) > (${after?.dueAt}, ${after?.id})`),
    )
    .orderBy('due_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.flatMap(({ id, dueAt }) => (dueAt === null ? [] : { id, dueAt }));
}

/** Our own open invoices whose money nobody waits for any more: the request has ended, has another offer, or is paid. */
export async function staleOwnInvoices(
  db: Kysely<DB>,
  { requestId, limit }: { requestId: string | null; limit: number },
): Promise<string[]> {
  const rows = await db
    .selectFrom('invoices')
    .innerJoin('requests', 'requests.id', 'invoices.request_id')
    .innerJoin('offers', 'offers.id', 'invoices.offer_id')
    .select('invoices.id')
    .where('invoices.issuer', '=', 'own')
    .where('invoices.state', 'in', owedInvoiceStates)
    .where((eb) =>
      eb.or([
        eb('offers.state', '<>', 'current'),
        eb('requests.state', 'not in', ['accepted', 'granted']),
        eb.and([eb('requests.state', '=', 'granted'), eb('invoices.on_terms', '=', false)]),
        eb.exists(
          eb
            .selectFrom('payments')
            .select('payments.id')
            .whereRef('payments.request_id', '=', 'requests.id')
            .where('payments.kind', '=', 'primary'),
        ),
      ]),
    )
    .$if(requestId !== null, (query) => query.where('invoices.request_id', '=', requestId))
    .orderBy('invoices.id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

export async function setReminded(db: Kysely<DB>, id: string, day: number): Promise<void> {
  await db.updateTable('invoices').set({ reminded_day: day }).where('id', '=', id).execute();
}

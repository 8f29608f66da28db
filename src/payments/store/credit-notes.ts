import type { Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import type { OfferItem } from '../../requests/rules/offer.ts';
import type { InvoiceRow } from './invoices.ts';

/** The credit note of a refund. */
export async function creditNoteOf(db: Kysely<DB>, refundId: string): Promise<InvoiceRow | null> {
  const row = await db
    .selectFrom('invoices')
    .selectAll()
    .where('refund_id', '=', refundId)
    .executeTakeFirst();
  return row ?? null;
}

/** Payments on invoices of the payment service of which something was given back without a credit note, oldest first. */
export async function uncreditedPayments(db: Kysely<DB>, liveMoney: boolean): Promise<string[]> {
  const rows = await db
    .selectFrom('refunds')
    .innerJoin('payments', 'payments.id', 'refunds.payment_id')
    .innerJoin('invoices', 'invoices.attempt_id', 'payments.attempt_id')
    .select('payments.id')
    .distinct()
    .where('refunds.state', '=', 'succeeded')
    .where('payments.live_money', '=', liveMoney)
    .where('invoices.issuer', '=', 'stripe')
    .where('invoices.state', '=', 'paid')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('invoices as notes')
            .select('notes.id')
            .whereRef('notes.refund_id', '=', 'refunds.id'),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('events')
            .select('events.id')
            .whereRef('events.subject_id', '=', 'refunds.id')
            .where('events.verb', '=', 'refuse_credit_note'),
        ),
      ),
    )
    .orderBy('payments.id')
    .limit(100)
    .execute();
  return rows.map(({ id }) => id);
}

/** The articles of the offer that an invoice was written for; none where there is no such offer. */
export async function itemsOfOffer(db: Kysely<DB>, offerId: string): Promise<OfferItem[]> {
  const row = await db
    .selectFrom('offers')
    .select('items')
    .where('id', '=', offerId)
    .executeTakeFirst();
  return (row?.items ?? []) as OfferItem[];
}

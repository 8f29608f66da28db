import type { Kysely, Selectable } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';

/** Everything about one payment on one page, without its refunds. */
export interface PaymentPage {
  payment: Selectable<DB['payments']>;
  request: { id: string; reference: string; organisation: string } | null;
  /** The rules of cancellation that its offer froze, and when it was accepted. */
  offer: { cancellation: unknown; acceptedAt: Date | null } | null;
  licences: { id: string; number: string; state: string; issuedAt: Date; publishedUrl: string }[];
}

/** The page of a payment; null where there is none. */
export async function paymentPage(db: Kysely<DB>, id: string): Promise<PaymentPage | null> {
  const payment = await db
    .selectFrom('payments')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (payment === undefined) return null;
  const { request_id: requestId, offer_id: offerId } = payment;
  return {
    payment,
    request: requestId === null ? null : await requestOf(db, requestId),
    offer: offerId === null ? null : await offerOf(db, offerId),
    licences:
      requestId === null || payment.kind !== 'primary' ? [] : await licencesPaid(db, requestId),
  };
}

async function requestOf(db: Kysely<DB>, id: string): Promise<PaymentPage['request']> {
  const row = await db
    .selectFrom('requests')
    .select(['id', 'reference', 'organisation'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

async function offerOf(db: Kysely<DB>, id: string): Promise<PaymentPage['offer']> {
  const row = await db
    .selectFrom('offers')
    .leftJoin('acceptances', 'acceptances.offer_id', 'offers.id')
    .select(['offers.cancellation', 'acceptances.accepted_at as acceptedAt'])
    .where('offers.id', '=', id)
    .orderBy('acceptances.accepted_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

function licencesPaid(db: Kysely<DB>, requestId: string): Promise<PaymentPage['licences']> {
  return db
    .selectFrom('licences')
    .select(['id', 'number', 'state', 'issued_at as issuedAt', 'published_url as publishedUrl'])
    .where('request_id', '=', requestId)
    .orderBy('id')
    .execute();
}

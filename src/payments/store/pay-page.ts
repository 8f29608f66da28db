import type { Kysely, Selectable } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import type { RequestState } from '../../requests/rules/life.ts';
import type { AttemptState } from '../rules/attempt.ts';
import { documentsOf } from './invoice-page.ts';
import type { InvoiceRow } from './invoices.ts';

type Request = Omit<Selectable<DB['requests']>, 'state'> & { state: RequestState };

/** Everything that the pay page of a request shows. */
export interface PayPage {
  request: Request;
  /** The newest offer, in force or not. */
  offer: Selectable<DB['offers']> | null;
  attempt: { state: AttemptState; session_id: string | null } | null;
  payment: { paid_at: Date; amount: number; refunded: number; currency: string } | null;
  licences: string[];
  /** Invoices and credit notes, oldest first. */
  documents: InvoiceRow[];
}

/** The page behind the hash of a pay link; null where it opens nothing. */
export async function payPageOf(db: Kysely<DB>, tokenHash: string): Promise<PayPage | null> {
  const request = await db
    .selectFrom('requests')
    .selectAll()
    .where('pay_token_hash', '=', tokenHash)
    .executeTakeFirst();
  if (request === undefined) return null;
  return {
    request: request as Request,
    offer: (await newestOffer(db, request.id)) ?? null,
    attempt: await newestAttempt(db, request.id),
    payment: (await grantingPayment(db, request.id)) ?? null,
    licences: await numbersOf(db, request.id),
    documents: await documentsOf(db, request.id),
  };
}

const newestOffer = (
  db: Kysely<DB>,
  requestId: string,
): Promise<Selectable<DB['offers']> | undefined> =>
  db
    .selectFrom('offers')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();

async function newestAttempt(db: Kysely<DB>, requestId: string): Promise<PayPage['attempt']> {
  const row = await db
    .selectFrom('payment_attempts')
    .select(['state', 'session_id'])
    .where('request_id', '=', requestId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : { ...row, state: row.state as AttemptState };
}

const grantingPayment = (
  db: Kysely<DB>,
  requestId: string,
): Promise<NonNullable<PayPage['payment']> | undefined> =>
  db
    .selectFrom('payments')
    .select(['paid_at', 'amount', 'refunded', 'currency'])
    .where('request_id', '=', requestId)
    .where('kind', '=', 'primary')
    .executeTakeFirst();

async function numbersOf(db: Kysely<DB>, requestId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('licences')
    .select('number')
    .where('request_id', '=', requestId)
    .orderBy('number')
    .execute();
  return rows.map(({ number }) => number);
}

/** Whether a session was made for this request: the return page of no other may hear of it. */
export async function ownsSession(
  db: Kysely<DB>,
  requestId: string,
  sessionId: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('payment_attempts')
    .select('id')
    .where('request_id', '=', requestId)
    .where('session_id', '=', sessionId)
    .executeTakeFirst();
  return row !== undefined;
}

import { sql, type Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import type { DisputeState } from '../rules/dispute.ts';
import { openInvoiceStates } from '../rules/invoice.ts';

/** A payment in the list of the desk; reference and organisation null where its request is unknown. */
export interface ListedPayment {
  id: string;
  requestId: string | null;
  reference: string | null;
  organisation: string | null;
  method: string;
  kind: string;
  heldWhy: string;
  amount: number;
  refunded: number;
  currency: string;
  paymentIntent: string | null;
  bankReference: string;
  liveMoney: boolean;
  recordedBy: string;
  paidAt: Date;
  /** The state of its dispute, the worst where there are several; null where nobody disputed it. */
  dispute: DisputeState | null;
  /** How many refunds there are, and how much of it is asked for or on its way back. */
  refunds: number;
  onItsWay: number;
}

const columns = [
  'payments.id',
  'payments.request_id as requestId',
  'requests.reference',
  'requests.organisation',
  'payments.method',
  'payments.kind',
  'payments.held_why as heldWhy',
  'payments.amount',
  'payments.refunded',
  'payments.currency',
  'payments.payment_intent as paymentIntent',
  'payments.bank_reference as bankReference',
  'payments.live_money as liveMoney',
  'payments.recorded_by as recordedBy',
  'payments.paid_at as paidAt',
] as const;

const worstDispute = sql<DisputeState | null>`(select state from disputes where payment_id = payments.id
  order by array_position(array['lost', 'needs_response', 'under_review', 'warning', 'won'], state) limit 1)`;

const listed = (db: Kysely<DB>) =>
  db
    .selectFrom('payments')
    .leftJoin('requests', 'requests.id', 'payments.request_id')
    .select(columns)
    .select([
      sql<number>`(select count(*) from refunds where payment_id = payments.id)`.as('refunds'),
      sql<number>`(select coalesce(sum(amount), 0)::bigint from refunds
        where payment_id = payments.id and state in ('requested', 'pending'))`.as('onItsWay'),
      worstDispute.as('dispute'),
    ]);

const takenBack = sql<number>`coalesce((select sum(case when d.currency = payments.currency then d.amount
  else payments.amount end) from disputes d where d.payment_id = payments.id and d.state = 'lost'), 0)`;

/** Money that counts for nothing yet, was not given back and was not taken back by a bank, oldest first. */
export async function heldPayments(db: Kysely<DB>, size: number): Promise<ListedPayment[]> {
  return listed(db)
    .where('payments.kind', '<>', 'primary')
    .whereRef('payments.refunded', '<', 'payments.amount')
    .where(sql<boolean>`payments.refunded + ${takenBack} < payments.amount`)
    .orderBy('payments.created_at')
    .limit(size)
    .execute();
}

/** One page of all payments, newest first: ids sort by time. One row more says that older ones follow. */
export async function newestPayments(
  db: Kysely<DB>,
  { after, size }: { after: string | null; size: number },
): Promise<ListedPayment[]> {
  return listed(db)
    .$if(after !== null, (query) => query.where('payments.id', '<', after))
    .orderBy('payments.id', 'desc')
    .limit(size + 1)
    .execute();
}

/** An accepted offer that nobody has paid yet. */
export interface Awaited {
  requestId: string;
  reference: string;
  organisation: string;
  offerVersion: number;
  total: number;
  currency: string;
  expiresAt: Date;
}

const awaited = (db: Kysely<DB>) =>
  db
    .selectFrom('requests')
    .innerJoin('offers', (join) =>
      join.onRef('offers.request_id', '=', 'requests.id').on('offers.state', '=', 'current'),
    )
    .select([
      'requests.id as requestId',
      'requests.reference',
      'requests.organisation',
      'offers.version as offerVersion',
      'offers.total',
      'offers.currency',
      'offers.expires_at as expiresAt',
    ])
    .where('requests.state', '=', 'accepted')
    // What is on an invoice is awaited there.
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('invoices')
            .select('invoices.id')
            .whereRef('invoices.request_id', '=', 'requests.id')
            .where('invoices.state', 'in', openInvoiceStates),
        ),
      ),
    );

export async function awaitedPayments(db: Kysely<DB>, size: number): Promise<Awaited[]> {
  return awaited(db).orderBy('offers.expires_at').limit(size).execute();
}

export async function awaitedPayment(db: Kysely<DB>, requestId: string): Promise<Awaited | null> {
  const row = await awaited(db).where('requests.id', '=', requestId).executeTakeFirst();
  return row ?? null;
}

/** Whether the payment service is heard: without it, paying would go unnoticed for longer. */
export interface Health {
  lastEventAt: Date | null;
  failedEvents: number;
  reconciledAt: Date | null;
}

export async function serviceHealth(db: Kysely<DB>): Promise<Health> {
  const last = await db
    .selectFrom('stripe_events')
    .select('delivered_at')
    .where('delivered_at', 'is not', null)
    .orderBy('delivered_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const { failed } = await db
    .selectFrom('stripe_events')
    .select((eb) => eb.fn.countAll<number>().as('failed'))
    .where('state', '=', 'failed')
    .executeTakeFirstOrThrow();
  const round = await db
    .selectFrom('reconciliations')
    .select('finished_at')
    .where('id', '=', 1)
    .executeTakeFirst();
  const reconciledAt = round?.finished_at ?? null;
  return {
    lastEventAt: last?.delivered_at ?? null,
    failedEvents: failed,
    reconciledAt,
  };
}

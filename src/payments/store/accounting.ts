import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import type { FeeRow, Refunded, Sale, TakenBack, Totals } from '../rules/accounting-books.ts';

/** What of the books is asked for: instants from and before which, and the currency or null for all. */
export interface Books {
  from: Date;
  to: Date;
  liveMoney: boolean;
  currency: string | null;
}

/** Where a page ended: the next one begins after it. */
export interface After {
  at: Date;
  id: string;
}

export interface PageOfBooks extends Books {
  after: After | null;
  size: number;
}

const sale = sql`p.id as "paymentId", p.method, p.kind, p.held_why as "heldWhy",
  p.payment_intent as "paymentIntent", p.charge_id as "chargeId",
  q.reference, q.organisation, q.own_reference as "ownReference", q.country, q.billing,
  case when p.kind = 'primary' and o.id is not null then jsonb_build_object(
    'version', o.version, 'net', o.net, 'tax', o.tax, 'items', o.items) end as offer,
  coalesce((select string_agg(l.number, ' ' order by l.number) from licences l
    where l.request_id = p.request_id and p.kind = 'primary'), '') as licences,
  (select i.number from invoices i where i.attempt_id = p.attempt_id) as invoice`;
const ofPayment = sql`left join requests q on q.id = p.request_id left join offers o on o.id = p.offer_id`;

const inCurrency = (currency: string | null): RawBuilder<unknown> =>
  currency === null ? sql`` : sql`and p.currency = ${currency}`;

/** One page of payments, oldest first. */
export async function paymentsOfBooks(db: Kysely<DB>, asked: PageOfBooks): Promise<Sale[]> {
  const { from, to, liveMoney, currency, after, size } = asked;
  const { rows } = await sql<Sale>`
    select p.id, p.paid_at as at, p.currency, p.amount, p.bank_reference as "bankReference", ${sale}
    from payments p ${ofPayment}
    where p.live_money = ${liveMoney} and p.paid_at >= ${from} and p.paid_at < ${to} ${inCurrency(currency)}
      ${after === null ? sql`` : sql`and (p.paid_at, p.id) > (${after.at}, ${after.id})`}
    order by p.paid_at, p.id limit ${size}`.execute(db);
  return rows;
}

/** An entry of the history at which a refund began to count, or ceased to. */
const counts = (event: string): RawBuilder<unknown> =>
  sql.raw(
    `${event}.subject_type = 'refund' and (${event}.after_state = 'succeeded'
    or (${event}.before_state = 'succeeded' and ${event}.after_state <> 'succeeded'))`,
  );

/** One page of what was given back and of refunds that came back, oldest first. */
export async function refundsOfBooks(db: Kysely<DB>, asked: PageOfBooks): Promise<Refunded[]> {
  const { from, to, liveMoney, currency, after, size } = asked;
  const { rows } = await sql<Refunded>`
    select e.id, e.created_at as at, p.currency, r.id as "refundId", r.stripe_id as "stripeRefund", r.reason,
      (select i.number from invoices i where i.refund_id = r.id) as "creditNote",
      r.bank_reference as "bankReference",
      case when e.after_state = 'succeeded' then r.amount else -r.amount end as amount,
      coalesce((select sum(case when e2.after_state = 'succeeded' then r2.amount else -r2.amount end)
        from refunds r2 join events e2 on e2.subject_id = r2.id
        where r2.payment_id = r.payment_id and ${counts('e2')}
          and (e2.created_at, e2.id) < (e.created_at, e.id)), 0)::bigint as before,
      ${sale}
    from events e join refunds r on r.id = e.subject_id join payments p on p.id = r.payment_id ${ofPayment}
    where ${counts('e')} and e.created_at >= ${from} and e.created_at < ${to}
      and p.live_money = ${liveMoney} ${inCurrency(currency)}
      ${after === null ? sql`` : sql`and (e.created_at, e.id) > (${after.at}, ${after.id})`}
    order by e.created_at, e.id limit ${size}`.execute(db);
  return rows;
}

/** One page of what banks took back in disputes that were lost, and of what they returned after all, oldest first. */
export async function disputesOfBooks(db: Kysely<DB>, asked: PageOfBooks): Promise<TakenBack[]> {
  const { from, to, liveMoney, currency, after, size } = asked;
  const { rows } = await sql<TakenBack>`
    select e.id, e.created_at as at, d.currency, d.stripe_id as "disputeId", d.reason, '' as "bankReference",
      case when e.after_state = 'lost' then d.amount else -d.amount end as amount, ${sale}
    from disputes d join events e on e.subject_id = d.id join payments p on p.id = d.payment_id ${ofPayment}
    where ${turnsLost} and e.created_at >= ${from} and e.created_at < ${to} and d.live_money = ${liveMoney}
      ${currency === null ? sql`` : sql`and d.currency = ${currency}`}
      ${after === null ? sql`` : sql`and (e.created_at, e.id) > (${after.at}, ${after.id})`}
    order by e.created_at, e.id limit ${size}`.execute(db);
  return rows;
}

/** An entry of the history at which a dispute was lost, or ceased to be. */
const turnsLost = sql.raw(`e.subject_type = 'dispute'
  and (e.after_state = 'lost' or (e.before_state = 'lost' and e.after_state <> 'lost'))`);

/** One page of movements, oldest first; the currency is that in which they were settled. */
export async function feesOfBooks(db: Kysely<DB>, asked: PageOfBooks): Promise<FeeRow[]> {
  const { from, to, liveMoney, currency, after, size } = asked;
  const { rows } = await sql<FeeRow>`
    select m.id, m.booked_at as at, m.kind, m.source_id as "sourceId", m.payment_intent as "paymentIntent",
      m.currency, m.amount, m.settled_currency as "settledCurrency", m.settled_amount as "settledAmount", m.fee,
      q.reference, coalesce((select string_agg(l.number, ' ' order by l.number) from licences l
        where l.request_id = p.request_id and p.kind = 'primary'), '') as licences
    from stripe_movements m left join payments p on p.payment_intent = m.payment_intent
      left join requests q on q.id = p.request_id
    where m.live_money = ${liveMoney} and m.booked_at >= ${from} and m.booked_at < ${to}
      ${currency === null ? sql`` : sql`and m.settled_currency = ${currency}`}
      ${after === null ? sql`` : sql`and (m.booked_at, m.id) > (${after.at}, ${after.id})`}
    order by m.booked_at, m.id limit ${size}`.execute(db);
  return rows;
}

/** The sums of the books by currency; fees in the currency in which they were taken. */
export async function totalsOfBooks(db: Kysely<DB>, asked: Books): Promise<Totals[]> {
  const { from, to, liveMoney, currency } = asked;
  const { rows } = await sql<Totals>`
    select currency, sum(payments)::bigint as payments, sum(gross)::bigint as gross, sum(net)::bigint as net,
      sum(tax)::bigint as tax, sum(held)::bigint as held, sum(refunded)::bigint as refunded,
      sum(disputed)::bigint as disputed, sum(fees)::bigint as fees
    from (
      select p.currency, 1 as payments, p.amount as gross, coalesce(o.net, 0) as net, coalesce(o.tax, 0) as tax,
        case when o.id is null then p.amount else 0 end as held, 0 as refunded, 0 as disputed, 0 as fees
      from payments p left join offers o on o.id = p.offer_id and p.kind = 'primary'
      where p.live_money = ${liveMoney} and p.paid_at >= ${from} and p.paid_at < ${to}
      union all
      select p.currency, 0, 0, 0, 0, 0, case when e.after_state = 'succeeded' then r.amount else -r.amount end, 0, 0
      from events e join refunds r on r.id = e.subject_id join payments p on p.id = r.payment_id
      where ${counts('e')} and e.created_at >= ${from} and e.created_at < ${to} and p.live_money = ${liveMoney}
      union all
      select d.currency, 0, 0, 0, 0, 0, 0, case when e.after_state = 'lost' then d.amount else -d.amount end, 0
      from disputes d join events e on e.subject_id = d.id
      where ${turnsLost} and e.created_at >= ${from} and e.created_at < ${to} and d.live_money = ${liveMoney}
      union all
      select settled_currency, 0, 0, 0, 0, 0, 0, 0, fee from stripe_movements
      where live_money = ${liveMoney} and booked_at >= ${from} and booked_at < ${to}
    ) as entries
    ${currency === null ? sql`` : sql`where currency = ${currency}`}
    group by currency order by currency`.execute(db);
  return rows;
}

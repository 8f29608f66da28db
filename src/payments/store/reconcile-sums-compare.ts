import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import type { Comparison, Difference } from './reconcile-sums.ts';
import { refundEntries } from './reconcile-sums-refunds.ts';

/** Sums of one UTC day in one currency, minor units. Refunds count positive. */
export interface DaySums {
  day: string;
  currency: string;
  charges_here: number;
  charges_there: number;
  refunds_here: number;
  refunds_there: number;
  fees_here: number;
  fees_there: number;
}

/** The payments of both books, as entries to be summed. */
const chargeEntries = ({
  liveMoney,
  from,
  to,
  settledBefore,
}: Comparison): RawBuilder<unknown> => sql`
      select day, currency, 0 as charges_here, case when gone then 0 else amount end as charges_there,
        0 as refunds_here, 0 as refunds_there, 0 as fees_here, 0 as fees_there from m where kind = 'charge'
      union all
      select m.day, p.currency, p.amount, 0, 0, 0, 0, 0
      from m join payments p on p.payment_intent = m.payment_intent where m.kind = 'charge'
      union all
      select (p.paid_at at time zone 'UTC')::date, p.currency, p.amount, 0, 0, 0, 0, 0 from payments p
      where p.live_money = ${liveMoney} and p.paid_at >= ${from} and p.paid_at < ${to}
        and p.paid_at < ${settledBefore} and p.payment_intent is not null and not exists (
          select from stripe_movements c where c.payment_intent = p.payment_intent and c.kind = 'charge')`;

/**
 * The sums of each UTC day and currency that the stretch touches. An object that stands in both books lies
 * on the day on which the payment service booked it, so that midnight makes no difference.
 */
export async function sumsByDay(db: Kysely<DB>, asked: Comparison): Promise<DaySums[]> {
  const { liveMoney, from, to } = asked;
  const { rows } = await sql<DaySums>`
    with m as (select *, (booked_at at time zone 'UTC')::date as day from stripe_movements
      where live_money = ${liveMoney} and booked_at >= ${from} and booked_at < ${to})
    select day, currency, sum(charges_here)::bigint as charges_here, sum(charges_there)::bigint as charges_there,
      sum(refunds_here)::bigint as refunds_here, sum(refunds_there)::bigint as refunds_there,
      sum(fees_here)::bigint as fees_here, sum(fees_there)::bigint as fees_there
    from (
      ${chargeEntries(asked)}
      union all
      ${refundEntries(asked)}
      union all
      select day, settled_currency, 0, 0, 0, 0, fee, case when gone then 0 else fee_there end from m
    ) as entries group by day, currency order by day, currency`.execute(db);
  return rows;
}

const most = 500;

/** The payments and fees of a stretch that differ, at most 500. */
export async function chargeDifferences(db: Kysely<DB>, asked: Comparison): Promise<Difference[]> {
  const { liveMoney, from, to, settledBefore } = asked;
  const { rows } = await sql<Difference>`
    with m as (select *, (booked_at at time zone 'UTC')::date as day from stripe_movements
      where live_money = ${liveMoney} and booked_at >= ${from} and booked_at < ${to})
    select m.source_id as object_id, 'charge_unknown_here' as why, m.day, m.currency, null::bigint as here,
      m.amount as there, m.payment_intent
    from m left join payments p on p.payment_intent = m.payment_intent
    where m.kind = 'charge' and not m.gone and p.id is null
    union all
    select m.source_id, 'charge_differs', m.day, p.currency, p.amount,
      case when m.currency = p.currency then m.amount end, m.payment_intent
    from m join payments p on p.payment_intent = m.payment_intent
    where m.kind = 'charge' and not m.gone and (p.amount <> m.amount or p.currency <> m.currency)
    union all
    select coalesce(p.charge_id, p.payment_intent), 'charge_unknown_there', (p.paid_at at time zone 'UTC')::date,
      p.currency, p.amount, null, p.payment_intent
    from payments p where p.live_money = ${liveMoney} and p.paid_at >= ${from} and p.paid_at < ${to}
      and p.paid_at < ${settledBefore} and p.payment_intent is not null and not exists (
        select from stripe_movements c where c.payment_intent = p.payment_intent and c.kind = 'charge')
    union all
    select m.id, 'fee_differs', m.day, m.settled_currency, m.fee, m.fee_there, m.payment_intent
    from m where not m.gone and m.fee <> m.fee_there
    union all
    select m.id, 'gone_there', m.day, m.currency,
      case when m.kind in ('refund', 'refund_failure') then -m.amount else m.amount end, null, m.payment_intent from m where m.gone
    order by day, object_id limit ${most}`.execute(db);
  return rows;
}

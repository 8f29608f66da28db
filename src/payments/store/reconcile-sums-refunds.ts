import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import type { Comparison, Difference } from './reconcile-sums.ts';

const most = 500;

/** What was given back after both books, as entries to be summed with the payments; `m` are the movements. */
export const refundEntries = ({
  liveMoney,
  from,
  to,
  settledBefore,
}: Comparison): RawBuilder<unknown> => sql`
      select day, currency, 0, 0, 0, case when gone then 0 else -amount end, 0, 0
      from m where kind in ('refund', 'refund_failure')
      union all
      select m.day, r.currency, 0, 0, case
        when m.kind = 'refund_failure' then case when r.state in ('failed', 'canceled') then -r.amount else 0 end
        when r.state in ('failed', 'canceled') and r.changed_at < ${settledBefore} and not exists (
          select from stripe_movements f where f.payment_intent = m.payment_intent
            and f.source_id = m.source_id and f.kind = 'refund_failure' and not f.gone) then 0
        else r.amount end, 0, 0, 0
      from m join refunds r on r.stripe_id = m.source_id where m.kind in ('refund', 'refund_failure')
      union all
      select (r.changed_at at time zone 'UTC')::date, r.currency, 0, 0, r.amount, 0, 0, 0
      from refunds r join payments p on p.id = r.payment_id
      where r.state = 'succeeded' and r.stripe_id is not null and p.payment_intent is not null
        and p.live_money = ${liveMoney} and r.changed_at >= ${from} and r.changed_at < ${to}
        and r.changed_at < ${settledBefore} and not exists (select from stripe_movements c
          where c.payment_intent = p.payment_intent and c.source_id = r.stripe_id and c.kind = 'refund')`;

/**
 * The refunds of a stretch that differ, at most 500. Sums are of what was given back: positive, and negative
 * for a refund that came back. A refund that failed counts here only with the movement that undoes it.
 */
export async function refundDifferences(db: Kysely<DB>, asked: Comparison): Promise<Difference[]> {
  const { liveMoney, from, to, settledBefore } = asked;
  const { rows } = await sql<Difference>`
    with m as (select *, (booked_at at time zone 'UTC')::date as day from stripe_movements
      where live_money = ${liveMoney} and booked_at >= ${from} and booked_at < ${to}
        and kind in ('refund', 'refund_failure') and not gone),
    j as (select m.*, r.id as refund_id, r.amount as ours, r.currency as our_currency,
        r.state in ('failed', 'canceled') as failed,
        r.state in ('failed', 'canceled') and r.changed_at < ${settledBefore} and not exists (
          select from stripe_movements f where f.payment_intent = m.payment_intent
            and f.source_id = m.source_id and f.kind = 'refund_failure' and not f.gone) as undone_here_only
      from m left join refunds r on r.stripe_id = m.source_id)
    select case when kind = 'refund' then source_id else id end as object_id, 'refund_unknown_here' as why, day,
      currency, null::bigint as here, -amount as there, payment_intent
    from j where refund_id is null
    union all
    select source_id, 'refund_differs', day, our_currency, case when undone_here_only then 0 else ours end,
      case when currency = our_currency then -amount end, payment_intent
    from j where kind = 'refund' and (ours <> -amount or currency <> our_currency or undone_here_only)
    union all
    select id, 'refund_differs', day, currency, case when failed then -ours else 0 end, -amount, payment_intent
    from j where kind = 'refund_failure' and (not failed or ours <> amount or currency <> our_currency)
    union all
    select r.stripe_id, 'refund_unknown_there', (r.changed_at at time zone 'UTC')::date, r.currency, r.amount, null,
      p.payment_intent
    from refunds r join payments p on p.id = r.payment_id
    where r.state = 'succeeded' and r.stripe_id is not null and p.payment_intent is not null
      and p.live_money = ${liveMoney} and r.changed_at >= ${from} and r.changed_at < ${to}
      and r.changed_at < ${settledBefore} and not exists (select from stripe_movements c
        where c.payment_intent = p.payment_intent and c.source_id = r.stripe_id and c.kind = 'refund')
    order by day, object_id limit ${most}`.execute(db);
  return rows;
}

-- What the payment service's balance says of payments of this portal: a copy of its movements, never changed by hand.
-- Currency and amount are those of the payer, settled ones those of the balance; negative where money leaves.
-- fee is the fee as first booked, fee_there as it stands there now; gone: it was not there any more when looked for.
create table stripe_movements (
  id text primary key,
  kind text not null check (kind in ('charge', 'refund', 'refund_failure', 'dispute', 'other')),
  source_id text not null,
  payment_intent text not null,
  currency text not null,
  amount bigint not null,
  settled_currency text not null,
  settled_amount bigint not null,
  fee bigint not null,
  fee_there bigint not null,
  live_money boolean not null,
  gone boolean not null default false,
  booked_at timestamptz not null,
  seen_at timestamptz not null
);
create index stripe_movements_by_day on stripe_movements (live_money, booked_at, id);
create index stripe_movements_by_intent on stripe_movements (payment_intent);

-- How far the movements were read, one row for test and one for real money; listing: where a reading stopped.
create table stripe_readings (
  live_money boolean primary key,
  read_until timestamptz not null,
  listing jsonb
);

-- Sums of one UTC day in one currency, here and at the payment service; written anew whenever the day is compared.
create table money_days (
  live_money boolean not null,
  day date not null,
  currency text not null,
  charges_here bigint not null,
  charges_there bigint not null,
  refunds_here bigint not null,
  refunds_there bigint not null,
  fees_here bigint not null,
  fees_there bigint not null,
  compared_at timestamptz not null,
  primary key (live_money, day, currency)
);

-- Each object that differs, until it does so no longer; settled ones are kept for a while.
create table money_differences (
  live_money boolean not null,
  object_id text not null,
  why text not null,
  day date not null,
  currency text not null,
  here bigint,
  there bigint,
  payment_intent text not null,
  found_at timestamptz not null,
  seen_at timestamptz not null,
  settled_at timestamptz,
  primary key (live_money, object_id, why)
);
create index money_differences_open on money_differences (live_money, seen_at) where settled_at is null;

-- The last rounds of comparing with the payment service; older ones are deleted.
create table reconciliation_rounds (
  id uuid primary key,
  live_money boolean not null,
  started_at timestamptz not null,
  finished_at timestamptz not null,
  report jsonb not null
);

-- Deliveries that were refused, counted by day (UTC) and cause; nothing of what they said is kept.
create table webhook_refusals (
  day date not null,
  cause text not null,
  count integer not null,
  last_at timestamptz not null,
  primary key (day, cause)
);

-- Null where no delivery brought the event, but a round fetched it.
alter table stripe_events add column delivered_at timestamptz;
update stripe_events set delivered_at = received_at;
create index stripe_events_delivered on stripe_events (delivered_at desc) where delivered_at is not null;
create index stripe_events_fetched on stripe_events (sent_at desc) where delivered_at is null;
create index stripe_events_other_mode on stripe_events (received_at desc) where error = 'other_mode';

-- The order in which the books are exported.
create index payments_by_day on payments (live_money, paid_at, id);

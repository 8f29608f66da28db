-- Money given back, one row each: written before the payment service is asked, or copied when it was made over there.
-- key and params are those of the call that is repeated until it is answered; form_key makes two clicks one refund.
create table refunds (
  id uuid primary key,
  payment_id uuid not null references payments (id),
  origin text not null check (origin in ('desk', 'stripe', 'bank')),
  state text not null check (state in ('requested', 'pending', 'succeeded', 'failed', 'canceled')),
  currency text not null,
  amount bigint not null check (amount > 0),
  reason text not null,
  words text not null default '',
  note text not null default '',
  form_key text unique,
  key text unique,
  params jsonb,
  keyed_at timestamptz,
  stripe_id text unique,
  bank_reference text not null default '',
  error text,
  made_by text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create index refunds_by_payment on refunds (payment_id, id);
create index refunds_unheard on refunds (changed_at) where state in ('requested', 'pending');

-- The rules of cancellation as they were when the offer was made; null where it is older than they are.
alter table offers add column cancellation jsonb;

-- A row is written before each call to the payment service, so that no answer can be lost.
create table payment_attempts (
  id uuid primary key,
  request_id uuid not null references requests (id),
  offer_id uuid not null references offers (id),
  number integer not null,
  method text not null check (method in ('checkout', 'invoice', 'transfer')),
  state text not null check (state in ('creating', 'open', 'processing', 'paid', 'expired', 'failed', 'abandoned')),
  key text not null unique,
  params jsonb not null,
  currency text not null,
  amount bigint not null check (amount > 0),
  session_id text unique,
  session_url text,
  payment_intent text unique,
  live_money boolean not null,
  expires_at timestamptz,
  error text,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  unique (offer_id, number)
);
create unique index payment_attempts_one_live on payment_attempts (request_id)
  where state in ('creating', 'open', 'processing');
create index payment_attempts_by_request on payment_attempts (request_id, id desc);
create index payment_attempts_unclear on payment_attempts (created_at) where state in ('creating', 'open', 'processing');

create table payments (
  id uuid primary key,
  request_id uuid references requests (id),
  offer_id uuid references offers (id),
  attempt_id uuid references payment_attempts (id),
  method text not null check (method in ('checkout', 'invoice', 'transfer')),
  kind text not null check (kind in ('primary', 'duplicate', 'orphan')),
  held_why text not null default '',
  currency text not null,
  amount bigint not null check (amount > 0),
  refunded bigint not null default 0 check (refunded between 0 and amount),
  payment_intent text unique,
  charge_id text,
  bank_reference text not null default '',
  live_money boolean not null,
  recorded_by text not null,
  paid_at timestamptz not null,
  created_at timestamptz not null
);
create unique index payments_one_primary on payments (request_id) where kind = 'primary';
create index payments_by_request on payments (request_id);
create index payments_newest on payments (created_at desc, id desc);
create index payments_held on payments (created_at) where kind <> 'primary' and refunded < amount;

-- The inbox of the payment service's events, keyed by its event id.
create table stripe_events (
  id text primary key,
  type text not null,
  object_id text not null,
  live_money boolean not null,
  payload jsonb not null,
  state text not null default 'received' check (state in ('received', 'done', 'ignored', 'failed')),
  tries integer not null default 0,
  error text,
  sent_at timestamptz not null,
  received_at timestamptz not null,
  worked_at timestamptz
);
create index stripe_events_newest on stripe_events (received_at desc);
create index stripe_events_open on stripe_events (received_at) where state in ('received', 'failed');

create table reconciliations (
  id smallint primary key check (id = 1),
  reconciled_until timestamptz not null,
  finished_at timestamptz not null,
  report jsonb not null default '{}'
);

-- Settings of the newsroom: one row, validated by the application.
create table settings (
  id smallint primary key check (id = 1),
  data jsonb not null,
  version integer not null,
  updated_at timestamptz not null
);

-- The append-only history: exactly one row for each change of state.
create table events (
  id uuid primary key,
  request_id uuid,
  subject_type text not null,
  subject_id uuid not null,
  verb text not null,
  actor_type text not null check (actor_type in ('staff', 'republisher', 'payer', 'stripe', 'system')),
  actor_id text,
  actor_name text not null,
  before_state text,
  after_state text,
  data jsonb not null default '{}',
  created_at timestamptz not null
);
create index events_by_request on events (request_id, created_at, id);
create index events_by_subject on events (subject_id, created_at, id);

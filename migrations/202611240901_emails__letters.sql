-- Letters: written with the change that causes them, sent by a worker later.
-- Secret links stand as placeholders (see platform/links.ts), so no token is stored here.
create table emails (
  id uuid primary key,
  kind text not null,
  request_id uuid,
  to_name text not null,
  to_address text not null,
  subject text not null,
  text text not null,
  html text not null,
  state text not null default 'queued' check (state in ('queued', 'sent', 'failed')),
  tries integer not null default 0,
  last_error text,
  queued_at timestamptz not null,
  -- Not before then; moved ahead by the worker that takes the letter, so that no other takes it too.
  next_try_at timestamptz not null,
  sent_at timestamptz
);
create index emails_newest on emails (queued_at desc, id desc);
create index emails_by_request on emails (request_id, queued_at, id);
create index emails_waiting on emails (queued_at desc, id desc) where state <> 'sent';

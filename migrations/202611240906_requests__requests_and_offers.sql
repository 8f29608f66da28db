-- `version` counts the changes of state: of two that start from the same one, only one lands.
create table requests (
  id uuid primary key,
  reference text not null unique,
  form_key text not null unique,
  token_hash text not null unique,
  pay_token_hash text not null unique,
  version integer not null default 1,
  state text not null check (state in ('unverified', 'in_review', 'needs_info', 'offered', 'accepted',
    'granted', 'declined', 'withdrawn', 'lapsed', 'cancelled')),
  contact_name text not null,
  email text not null,
  organisation text not null,
  organisation_type text not null,
  country text not null,
  end_client text not null default '',
  publication_title text not null default '',
  publication_url text not null default '',
  planned_date date,
  edits text not null default 'none',
  edits_note text not null default '',
  note text not null default '',
  own_reference text not null default '',
  paywalled boolean not null default false,
  with_ads boolean not null default false,
  billing jsonb,
  confirmations jsonb not null,
  language text not null,
  email_verified_at timestamptz,
  promised_at timestamptz,
  first_answered_at timestamptz,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create index requests_by_state on requests (state, promised_at, id);
create index requests_newest on requests (created_at desc, id desc);
create index requests_by_email on requests (email, created_at desc);

-- One row for each article asked for; the use and the answer as they were on the day.
create table request_items (
  id uuid primary key,
  request_id uuid not null references requests (id),
  position integer not null,
  article_id uuid not null references articles (id),
  use jsonb not null,
  quote jsonb not null,
  tariff_version integer not null references tariffs (version),
  unique (request_id, position),
  unique (request_id, article_id)
);
create index request_items_by_article on request_items (article_id);

create table request_files (
  id uuid primary key,
  request_id uuid not null references requests (id),
  name text not null,
  media_type text not null,
  size integer not null,
  sha256 text not null,
  bytes bytea not null,
  created_at timestamptz not null
);
create index request_files_by_request on request_files (request_id, created_at, id);

create table messages (
  id uuid primary key,
  request_id uuid not null references requests (id),
  author text not null check (author in ('republisher', 'staff')),
  author_name text not null,
  body text not null,
  created_at timestamptz not null
);
create index messages_by_request on messages (request_id, created_at, id);

-- A quote put to the republisher. Items hold the lines of each article as shown.
create table offers (
  id uuid primary key,
  request_id uuid not null references requests (id),
  version integer not null,
  state text not null check (state in ('current', 'superseded', 'closed')),
  kind text not null check (kind in ('price', 'free')),
  currency text not null,
  net bigint not null check (net >= 0),
  tax bigint not null check (tax >= 0),
  total bigint not null check (total = net + tax),
  items jsonb not null,
  terms_version integer not null references terms (version),
  terms_hash text not null,
  terms_text text not null,
  text text not null,
  hash text not null,
  note text not null default '',
  expires_at timestamptz not null,
  created_by text not null,
  created_at timestamptz not null,
  unique (request_id, version)
);
create unique index offers_one_current on offers (request_id) where state = 'current';

-- What is recorded when terms and offer are accepted; never changed.
create table acceptances (
  id uuid primary key,
  request_id uuid not null references requests (id),
  offer_id uuid not null unique references offers (id),
  actor text not null,
  address text not null,
  agent text not null,
  button text not null,
  terms_version integer not null,
  terms_hash text not null,
  terms_text text not null,
  offer_hash text not null,
  offer_text text not null,
  accepted_at timestamptz not null
);
create index acceptances_by_request on acceptances (request_id);

create table licence_numbers (
  year integer primary key,
  last integer not null
);

create table licences (
  id uuid primary key,
  number text not null unique,
  token_hash text not null unique,
  request_id uuid not null references requests (id),
  item_id uuid not null unique references request_items (id),
  article_id uuid not null references articles (id),
  offer_id uuid not null references offers (id),
  state text not null check (state in ('active', 'suspended', 'revoked', 'expired', 'renewed', 'amended')),
  reason text not null default '',
  permission jsonb not null,
  credit jsonb not null,
  terms_version integer not null references terms (version),
  terms_text text not null,
  terms_hash text not null,
  starts_at timestamptz not null,
  ends_at timestamptz,
  published_url text not null default '',
  live_money boolean not null,
  issued_at timestamptz not null
);
create index licences_by_request on licences (request_id, id);
create index licences_ending on licences (ends_at) where state in ('active', 'suspended');
create index licences_by_state on licences (state, issued_at desc, id desc);
create index licences_newest on licences (issued_at desc, id desc);
create index licences_by_article on licences (article_id);

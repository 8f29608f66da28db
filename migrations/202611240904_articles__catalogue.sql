create table articles (
  id uuid primary key,
  slug text not null unique,
  url text not null,
  url_key text not null unique,
  source_id text,
  title text not null,
  standfirst text not null default '',
  bylines jsonb not null default '[]',
  body_html text not null,
  body_text text not null,
  section text not null default '',
  tags jsonb not null default '[]',
  language text not null,
  language_found text,
  published_at timestamptz,
  revised_at timestamptz,
  word_count integer not null,
  paragraph_count integer not null,
  content_hash text not null,
  -- Of everything the last import brought: equal means that nothing is to be done.
  import_hash text not null,
  provenance text not null default 'staff'
    check (provenance in ('staff', 'wires', 'freelance', 'stock', 'handout', 'other')),
  rights_check text not null default 'clear' check (rights_check in ('clear', 'held', 'settled')),
  licensable boolean not null default true,
  co_published boolean not null default false,
  embargo_until timestamptz,
  withdrawn_at timestamptz,
  cc_licence text,
  edited_fields jsonb not null default '[]',
  search tsvector not null,
  imported_at timestamptz not null,
  changed_at timestamptz not null,
  sort_at timestamptz not null
);
create index articles_newest on articles (sort_at desc, id desc);
create index articles_by_section on articles (section, sort_at desc, id desc);
create index articles_by_language on articles (language, sort_at desc, id desc);
create index articles_held on articles (sort_at desc, id desc) where rights_check = 'held';
create index articles_search on articles using gin (search);

create table article_pictures (
  id uuid primary key,
  article_id uuid not null references articles (id),
  position integer not null,
  url text not null,
  credit text not null default '',
  caption text not null default '',
  alt text not null default '',
  distributable boolean not null default false,
  unique (article_id, position)
);

-- What was found in byline or text that speaks against selling, and how it was settled.
create table provenance_findings (
  id uuid primary key,
  article_id uuid not null references articles (id),
  rule text not null,
  weight text not null check (weight in ('strong', 'weak')),
  place text not null,
  words text not null,
  settled_as text check (settled_as in ('ours', 'not_ours')),
  settled_by text,
  settled_why text,
  settled_at timestamptz,
  created_at timestamptz not null
);
create index provenance_findings_by_article on provenance_findings (article_id, created_at, id);

-- Words of headlines, standfirsts and bylines under each of their spellings with one letter left out
-- and under themselves: a misspelled word of a search and the right one have such a spelling in common.
create table article_spellings (
  spelling text not null,
  word text not null,
  primary key (spelling, word)
);

create table imports (
  id uuid primary key,
  source text not null,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
  started_by text not null,
  items_read integer not null default 0,
  items_new integer not null default 0,
  items_changed integer not null default 0,
  items_unchanged integer not null default 0,
  items_skipped integer not null default 0,
  problems jsonb not null default '[]',
  error text,
  file bytea,
  created_at timestamptz not null,
  finished_at timestamptz
);
create index imports_newest on imports (created_at desc, id desc);

-- The text of the terms: once shown, a version never changes.
create table terms (
  version integer primary key,
  template text not null,
  parameters jsonb not null default '{}',
  hash text not null,
  note text not null default '',
  created_by text not null,
  created_at timestamptz not null
);

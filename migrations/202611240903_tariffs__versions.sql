-- The rate card: every version is a row and never changes.
create table tariffs (
  version integer primary key,
  data jsonb not null,
  note text not null default '',
  effective_from timestamptz not null,
  created_by text not null,
  created_at timestamptz not null
);
create index tariffs_by_effect on tariffs (effective_from desc, version desc);

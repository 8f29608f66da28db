-- Who asks, as the newsroom knows them. `version` counts the edits: of two that start from the same one, one lands.
create table organisations (
  id uuid primary key,
  version integer not null default 1,
  name text not null,
  kind text not null,
  country text not null,
  programme text,
  note text not null default '',
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create index organisations_by_name on organisations (name, id);

-- How an organisation is recognised: an e-mail address, or a domain, in small letters.
create table organisation_addresses (
  address text primary key,
  organisation_id uuid not null references organisations (id)
);
create index organisation_addresses_by_organisation on organisation_addresses (organisation_id, address);

-- A kind of organisation that somebody saw proof of. Name and hash of the file are kept even where the file is not.
create table organisation_proofs (
  id uuid primary key,
  organisation_id uuid not null references organisations (id),
  kind text not null,
  file_id uuid references request_files (id) on delete set null,
  file_sha256 text,
  seen text not null,
  checked_by text not null,
  checked_at timestamptz not null,
  valid_until date not null,
  ended_at timestamptz,
  ended_by text,
  ended_reason text not null default ''
);
create index organisation_proofs_by_organisation on organisation_proofs (organisation_id, valid_until desc, id desc);
create index organisation_proofs_by_file on organisation_proofs (file_id);

-- So many articles free in each period, which is counted from the first day on.
create table allowances (
  id uuid primary key,
  version integer not null default 1,
  organisation_id uuid not null references organisations (id),
  name text not null,
  articles integer not null check (articles > 0),
  period text not null check (period in ('month', 'quarter', 'year', 'whole')),
  starts_on date not null,
  ends_on date,
  conditions jsonb not null,
  created_by text not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  ended_by text,
  ended_reason text not null default ''
);
create index allowances_by_organisation on allowances (organisation_id, starts_on desc, id desc);

-- One row for each licensed article that an allowance paid for; never changed.
create table allowance_uses (
  id uuid primary key,
  allowance_id uuid not null references allowances (id),
  licence_id uuid not null unique references licences (id),
  period_start date not null,
  used_at timestamptz not null
);
create index allowance_uses_by_period on allowance_uses (allowance_id, period_start desc);

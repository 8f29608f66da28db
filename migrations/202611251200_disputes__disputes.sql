-- Payments that a payer's bank calls back, as the payment service tells of them; written anew whenever one is read there.
-- Amount and currency are those of the payer (minor units). evidence_by is the last moment for an answer.
create table disputes (
  id uuid primary key,
  stripe_id text not null unique,
  payment_id uuid not null references payments (id),
  state text not null check (state in ('warning', 'needs_response', 'under_review', 'won', 'lost', 'warning_closed', 'prevented')),
  currency text not null,
  amount bigint not null check (amount > 0),
  reason text not null,
  evidence_by timestamptz,
  live_money boolean not null,
  opened_at timestamptz not null,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create index disputes_by_payment on disputes (payment_id, id);
create index disputes_open on disputes (evidence_by, id) where state in ('warning', 'needs_response', 'under_review');
create index disputes_by_day on disputes (live_money, opened_at, id);

-- That somebody looked at what they bought: evidence for the bank that it was delivered. Only the first ones of each
-- licence are kept.
create table licence_openings (
  id uuid primary key,
  licence_id uuid not null references licences (id),
  what text not null check (what in ('page', 'certificate', 'kit')),
  address text not null,
  agent text not null,
  opened_at timestamptz not null
);
create index licence_openings_by_licence on licence_openings (licence_id, opened_at, id);

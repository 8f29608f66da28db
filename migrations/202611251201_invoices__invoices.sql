-- Invoices and credit notes. document is what was shown and is never changed: a change is a credit note and a new invoice.
-- issuer: 'own' documents have a number of ours, 'stripe' ones get theirs when they are finalised there.
create table invoices (
  id uuid primary key,
  kind text not null check (kind in ('invoice', 'credit_note')),
  issuer text not null check (issuer in ('own', 'stripe')),
  state text not null check (state in ('draft', 'due', 'overdue', 'paid', 'written_off', 'cancelled', 'issued')),
  number text unique,
  request_id uuid not null references requests (id),
  offer_id uuid not null references offers (id),
  -- The try at paying that an invoice is; a credit note has none.
  attempt_id uuid unique references payment_attempts (id),
  -- The invoice that a credit note takes back, and the refund that it belongs to.
  credits uuid references invoices (id),
  refund_id uuid unique references refunds (id),
  currency text not null,
  net bigint not null check (net >= 0),
  tax bigint not null check (tax >= 0),
  total bigint not null check (total = net + tax and total > 0),
  document jsonb not null,
  -- The licence was issued before the payment, because staff allow it for this organisation.
  on_terms boolean not null default false,
  stripe_id text unique,
  hosted_url text,
  pdf_url text,
  live_money boolean not null,
  issued_at timestamptz not null,
  due_at timestamptz,
  -- The last reminder that was sent, in days after the day when it was due.
  reminded_day smallint,
  why text not null default '',
  created_at timestamptz not null,
  changed_at timestamptz not null,
  check ((kind = 'invoice') = (attempt_id is not null)),
  check ((kind = 'credit_note') = (credits is not null)),
  check ((kind = 'credit_note') = (state = 'issued'))
);
create unique index invoices_one_open on invoices (request_id)
  where kind = 'invoice' and state in ('draft', 'due', 'overdue');
create index invoices_by_request on invoices (request_id, id desc);
create index invoices_unpaid on invoices (due_at, id) where state in ('draft', 'due', 'overdue');
create index invoices_newest on invoices (issued_at desc, id desc);
create index invoices_by_day on invoices (live_money, issued_at, id);
create index invoices_by_credited on invoices (credits) where credits is not null;

-- The last number given in a series and year: taken in the transaction that writes the document, so that none is missing.
create table invoice_numbers (
  series text not null,
  year integer not null,
  last integer not null,
  primary key (series, year)
);

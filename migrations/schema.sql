-- Made by "node scripts/schema.ts" from the migrations; read it, do not edit it.

create table acceptances (
  id uuid not null,
  request_id uuid not null,
  offer_id uuid not null,
  actor text not null,
  address text not null,
  agent text not null,
  button text not null,
  terms_version integer not null,
  terms_hash text not null,
  terms_text text not null,
  offer_hash text not null,
  offer_text text not null,
  accepted_at timestamp with time zone not null,
  constraint acceptances_pkey PRIMARY KEY (id),
  constraint acceptances_offer_id_key UNIQUE (offer_id),
  constraint acceptances_offer_id_fkey FOREIGN KEY (offer_id) REFERENCES offers(id),
  constraint acceptances_request_id_fkey FOREIGN KEY (request_id) REFERENCES requests(id)
);
CREATE INDEX acceptances_by_request ON acceptances USING btree (request_id);

create table allowance_uses (
  id uuid not null,
  allowance_id uuid not null,
  licence_id uuid not null,
  period_start date not null,
  used_at timestamp with time zone not null,
  constraint allowance_uses_pkey PRIMARY KEY (id),
  constraint allowance_uses_licence_id_key UNIQUE (licence_id),
  constraint allowance_uses_allowance_id_fkey FOREIGN KEY (allowance_id) REFERENCES allowances(id),
  constraint allowance_uses_licence_id_fkey FOREIGN KEY (licence_id) REFERENCES licences(id)
);
CREATE INDEX allowance_uses_by_period ON allowance_uses USING btree (allowance_id, period_start DESC);

create table allowances (
  id uuid not null,
  version integer default 1 not null,
  organisation_id uuid not null,
  name text not null,
  articles integer not null,
  period text not null,
  starts_on date not null,
  ends_on date,
  conditions jsonb not null,
  created_by text not null,
  created_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_by text,
  ended_reason text default ''::text not null,
  constraint allowances_pkey PRIMARY KEY (id),
  constraint allowances_articles_check CHECK (articles > 0),
  constraint allowances_period_check CHECK (period = ANY (ARRAY['month'::text, 'quarter'::text, 'year'::text, 'whole'::text])),
  constraint allowances_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id)
);
CREATE INDEX allowances_by_organisation ON allowances USING btree (organisation_id, starts_on DESC, id DESC);

create table article_pictures (
  id uuid not null,
  article_id uuid not null,
  position integer not null,
  url text not null,
  credit text default ''::text not null,
  caption text default ''::text not null,
  alt text default ''::text not null,
  distributable boolean default false not null,
  blocked_in jsonb default '[]'::jsonb not null,
  rights_note text default ''::text not null,
  edited_fields jsonb default '[]'::jsonb not null,
  constraint article_pictures_pkey PRIMARY KEY (id),
  constraint article_pictures_article_id_position_key UNIQUE (article_id, "position"),
  constraint article_pictures_article_id_fkey FOREIGN KEY (article_id) REFERENCES articles(id)
);

create table article_spellings (
  spelling text not null,
  word text not null,
  constraint article_spellings_pkey PRIMARY KEY (spelling, word)
);

create table articles (
  id uuid not null,
  slug text not null,
  url text not null,
  url_key text not null,
  source_id text,
  title text not null,
  standfirst text default ''::text not null,
  bylines jsonb default '[]'::jsonb not null,
  body_html text not null,
  body_text text not null,
  section text default ''::text not null,
  tags jsonb default '[]'::jsonb not null,
  language text not null,
  language_found text,
  published_at timestamp with time zone,
  revised_at timestamp with time zone,
  word_count integer not null,
  paragraph_count integer not null,
  content_hash text not null,
  import_hash text not null,
  provenance text default 'staff'::text not null,
  rights_check text default 'clear'::text not null,
  licensable boolean default true not null,
  co_published boolean default false not null,
  embargo_until timestamp with time zone,
  withdrawn_at timestamp with time zone,
  cc_licence text,
  edited_fields jsonb default '[]'::jsonb not null,
  search tsvector not null,
  imported_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  sort_at timestamp with time zone not null,
  rightsholder text default ''::text not null,
  constraint articles_pkey PRIMARY KEY (id),
  constraint articles_slug_key UNIQUE (slug),
  constraint articles_url_key_key UNIQUE (url_key),
  constraint articles_provenance_check CHECK (provenance = ANY (ARRAY['staff'::text, 'wires'::text, 'freelance'::text, 'stock'::text, 'handout'::text, 'other'::text])),
  constraint articles_rights_check_check CHECK (rights_check = ANY (ARRAY['clear'::text, 'held'::text, 'settled'::text]))
);
CREATE INDEX articles_by_language ON articles USING btree (language, sort_at DESC, id DESC);
CREATE INDEX articles_by_section ON articles USING btree (section, sort_at DESC, id DESC);
CREATE INDEX articles_held ON articles USING btree (sort_at DESC, id DESC) WHERE (rights_check = 'held'::text);
CREATE INDEX articles_newest ON articles USING btree (sort_at DESC, id DESC);
CREATE INDEX articles_search ON articles USING gin (search);

create table disputes (
  id uuid not null,
  stripe_id text not null,
  payment_id uuid not null,
  state text not null,
  currency text not null,
  amount bigint not null,
  reason text not null,
  evidence_by timestamp with time zone,
  live_money boolean not null,
  opened_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint disputes_pkey PRIMARY KEY (id),
  constraint disputes_stripe_id_key UNIQUE (stripe_id),
  constraint disputes_amount_check CHECK (amount > 0),
  constraint disputes_state_check CHECK (state = ANY (ARRAY['warning'::text, 'needs_response'::text, 'under_review'::text, 'won'::text, 'lost'::text, 'warning_closed'::text, 'prevented'::text])),
  constraint disputes_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payments(id)
);
CREATE INDEX disputes_by_day ON disputes USING btree (live_money, opened_at, id);
CREATE INDEX disputes_by_payment ON disputes USING btree (payment_id, id);
CREATE INDEX disputes_open ON disputes USING btree (evidence_by, id) WHERE (state = ANY (ARRAY['warning'::text, 'needs_response'::text, 'under_review'::text]));

create table emails (
  id uuid not null,
  kind text not null,
  request_id uuid,
  to_name text not null,
  to_address text not null,
  subject text not null,
  text text not null,
  html text not null,
  state text default 'queued'::text not null,
  tries integer default 0 not null,
  last_error text,
  queued_at timestamp with time zone not null,
  next_try_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  constraint emails_pkey PRIMARY KEY (id),
  constraint emails_state_check CHECK (state = ANY (ARRAY['queued'::text, 'sent'::text, 'failed'::text]))
);
CREATE INDEX emails_by_request ON emails USING btree (request_id, queued_at, id);
CREATE INDEX emails_newest ON emails USING btree (queued_at DESC, id DESC);
CREATE INDEX emails_waiting ON emails USING btree (queued_at DESC, id DESC) WHERE (state <> 'sent'::text);

create table events (
  id uuid not null,
  request_id uuid,
  subject_type text not null,
  subject_id uuid not null,
  verb text not null,
  actor_type text not null,
  actor_id text,
  actor_name text not null,
  before_state text,
  after_state text,
  data jsonb default '{}'::jsonb not null,
  created_at timestamp with time zone not null,
  constraint events_pkey PRIMARY KEY (id),
  constraint events_actor_type_check CHECK (actor_type = ANY (ARRAY['staff'::text, 'republisher'::text, 'payer'::text, 'stripe'::text, 'system'::text]))
);
CREATE INDEX events_by_request ON events USING btree (request_id, created_at, id);
CREATE INDEX events_by_subject ON events USING btree (subject_id, created_at, id);
CREATE INDEX events_refunds_by_day ON events USING btree (created_at, id) WHERE (subject_type = 'refund'::text);

create table imports (
  id uuid not null,
  source text not null,
  state text default 'waiting'::text not null,
  started_by text not null,
  items_read integer default 0 not null,
  items_new integer default 0 not null,
  items_changed integer default 0 not null,
  items_unchanged integer default 0 not null,
  items_skipped integer default 0 not null,
  problems jsonb default '[]'::jsonb not null,
  error text,
  file bytea,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  constraint imports_pkey PRIMARY KEY (id),
  constraint imports_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text]))
);
CREATE INDEX imports_newest ON imports USING btree (created_at DESC, id DESC);

create table invoice_numbers (
  series text not null,
  year integer not null,
  last integer not null,
  constraint invoice_numbers_pkey PRIMARY KEY (series, year)
);

create table invoices (
  id uuid not null,
  kind text not null,
  issuer text not null,
  state text not null,
  number text,
  request_id uuid not null,
  offer_id uuid not null,
  attempt_id uuid,
  credits uuid,
  refund_id uuid,
  currency text not null,
  net bigint not null,
  tax bigint not null,
  total bigint not null,
  document jsonb not null,
  on_terms boolean default false not null,
  stripe_id text,
  hosted_url text,
  pdf_url text,
  live_money boolean not null,
  issued_at timestamp with time zone not null,
  due_at timestamp with time zone,
  reminded_day smallint,
  why text default ''::text not null,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint invoices_pkey PRIMARY KEY (id),
  constraint invoices_attempt_id_key UNIQUE (attempt_id),
  constraint invoices_number_key UNIQUE (number),
  constraint invoices_refund_id_key UNIQUE (refund_id),
  constraint invoices_stripe_id_key UNIQUE (stripe_id),
  constraint invoices_check CHECK (total = (net + tax) AND total > 0),
  constraint invoices_check1 CHECK ((kind = 'invoice'::text) = (attempt_id IS NOT NULL)),
  constraint invoices_check2 CHECK ((kind = 'credit_note'::text) = (credits IS NOT NULL)),
  constraint invoices_check3 CHECK ((kind = 'credit_note'::text) = (state = 'issued'::text)),
  constraint invoices_issuer_check CHECK (issuer = ANY (ARRAY['own'::text, 'stripe'::text])),
  constraint invoices_kind_check CHECK (kind = ANY (ARRAY['invoice'::text, 'credit_note'::text])),
  constraint invoices_net_check CHECK (net >= 0),
  constraint invoices_state_check CHECK (state = ANY (ARRAY['draft'::text, 'due'::text, 'overdue'::text, 'paid'::text, 'written_off'::text, 'cancelled'::text, 'issued'::text])),
  constraint invoices_tax_check CHECK (tax >= 0),
  constraint invoices_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES payment_attempts(id),
  constraint invoices_credits_fkey FOREIGN KEY (credits) REFERENCES invoices(id),
  constraint invoices_offer_id_fkey FOREIGN KEY (offer_id) REFERENCES offers(id),
  constraint invoices_refund_id_fkey FOREIGN KEY (refund_id) REFERENCES refunds(id),
  constraint invoices_request_id_fkey FOREIGN KEY (request_id) REFERENCES requests(id)
);
CREATE INDEX invoices_by_credited ON invoices USING btree (credits) WHERE (credits IS NOT NULL);
CREATE INDEX invoices_by_day ON invoices USING btree (live_money, issued_at, id);
CREATE INDEX invoices_by_request ON invoices USING btree (request_id, id DESC);
CREATE INDEX invoices_newest ON invoices USING btree (issued_at DESC, id DESC);
CREATE UNIQUE INDEX invoices_one_open ON invoices USING btree (request_id) WHERE ((kind = 'invoice'::text) AND (state = ANY (ARRAY['draft'::text, 'due'::text, 'overdue'::text])));
CREATE INDEX invoices_unpaid ON invoices USING btree (due_at, id) WHERE (state = ANY (ARRAY['draft'::text, 'due'::text, 'overdue'::text]));

create table licence_numbers (
  year integer not null,
  last integer not null,
  constraint licence_numbers_pkey PRIMARY KEY (year)
);

create table licence_openings (
  id uuid not null,
  licence_id uuid not null,
  what text not null,
  address text not null,
  agent text not null,
  opened_at timestamp with time zone not null,
  constraint licence_openings_pkey PRIMARY KEY (id),
  constraint licence_openings_what_check CHECK (what = ANY (ARRAY['page'::text, 'certificate'::text, 'kit'::text])),
  constraint licence_openings_licence_id_fkey FOREIGN KEY (licence_id) REFERENCES licences(id)
);
CREATE INDEX licence_openings_by_licence ON licence_openings USING btree (licence_id, opened_at, id);

create table licences (
  id uuid not null,
  number text not null,
  token_hash text not null,
  request_id uuid not null,
  item_id uuid not null,
  article_id uuid not null,
  offer_id uuid not null,
  state text not null,
  reason text default ''::text not null,
  permission jsonb not null,
  credit jsonb not null,
  terms_version integer not null,
  terms_text text not null,
  terms_hash text not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone,
  published_url text default ''::text not null,
  live_money boolean not null,
  issued_at timestamp with time zone not null,
  constraint licences_pkey PRIMARY KEY (id),
  constraint licences_item_id_key UNIQUE (item_id),
  constraint licences_number_key UNIQUE (number),
  constraint licences_token_hash_key UNIQUE (token_hash),
  constraint licences_state_check CHECK (state = ANY (ARRAY['active'::text, 'suspended'::text, 'revoked'::text, 'expired'::text, 'renewed'::text, 'amended'::text])),
  constraint licences_article_id_fkey FOREIGN KEY (article_id) REFERENCES articles(id),
  constraint licences_item_id_fkey FOREIGN KEY (item_id) REFERENCES request_items(id),
  constraint licences_offer_id_fkey FOREIGN KEY (offer_id) REFERENCES offers(id),
  constraint licences_request_id_fkey FOREIGN KEY (request_id) REFERENCES requests(id),
  constraint licences_terms_version_fkey FOREIGN KEY (terms_version) REFERENCES terms(version)
);
CREATE INDEX licences_by_article ON licences USING btree (article_id);
CREATE INDEX licences_by_request ON licences USING btree (request_id, id);
CREATE INDEX licences_by_state ON licences USING btree (state, issued_at DESC, id DESC);
CREATE INDEX licences_ending ON licences USING btree (ends_at) WHERE (state = ANY (ARRAY['active'::text, 'suspended'::text]));
CREATE INDEX licences_newest ON licences USING btree (issued_at DESC, id DESC);

create table limits (
  key text not null,
  points integer not null,
  expire bigint,
  constraint limits_pkey PRIMARY KEY (key)
);

create table messages (
  id uuid not null,
  request_id uuid not null,
  author text not null,
  author_name text not null,
  body text not null,
  created_at timestamp with time zone not null,
  constraint messages_pkey PRIMARY KEY (id),
  constraint messages_author_check CHECK (author = ANY (ARRAY['republisher'::text, 'staff'::text])),
  constraint messages_request_id_fkey FOREIGN KEY (request_id) REFERENCES requests(id)
);
CREATE INDEX messages_by_request ON messages USING btree (request_id, created_at, id);

create table money_days (
  live_money boolean not null,
  day date not null,
  currency text not null,
  charges_here bigint not null,
  charges_there bigint not null,
  refunds_here bigint not null,
  refunds_there bigint not null,
  fees_here bigint not null,
  fees_there bigint not null,
  compared_at timestamp with time zone not null,
  constraint money_days_pkey PRIMARY KEY (live_money, day, currency)
);

create table money_differences (
  live_money boolean not null,
  object_id text not null,
  why text not null,
  day date not null,
  currency text not null,
  here bigint,
  there bigint,
  payment_intent text not null,
  found_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  constraint money_differences_pkey PRIMARY KEY (live_money, object_id, why)
);
CREATE INDEX money_differences_open ON money_differences USING btree (live_money, seen_at) WHERE (settled_at IS NULL);

create table offers (
  id uuid not null,
  request_id uuid not null,
  version integer not null,
  state text not null,
  kind text not null,
  currency text not null,
  net bigint not null,
  tax bigint not null,
  total bigint not null,
  items jsonb not null,
  terms_version integer not null,
  terms_hash text not null,
  terms_text text not null,
  text text not null,
  hash text not null,
  note text default ''::text not null,
  expires_at timestamp with time zone not null,
  created_by text not null,
  created_at timestamp with time zone not null,
  cancellation jsonb,
  constraint offers_pkey PRIMARY KEY (id),
  constraint offers_request_id_version_key UNIQUE (request_id, version),
  constraint offers_check CHECK (total = (net + tax)),
  constraint offers_kind_check CHECK (kind = ANY (ARRAY['price'::text, 'free'::text])),
  constraint offers_net_check CHECK (net >= 0),
  constraint offers_state_check CHECK (state = ANY (ARRAY['current'::text, 'superseded'::text, 'closed'::text])),
  constraint offers_tax_check CHECK (tax >= 0),
  constraint offers_request_id_fkey FOREIGN KEY (request_id) REFERENCES requests(id),
  constraint offers_terms_version_fkey FOREIGN KEY (terms_version) REFERENCES terms(version)
);
CREATE UNIQUE INDEX offers_one_current ON offers USING btree (request_id) WHERE (state = 'current'::text);

create table organisation_addresses (
  address text not null,
  organisation_id uuid not null,
  constraint organisation_addresses_pkey PRIMARY KEY (address),
  constraint organisation_addresses_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id)
);
CREATE INDEX organisation_addresses_by_organisation ON organisation_addresses USING btree (organisation_id, address);

create table organisation_proofs (
  id uuid not null,
  organisation_id uuid not null,
  kind text not null,
  file_id uuid,
  file_sha256 text,
  seen text not null,
  checked_by text not null,
  checked_at timestamp with time zone not null,
  valid_until date not null,
  ended_at timestamp with time zone,
  ended_by text,
  ended_reason text default ''::text not null,
  constraint organisation_proofs_pkey PRIMARY KEY (id),
  constraint organisation_proofs_file_id_fkey FOREIGN KEY (file_id) REFERENCES request_files(id) ON DELETE SET NULL,
  constraint organisation_proofs_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id)
);
CREATE INDEX organisation_proofs_by_file ON organisation_proofs USING btree (file_id);
CREATE INDEX organisation_proofs_by_organisation ON organisation_proofs USING btree (organisation_id, valid_until DESC, id DESC);

create table organisations (
  id uuid not null,
  version integer default 1 not null,
  name text not null,
  kind text not null,
  country text not null,
  programme text,
  note text default ''::text not null,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  invoice_terms boolean default false not null,
  constraint organisations_pkey PRIMARY KEY (id)
);
CREATE INDEX organisations_by_name ON organisations USING btree (name, id);

create table payment_attempts (
  id uuid not null,
  request_id uuid not null,
  offer_id uuid not null,
  number integer not null,
  method text not null,
  state text not null,
  key text not null,
  params jsonb not null,
  currency text not null,
  amount bigint not null,
  session_id text,
  session_url text,
  payment_intent text,
  live_money boolean not null,
  expires_at timestamp with time zone,
  error text,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint payment_attempts_pkey PRIMARY KEY (id),
  constraint payment_attempts_key_key UNIQUE (key),
  constraint payment_attempts_offer_id_number_key UNIQUE (offer_id, number),
  constraint payment_attempts_payment_intent_key UNIQUE (payment_intent),
  constraint payment_attempts_session_id_key UNIQUE (session_id),
  constraint payment_attempts_amount_check CHECK (amount > 0),
  constraint payment_attempts_method_check CHECK (method = ANY (ARRAY['checkout'::text, 'invoice'::text, 'transfer'::text])),
  constraint payment_attempts_state_check CHECK (state = ANY (ARRAY['creating'::text, 'open'::text, 'processing'::text, 'paid'::text, 'expired'::text, 'failed'::text, 'abandoned'::text])),
  constraint payment_attempts_offer_id_fkey FOREIGN KEY (offer_id) REFERENCES offers(id),
  constraint payment_attempts_request_id_fkey FOREIGN KEY (request_id) REFERENCES requests(id)
);
CREATE INDEX payment_attempts_by_request ON payment_attempts USING btree (request_id, id DESC);
CREATE UNIQUE INDEX payment_attempts_one_live ON payment_attempts USING btree (request_id) WHERE (state = ANY (ARRAY['creating'::text, 'open'::text, 'processing'::text]));
CREATE INDEX payment_attempts_unclear ON payment_attempts USING btree (created_at) WHERE (state = ANY (ARRAY['creating'::text, 'open'::text, 'processing'::text]));

create table payments (
  id uuid not null,
  request_id uuid,
  offer_id uuid,
  attempt_id uuid,
  method text not null,
  kind text not null,
  held_why text default ''::text not null,
  currency text not null,
  amount bigint not null,
  refunded bigint default 0 not null,
  payment_intent text,
  charge_id text,
  bank_reference text default ''::text not null,
  live_money boolean not null,
  recorded_by text not null,
  paid_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  constraint payments_pkey PRIMARY KEY (id),
  constraint payments_payment_intent_key UNIQUE (payment_intent),
  constraint payments_amount_check CHECK (amount > 0),
  constraint payments_check CHECK (refunded >= 0 AND refunded <= amount),
  constraint payments_kind_check CHECK (kind = ANY (ARRAY['primary'::text, 'duplicate'::text, 'orphan'::text])),
  constraint payments_method_check CHECK (method = ANY (ARRAY['checkout'::text, 'invoice'::text, 'transfer'::text])),
  constraint payments_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES payment_attempts(id),
  constraint payments_offer_id_fkey FOREIGN KEY (offer_id) REFERENCES offers(id),
  constraint payments_request_id_fkey FOREIGN KEY (request_id) REFERENCES requests(id)
);
CREATE INDEX payments_by_day ON payments USING btree (live_money, paid_at, id);
CREATE INDEX payments_by_request ON payments USING btree (request_id);
CREATE INDEX payments_held ON payments USING btree (created_at) WHERE ((kind <> 'primary'::text) AND (refunded < amount));
CREATE INDEX payments_newest ON payments USING btree (created_at DESC, id DESC);
CREATE UNIQUE INDEX payments_one_primary ON payments USING btree (request_id) WHERE (kind = 'primary'::text);

create table provenance_findings (
  id uuid not null,
  article_id uuid not null,
  rule text not null,
  weight text not null,
  place text not null,
  words text not null,
  settled_as text,
  settled_by text,
  settled_why text,
  settled_at timestamp with time zone,
  created_at timestamp with time zone not null,
  context text default ''::text not null,
  constraint provenance_findings_pkey PRIMARY KEY (id),
  constraint provenance_findings_settled_as_check CHECK (settled_as = ANY (ARRAY['ours'::text, 'not_ours'::text, 'freelance'::text])),
  constraint provenance_findings_weight_check CHECK (weight = ANY (ARRAY['strong'::text, 'weak'::text])),
  constraint provenance_findings_article_id_fkey FOREIGN KEY (article_id) REFERENCES articles(id)
);
CREATE INDEX provenance_findings_by_article ON provenance_findings USING btree (article_id, created_at, id);

create table reconciliation_rounds (
  id uuid not null,
  live_money boolean not null,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone not null,
  report jsonb not null,
  constraint reconciliation_rounds_pkey PRIMARY KEY (id)
);

create table reconciliations (
  id smallint not null,
  reconciled_until timestamp with time zone not null,
  finished_at timestamp with time zone not null,
  report jsonb default '{}'::jsonb not null,
  constraint reconciliations_pkey PRIMARY KEY (id),
  constraint reconciliations_id_check CHECK (id = 1)
);

create table refunds (
  id uuid not null,
  payment_id uuid not null,
  origin text not null,
  state text not null,
  currency text not null,
  amount bigint not null,
  reason text not null,
  words text default ''::text not null,
  note text default ''::text not null,
  form_key text,
  key text,
  params jsonb,
  keyed_at timestamp with time zone,
  stripe_id text,
  bank_reference text default ''::text not null,
  error text,
  made_by text not null,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint refunds_pkey PRIMARY KEY (id),
  constraint refunds_form_key_key UNIQUE (form_key),
  constraint refunds_key_key UNIQUE (key),
  constraint refunds_stripe_id_key UNIQUE (stripe_id),
  constraint refunds_amount_check CHECK (amount > 0),
  constraint refunds_origin_check CHECK (origin = ANY (ARRAY['desk'::text, 'stripe'::text, 'bank'::text])),
  constraint refunds_state_check CHECK (state = ANY (ARRAY['requested'::text, 'pending'::text, 'succeeded'::text, 'failed'::text, 'canceled'::text])),
  constraint refunds_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payments(id)
);
CREATE INDEX refunds_by_payment ON refunds USING btree (payment_id, id);
CREATE INDEX refunds_succeeded ON refunds USING btree (changed_at) WHERE (state = 'succeeded'::text);
CREATE INDEX refunds_unheard ON refunds USING btree (changed_at) WHERE (state = ANY (ARRAY['requested'::text, 'pending'::text]));

create table request_files (
  id uuid not null,
  request_id uuid not null,
  name text not null,
  media_type text not null,
  size integer not null,
  sha256 text not null,
  bytes bytea not null,
  created_at timestamp with time zone not null,
  constraint request_files_pkey PRIMARY KEY (id),
  constraint request_files_request_id_fkey FOREIGN KEY (request_id) REFERENCES requests(id)
);
CREATE INDEX request_files_by_request ON request_files USING btree (request_id, created_at, id);

create table request_items (
  id uuid not null,
  request_id uuid not null,
  position integer not null,
  article_id uuid not null,
  use jsonb not null,
  quote jsonb not null,
  tariff_version integer not null,
  article jsonb,
  left_out_why text,
  constraint request_items_pkey PRIMARY KEY (id),
  constraint request_items_request_id_article_id_key UNIQUE (request_id, article_id),
  constraint request_items_request_id_position_key UNIQUE (request_id, "position"),
  constraint request_items_article_id_fkey FOREIGN KEY (article_id) REFERENCES articles(id),
  constraint request_items_request_id_fkey FOREIGN KEY (request_id) REFERENCES requests(id),
  constraint request_items_tariff_version_fkey FOREIGN KEY (tariff_version) REFERENCES tariffs(version)
);
CREATE INDEX request_items_by_article ON request_items USING btree (article_id);

create table requests (
  id uuid not null,
  reference text not null,
  form_key text not null,
  token_hash text not null,
  pay_token_hash text not null,
  version integer default 1 not null,
  state text not null,
  contact_name text not null,
  email text not null,
  organisation text not null,
  organisation_type text not null,
  country text not null,
  end_client text default ''::text not null,
  publication_title text default ''::text not null,
  publication_url text default ''::text not null,
  planned_date date,
  edits text default 'none'::text not null,
  edits_note text default ''::text not null,
  note text default ''::text not null,
  own_reference text default ''::text not null,
  paywalled boolean default false not null,
  with_ads boolean default false not null,
  billing jsonb,
  confirmations jsonb not null,
  language text not null,
  email_verified_at timestamp with time zone,
  promised_at timestamp with time zone,
  first_answered_at timestamp with time zone,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint requests_pkey PRIMARY KEY (id),
  constraint requests_form_key_key UNIQUE (form_key),
  constraint requests_pay_token_hash_key UNIQUE (pay_token_hash),
  constraint requests_reference_key UNIQUE (reference),
  constraint requests_token_hash_key UNIQUE (token_hash),
  constraint requests_state_check CHECK (state = ANY (ARRAY['unverified'::text, 'in_review'::text, 'needs_info'::text, 'offered'::text, 'accepted'::text, 'granted'::text, 'declined'::text, 'withdrawn'::text, 'lapsed'::text, 'cancelled'::text]))
);
CREATE INDEX requests_by_email ON requests USING btree (email, created_at DESC);
CREATE INDEX requests_by_state ON requests USING btree (state, promised_at, id);
CREATE INDEX requests_newest ON requests USING btree (created_at DESC, id DESC);

create table settings (
  id smallint not null,
  data jsonb not null,
  version integer not null,
  updated_at timestamp with time zone not null,
  constraint settings_pkey PRIMARY KEY (id),
  constraint settings_id_check CHECK (id = 1)
);

create table staff_accounts (
  id uuid not null,
  user_id uuid not null,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp with time zone,
  refresh_token_expires_at timestamp with time zone,
  scope text,
  password text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint staff_accounts_pkey PRIMARY KEY (id),
  constraint staff_accounts_user_id_fkey FOREIGN KEY (user_id) REFERENCES staff_users(id) ON DELETE CASCADE
);
CREATE INDEX staff_accounts_by_user ON staff_accounts USING btree (user_id);

create table staff_sessions (
  id uuid not null,
  user_id uuid not null,
  token text not null,
  ip_address text,
  user_agent text,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint staff_sessions_pkey PRIMARY KEY (id),
  constraint staff_sessions_token_key UNIQUE (token),
  constraint staff_sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES staff_users(id) ON DELETE CASCADE
);
CREATE INDEX staff_sessions_by_user ON staff_sessions USING btree (user_id, created_at);

create table staff_setup_codes (
  code_hash text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  constraint staff_setup_codes_pkey PRIMARY KEY (code_hash)
);

create table staff_users (
  id uuid not null,
  name text not null,
  email text not null,
  email_verified boolean not null,
  image text,
  role text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint staff_users_pkey PRIMARY KEY (id),
  constraint staff_users_email_key UNIQUE (email),
  constraint staff_users_email_check CHECK (email = lower(email)),
  constraint staff_users_role_check CHECK (role = ANY (ARRAY['viewer'::text, 'editor'::text, 'finance'::text, 'admin'::text]))
);

create table staff_verifications (
  id uuid not null,
  identifier text not null,
  value text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint staff_verifications_pkey PRIMARY KEY (id)
);
CREATE INDEX staff_verifications_by_identifier ON staff_verifications USING btree (identifier, created_at DESC);

create table stripe_events (
  id text not null,
  type text not null,
  object_id text not null,
  live_money boolean not null,
  payload jsonb not null,
  state text default 'received'::text not null,
  tries integer default 0 not null,
  error text,
  sent_at timestamp with time zone not null,
  received_at timestamp with time zone not null,
  worked_at timestamp with time zone,
  delivered_at timestamp with time zone,
  constraint stripe_events_pkey PRIMARY KEY (id),
  constraint stripe_events_state_check CHECK (state = ANY (ARRAY['received'::text, 'done'::text, 'ignored'::text, 'failed'::text]))
);
CREATE INDEX stripe_events_delivered ON stripe_events USING btree (delivered_at DESC) WHERE (delivered_at IS NOT NULL);
CREATE INDEX stripe_events_fetched ON stripe_events USING btree (sent_at DESC) WHERE (delivered_at IS NULL);
CREATE INDEX stripe_events_newest ON stripe_events USING btree (received_at DESC);
CREATE INDEX stripe_events_open ON stripe_events USING btree (received_at) WHERE (state = ANY (ARRAY['received'::text, 'failed'::text]));
CREATE INDEX stripe_events_other_mode ON stripe_events USING btree (received_at DESC) WHERE (error = 'other_mode'::text);

create table stripe_movements (
  id text not null,
  kind text not null,
  source_id text not null,
  payment_intent text not null,
  currency text not null,
  amount bigint not null,
  settled_currency text not null,
  settled_amount bigint not null,
  fee bigint not null,
  fee_there bigint not null,
  live_money boolean not null,
  gone boolean default false not null,
  booked_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  constraint stripe_movements_pkey PRIMARY KEY (id),
  constraint stripe_movements_kind_check CHECK (kind = ANY (ARRAY['charge'::text, 'refund'::text, 'refund_failure'::text, 'dispute'::text, 'other'::text]))
);
CREATE INDEX stripe_movements_by_day ON stripe_movements USING btree (live_money, booked_at, id);
CREATE INDEX stripe_movements_by_intent ON stripe_movements USING btree (payment_intent);

create table stripe_readings (
  live_money boolean not null,
  read_until timestamp with time zone not null,
  listing jsonb,
  constraint stripe_readings_pkey PRIMARY KEY (live_money)
);

create table tariff_drafts (
  staff_id uuid not null,
  based_on integer not null,
  shape text not null,
  typed text not null,
  saved_at timestamp with time zone not null,
  constraint tariff_drafts_pkey PRIMARY KEY (staff_id),
  constraint tariff_drafts_shape_check CHECK (shape = ANY (ARRAY['form'::text, 'json'::text])),
  constraint tariff_drafts_based_on_fkey FOREIGN KEY (based_on) REFERENCES tariffs(version),
  constraint tariff_drafts_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff_users(id) ON DELETE CASCADE
);

create table tariffs (
  version integer not null,
  data jsonb not null,
  note text default ''::text not null,
  effective_from timestamp with time zone not null,
  created_by text not null,
  created_at timestamp with time zone not null,
  constraint tariffs_pkey PRIMARY KEY (version)
);
CREATE INDEX tariffs_by_effect ON tariffs USING btree (effective_from DESC, version DESC);

create table terms (
  version integer not null,
  template text not null,
  parameters jsonb default '{}'::jsonb not null,
  hash text not null,
  note text default ''::text not null,
  created_by text not null,
  created_at timestamp with time zone not null,
  constraint terms_pkey PRIMARY KEY (version)
);

create table webhook_refusals (
  day date not null,
  cause text not null,
  count integer not null,
  last_at timestamp with time zone not null,
  constraint webhook_refusals_pkey PRIMARY KEY (day, cause)
);

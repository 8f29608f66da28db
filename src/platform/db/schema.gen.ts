// Made by "node scripts/schema.ts" from the migrations; do not edit it.

import type { ColumnType, Generated } from 'kysely';

export interface Acceptances {
  id: string;
  request_id: string;
  offer_id: string;
  actor: string;
  address: string;
  agent: string;
  button: string;
  terms_version: number;
  terms_hash: string;
  terms_text: string;
  offer_hash: string;
  offer_text: string;
  accepted_at: Date;
}

export interface AllowanceUses {
  id: string;
  allowance_id: string;
  licence_id: string;
  period_start: string;
  used_at: Date;
}

export interface Allowances {
  id: string;
  version: Generated<number>;
  organisation_id: string;
  name: string;
  articles: number;
  period: string;
  starts_on: string;
  ends_on: string | null;
  conditions: ColumnType<unknown, string, string>;
  created_by: string;
  created_at: Date;
  ended_at: Date | null;
  ended_by: string | null;
  ended_reason: Generated<string>;
}

export interface ArticlePictures {
  id: string;
  article_id: string;
  position: number;
  url: string;
  credit: Generated<string>;
  caption: Generated<string>;
  alt: Generated<string>;
  distributable: Generated<boolean>;
  blocked_in: ColumnType<unknown, string | undefined, string>;
  rights_note: Generated<string>;
  edited_fields: ColumnType<unknown, string | undefined, string>;
}

export interface ArticleSpellings {
  spelling: string;
  word: string;
}

export interface Articles {
  id: string;
  slug: string;
  url: string;
  url_key: string;
  source_id: string | null;
  title: string;
  standfirst: Generated<string>;
  bylines: ColumnType<unknown, string | undefined, string>;
  body_html: string;
  body_text: string;
  section: Generated<string>;
  tags: ColumnType<unknown, string | undefined, string>;
  language: string;
  language_found: string | null;
  published_at: Date | null;
  revised_at: Date | null;
  word_count: number;
  paragraph_count: number;
  content_hash: string;
  import_hash: string;
  provenance: Generated<string>;
  rights_check: Generated<string>;
  licensable: Generated<boolean>;
  co_published: Generated<boolean>;
  embargo_until: Date | null;
  withdrawn_at: Date | null;
  cc_licence: string | null;
  edited_fields: ColumnType<unknown, string | undefined, string>;
  search: string;
  imported_at: Date;
  changed_at: Date;
  sort_at: Date;
  rightsholder: Generated<string>;
}

export interface Disputes {
  id: string;
  stripe_id: string;
  payment_id: string;
  state: string;
  currency: string;
  amount: number;
  reason: string;
  evidence_by: Date | null;
  live_money: boolean;
  opened_at: Date;
  created_at: Date;
  changed_at: Date;
}

export interface Emails {
  id: string;
  kind: string;
  request_id: string | null;
  to_name: string;
  to_address: string;
  subject: string;
  text: string;
  html: string;
  state: Generated<string>;
  tries: Generated<number>;
  last_error: string | null;
  queued_at: Date;
  next_try_at: Date;
  sent_at: Date | null;
}

export interface Events {
  id: string;
  request_id: string | null;
  subject_type: string;
  subject_id: string;
  verb: string;
  actor_type: string;
  actor_id: string | null;
  actor_name: string;
  before_state: string | null;
  after_state: string | null;
  data: ColumnType<unknown, string | undefined, string>;
  created_at: Date;
}

export interface Imports {
  id: string;
  source: string;
  state: Generated<string>;
  started_by: string;
  items_read: Generated<number>;
  items_new: Generated<number>;
  items_changed: Generated<number>;
  items_unchanged: Generated<number>;
  items_skipped: Generated<number>;
  problems: ColumnType<unknown, string | undefined, string>;
  error: string | null;
  file: Uint8Array | null;
  created_at: Date;
  finished_at: Date | null;
}

export interface InvoiceNumbers {
  series: string;
  year: number;
  last: number;
}

export interface Invoices {
  id: string;
  kind: string;
  issuer: string;
  state: string;
  number: string | null;
  request_id: string;
  offer_id: string;
  attempt_id: string | null;
  credits: string | null;
  refund_id: string | null;
  currency: string;
  net: number;
  tax: number;
  total: number;
  document: ColumnType<unknown, string, string>;
  on_terms: Generated<boolean>;
  stripe_id: string | null;
  hosted_url: string | null;
  pdf_url: string | null;
  live_money: boolean;
  issued_at: Date;
  due_at: Date | null;
  reminded_day: number | null;
  why: Generated<string>;
  created_at: Date;
  changed_at: Date;
}

export interface LicenceNumbers {
  year: number;
  last: number;
}

export interface LicenceOpenings {
  id: string;
  licence_id: string;
  what: string;
  address: string;
  agent: string;
  opened_at: Date;
}

export interface Licences {
  id: string;
  number: string;
  token_hash: string;
  request_id: string;
  item_id: string;
  article_id: string;
  offer_id: string;
  state: string;
  reason: Generated<string>;
  permission: ColumnType<unknown, string, string>;
  credit: ColumnType<unknown, string, string>;
  terms_version: number;
  terms_text: string;
  terms_hash: string;
  starts_at: Date;
  ends_at: Date | null;
  published_url: Generated<string>;
  live_money: boolean;
  issued_at: Date;
}

export interface Limits {
  key: string;
  points: number;
  expire: number | null;
}

export interface Messages {
  id: string;
  request_id: string;
  author: string;
  author_name: string;
  body: string;
  created_at: Date;
}

export interface MoneyDays {
  live_money: boolean;
  day: string;
  currency: string;
  charges_here: number;
  charges_there: number;
  refunds_here: number;
  refunds_there: number;
  fees_here: number;
  fees_there: number;
  compared_at: Date;
}

export interface MoneyDifferences {
  live_money: boolean;
  object_id: string;
  why: string;
  day: string;
  currency: string;
  here: number | null;
  there: number | null;
  payment_intent: string;
  found_at: Date;
  seen_at: Date;
  settled_at: Date | null;
}

export interface Offers {
  id: string;
  request_id: string;
  version: number;
  state: string;
  kind: string;
  currency: string;
  net: number;
  tax: number;
  total: number;
  items: ColumnType<unknown, string, string>;
  terms_version: number;
  terms_hash: string;
  terms_text: string;
  text: string;
  hash: string;
  note: Generated<string>;
  expires_at: Date;
  created_by: string;
  created_at: Date;
  cancellation: ColumnType<unknown, string | null | undefined, string | null>;
}

export interface OrganisationAddresses {
  address: string;
  organisation_id: string;
}

export interface OrganisationProofs {
  id: string;
  organisation_id: string;
  kind: string;
  file_id: string | null;
  file_sha256: string | null;
  seen: string;
  checked_by: string;
  checked_at: Date;
  valid_until: string;
  ended_at: Date | null;
  ended_by: string | null;
  ended_reason: Generated<string>;
}

export interface Organisations {
  id: string;
  version: Generated<number>;
  name: string;
  kind: string;
  country: string;
  programme: string | null;
  note: Generated<string>;
  created_at: Date;
  changed_at: Date;
  invoice_terms: Generated<boolean>;
}

export interface PaymentAttempts {
  id: string;
  request_id: string;
  offer_id: string;
  number: number;
  method: string;
  state: string;
  key: string;
  params: ColumnType<unknown, string, string>;
  currency: string;
  amount: number;
  session_id: string | null;
  session_url: string | null;
  payment_intent: string | null;
  live_money: boolean;
  expires_at: Date | null;
  error: string | null;
  created_at: Date;
  changed_at: Date;
}

export interface Payments {
  id: string;
  request_id: string | null;
  offer_id: string | null;
  attempt_id: string | null;
  method: string;
  kind: string;
  held_why: Generated<string>;
  currency: string;
  amount: number;
  refunded: Generated<number>;
  payment_intent: string | null;
  charge_id: string | null;
  bank_reference: Generated<string>;
  live_money: boolean;
  recorded_by: string;
  paid_at: Date;
  created_at: Date;
}

export interface ProvenanceFindings {
  id: string;
  article_id: string;
  rule: string;
  weight: string;
  place: string;
  words: string;
  settled_as: string | null;
  settled_by: string | null;
  settled_why: string | null;
  settled_at: Date | null;
  created_at: Date;
  context: Generated<string>;
}

export interface ReconciliationRounds {
  id: string;
  live_money: boolean;
  started_at: Date;
  finished_at: Date;
  report: ColumnType<unknown, string, string>;
}

export interface Reconciliations {
  id: number;
  reconciled_until: Date;
  finished_at: Date;
  report: ColumnType<unknown, string | undefined, string>;
}

export interface Refunds {
  id: string;
  payment_id: string;
  origin: string;
  state: string;
  currency: string;
  amount: number;
  reason: string;
  words: Generated<string>;
  note: Generated<string>;
  form_key: string | null;
  key: string | null;
  params: ColumnType<unknown, string | null | undefined, string | null>;
  keyed_at: Date | null;
  stripe_id: string | null;
  bank_reference: Generated<string>;
  error: string | null;
  made_by: string;
  created_at: Date;
  changed_at: Date;
}

export interface RequestFiles {
  id: string;
  request_id: string;
  name: string;
  media_type: string;
  size: number;
  sha256: string;
  bytes: Uint8Array;
  created_at: Date;
}

export interface RequestItems {
  id: string;
  request_id: string;
  position: number;
  article_id: string;
  use: ColumnType<unknown, string, string>;
  quote: ColumnType<unknown, string, string>;
  tariff_version: number;
  article: ColumnType<unknown, string | null | undefined, string | null>;
  left_out_why: string | null;
}

export interface Requests {
  id: string;
  reference: string;
  form_key: string;
  token_hash: string;
  pay_token_hash: string;
  version: Generated<number>;
  state: string;
  contact_name: string;
  email: string;
  organisation: string;
  organisation_type: string;
  country: string;
  end_client: Generated<string>;
  publication_title: Generated<string>;
  publication_url: Generated<string>;
  planned_date: string | null;
  edits: Generated<string>;
  edits_note: Generated<string>;
  note: Generated<string>;
  own_reference: Generated<string>;
  paywalled: Generated<boolean>;
  with_ads: Generated<boolean>;
  billing: ColumnType<unknown, string | null | undefined, string | null>;
  confirmations: ColumnType<unknown, string, string>;
  language: string;
  email_verified_at: Date | null;
  promised_at: Date | null;
  first_answered_at: Date | null;
  created_at: Date;
  changed_at: Date;
}

export interface Settings {
  id: number;
  data: ColumnType<unknown, string, string>;
  version: number;
  updated_at: Date;
}

export interface StaffAccounts {
  id: string;
  user_id: string;
  account_id: string;
  provider_id: string;
  access_token: string | null;
  refresh_token: string | null;
  id_token: string | null;
  access_token_expires_at: Date | null;
  refresh_token_expires_at: Date | null;
  scope: string | null;
  password: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface StaffSessions {
  id: string;
  user_id: string;
  token: string;
  ip_address: string | null;
  user_agent: string | null;
  expires_at: Date;
  created_at: Date;
  updated_at: Date;
}

export interface StaffSetupCodes {
  code_hash: string;
  expires_at: Date;
  created_at: Date;
}

export interface StaffUsers {
  id: string;
  name: string;
  email: string;
  email_verified: boolean;
  image: string | null;
  role: string;
  created_at: Date;
  updated_at: Date;
}

export interface StaffVerifications {
  id: string;
  identifier: string;
  value: string;
  expires_at: Date;
  created_at: Date;
  updated_at: Date;
}

export interface StripeEvents {
  id: string;
  type: string;
  object_id: string;
  live_money: boolean;
  payload: ColumnType<unknown, string, string>;
  state: Generated<string>;
  tries: Generated<number>;
  error: string | null;
  sent_at: Date;
  received_at: Date;
  worked_at: Date | null;
  delivered_at: Date | null;
}

export interface StripeMovements {
  id: string;
  kind: string;
  source_id: string;
  payment_intent: string;
  currency: string;
  amount: number;
  settled_currency: string;
  settled_amount: number;
  fee: number;
  fee_there: number;
  live_money: boolean;
  gone: Generated<boolean>;
  booked_at: Date;
  seen_at: Date;
}

export interface StripeReadings {
  live_money: boolean;
  read_until: Date;
  listing: ColumnType<unknown, string | null | undefined, string | null>;
}

export interface TariffDrafts {
  staff_id: string;
  based_on: number;
  shape: string;
  typed: string;
  saved_at: Date;
}

export interface Tariffs {
  version: number;
  data: ColumnType<unknown, string, string>;
  note: Generated<string>;
  effective_from: Date;
  created_by: string;
  created_at: Date;
}

export interface Terms {
  version: number;
  template: string;
  parameters: ColumnType<unknown, string | undefined, string>;
  hash: string;
  note: Generated<string>;
  created_by: string;
  created_at: Date;
}

export interface WebhookRefusals {
  day: string;
  cause: string;
  count: number;
  last_at: Date;
}

export interface DB {
  acceptances: Acceptances;
  allowance_uses: AllowanceUses;
  allowances: Allowances;
  article_pictures: ArticlePictures;
  article_spellings: ArticleSpellings;
  articles: Articles;
  disputes: Disputes;
  emails: Emails;
  events: Events;
  imports: Imports;
  invoice_numbers: InvoiceNumbers;
  invoices: Invoices;
  licence_numbers: LicenceNumbers;
  licence_openings: LicenceOpenings;
  licences: Licences;
  limits: Limits;
  messages: Messages;
  money_days: MoneyDays;
  money_differences: MoneyDifferences;
  offers: Offers;
  organisation_addresses: OrganisationAddresses;
  organisation_proofs: OrganisationProofs;
  organisations: Organisations;
  payment_attempts: PaymentAttempts;
  payments: Payments;
  provenance_findings: ProvenanceFindings;
  reconciliation_rounds: ReconciliationRounds;
  reconciliations: Reconciliations;
  refunds: Refunds;
  request_files: RequestFiles;
  request_items: RequestItems;
  requests: Requests;
  settings: Settings;
  staff_accounts: StaffAccounts;
  staff_sessions: StaffSessions;
  staff_setup_codes: StaffSetupCodes;
  staff_users: StaffUsers;
  staff_verifications: StaffVerifications;
  stripe_events: StripeEvents;
  stripe_movements: StripeMovements;
  stripe_readings: StripeReadings;
  tariff_drafts: TariffDrafts;
  tariffs: Tariffs;
  terms: Terms;
  webhook_refusals: WebhookRefusals;
}

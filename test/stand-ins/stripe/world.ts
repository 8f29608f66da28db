import { randomBytes } from 'node:crypto';
import type Stripe from 'stripe';
import type { Card, Debit } from './cards.ts';
import type { Fault } from './faults.ts';

/** What was asked for when a session was created and is needed once somebody pays. */
export type CheckoutRecord = {
  session: Stripe.Checkout.Session;
  lineItems: Stripe.LineItem[];
  intentData: {
    description?: string;
    metadata?: Record<string, string>;
    statement_descriptor_suffix?: string;
    receipt_email?: string;
  };
};
/** With what somebody pays. */
export type Means =
  { card: Card; month: number; year: number } | { debit: Debit } | { transfer: true };
export type SnapshotEvent = Pick<
  Stripe.EventBase,
  'id' | 'object' | 'api_version' | 'created' | 'livemode' | 'pending_webhooks' | 'request'
> & {
  type: string;
  data: { object: { id: string; object: string }; previous_attributes?: object };
};
export type SavedAnswer = { fingerprint: string; status: number; body: unknown; savedAt: number };
export type Delivery = {
  event: string;
  endpoint: string;
  tries: number;
  state: 'waiting' | 'held' | 'given_up';
};
export type SeenRequest = {
  id: string;
  method: string;
  path: string;
  params: unknown;
  key: string | null;
  status: number | null;
};

/** The objects of the API, each by its id. */
export type Objects = {
  intents: Map<string, Stripe.PaymentIntent>;
  charges: Map<string, Stripe.Charge>;
  methods: Map<string, Stripe.PaymentMethod>;
  refunds: Map<string, Stripe.Refund>;
  disputes: Map<string, Stripe.Dispute>;
  warnings: Map<string, Stripe.Radar.EarlyFraudWarning>;
  balance: Map<string, Stripe.BalanceTransaction>;
  customers: Map<string, Stripe.Customer>;
  taxIds: Map<string, Stripe.TaxId>;
  products: Map<string, Stripe.Product>;
  prices: Map<string, Stripe.Price>;
  invoices: Map<string, Stripe.Invoice>;
  invoiceItems: Map<string, Stripe.InvoiceItem>;
  invoicePayments: Map<string, Stripe.InvoicePayment>;
  creditNotes: Map<string, Stripe.CreditNote>;
  account: Map<string, Stripe.Account>;
  endpoints: Map<string, Stripe.WebhookEndpoint>;
};

/** Everything that a restart must not lose; `snapshot.ts` writes it to a file. */
export type Records = Objects & {
  sessions: Map<string, CheckoutRecord>;
  /** What stands behind a payment method. */
  means: Map<string, Means>;
  events: Map<string, SnapshotEvent>;
  answers: Map<string, SavedAnswer>;
  /** What a debit, refund or dispute will come to: at once, at a time, or when the lever says so. */
  settlements: Map<string, { dueAt: number | null; outcome: Outcome }>;
  deliveries: Map<string, Delivery>;
  /** Money that came by bank transfer, in minor units by invoice. */
  transfers: Map<string, number>;
  /** Invoices that were told to be overdue. */
  overdue: Map<string, true>;
  /** Endpoints that get thin events, not snapshots. */
  thin: Map<string, true>;
};
export type Outcome = 'succeed' | 'fail';

export type World = {
  records: Records;
  origin: string;
  /** Unix seconds of the movable clock. */
  now(): number;
  offset: { seconds: number };
  /** Seconds until a debit settles by itself; null waits for the lever. */
  debitSeconds: number | null;
  /** The one rate of tax that `automatic_tax` knows, in percent. */
  taxPercent: number;
  /** How the next refunds go, whatever the card says. */
  nextRefunds: ('pending' | 'requires_action' | 'fails_later')[];
  /** The call that is being answered; events name it. */
  request: { id: string | null; idempotency_key: string | null };
  /** Called for each new event; the post room delivers it. */
  publish: (event: SnapshotEvent) => void;
  faults: Fault[];
  seen: SeenRequest[];
  underWay: Set<string>;
  /** What was not as the SDK types it; empty while nobody looks. */
  violations: string[];
};

export const emptyRecords = (): Records => ({
  sessions: new Map(),
  intents: new Map(),
  charges: new Map(),
  methods: new Map(),
  means: new Map(),
  refunds: new Map(),
  disputes: new Map(),
  warnings: new Map(),
  balance: new Map(),
  customers: new Map(),
  taxIds: new Map(),
  products: new Map(),
  prices: new Map(),
  invoices: new Map(),
  invoiceItems: new Map(),
  invoicePayments: new Map(),
  creditNotes: new Map(),
  account: new Map(),
  endpoints: new Map(),
  events: new Map(),
  answers: new Map(),
  settlements: new Map(),
  deliveries: new Map(),
  transfers: new Map(),
  overdue: new Map(),
  thin: new Map(),
});

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A fresh id such as `pi_3Nq…`: prefix and random letters and digits. */
export const freshId = (prefix: string, length = 24) =>
  prefix + Array.from(randomBytes(length), (byte) => letters[byte % letters.length]).join('');

/** The id behind a field that the API may expand to the whole object. */
export const idOf = (field: string | { id: string } | null | undefined) =>
  typeof field === 'string' ? field : (field?.id ?? null);

/** When something that banks settle later will be settled. */
export const settleLater = (world: World, id: string, outcome: Outcome) =>
  world.records.settlements.set(id, {
    dueAt: world.debitSeconds === null ? null : world.now() + world.debitSeconds,
    outcome,
  });

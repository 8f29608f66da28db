import { randomBytes } from 'node:crypto';
import type Stripe from 'stripe';
import type { Debit } from './cards.ts';
import type { Fault } from './faults.ts';

/** On the wire a decimal is a text; the SDK makes its own `Decimal` of it. */
export type WireLineItem = Omit<Stripe.LineItem, 'price'> & {
  price: Omit<Stripe.Price, 'unit_amount_decimal'> & { unit_amount_decimal: string | null };
};

/** What was asked for when a session was created and is needed once somebody pays. */
export type CheckoutRecord = {
  session: Stripe.Checkout.Session;
  lineItems: WireLineItem[];
  intentData: { description?: string; metadata?: Record<string, string> };
  methods: string[];
};
export type SnapshotEvent = Pick<
  Stripe.EventBase,
  'id' | 'object' | 'api_version' | 'created' | 'livemode' | 'pending_webhooks' | 'request'
> & { type: string; data: { object: { id: string; object: string } } };
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

/** Everything that a restart must not lose; `snapshot.ts` writes it to a file. */
export type Records = {
  sessions: Map<string, CheckoutRecord>;
  intents: Map<string, Stripe.PaymentIntent>;
  charges: Map<string, Stripe.Charge>;
  refunds: Map<string, Stripe.Refund>;
  balance: Map<string, Stripe.BalanceTransaction>;
  customers: Map<string, Stripe.Customer>;
  events: Map<string, SnapshotEvent>;
  endpoints: Map<string, Stripe.WebhookEndpoint>;
  answers: Map<string, SavedAnswer>;
  settlements: Map<string, { dueAt: number | null; outcome: Debit['settles'] }>;
  deliveries: Map<string, Delivery>;
};

export type World = {
  records: Records;
  origin: string;
  /** Unix seconds of the movable clock. */
  now(): number;
  offset: { seconds: number };
  /** Seconds until a debit settles by itself; null waits for the lever. */
  debitSeconds: number | null;
  /** Called for each new event; the post room delivers it. */
  publish: (event: SnapshotEvent) => void;
  faults: Fault[];
  seen: SeenRequest[];
  underWay: Set<string>;
};

export const emptyRecords = (): Records => ({
  sessions: new Map(),
  intents: new Map(),
  charges: new Map(),
  refunds: new Map(),
  balance: new Map(),
  customers: new Map(),
  events: new Map(),
  endpoints: new Map(),
  answers: new Map(),
  settlements: new Map(),
  deliveries: new Map(),
});

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A fresh id such as `pi_3Nq…`: prefix and random letters and digits. */
export const freshId = (prefix: string, length = 24) =>
  prefix + Array.from(randomBytes(length), (byte) => letters[byte % letters.length]).join('');

/** The id behind a field that the API may expand to the whole object. */
export const idOf = (field: string | { id: string } | null | undefined) =>
  typeof field === 'string' ? field : (field?.id ?? null);

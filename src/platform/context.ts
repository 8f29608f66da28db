import type { Kysely, Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { DB } from './db/schema.gen.ts';
import type { Fetcher } from './fetch.ts';
import type { Links } from './links.ts';
import type { Views } from './views.ts';

/** Every job there is; src/work.ts holds the handler of each. */
export type JobName =
  | 'send-email'
  | 'run-import'
  | 'work-stripe-event'
  | 'reconcile-payments'
  | 'make-refund'
  | 'tick-clocks'
  | 'answer-instantly'
  | 'maintain-database';

export interface EnqueueOptions {
  /** Not before this many seconds from now. */
  delaySeconds?: number;
  /** At most one waiting job of this name and key. */
  key?: string;
}

export type Enqueue = (name: JobName, data: object, options?: EnqueueOptions) => Promise<void>;

/** What a transaction may use: nothing in it can talk to the network. */
export interface Tx {
  readonly db: Transaction<DB>;
  /** Payments here move no real money; every letter says so. */
  readonly testMode: boolean;
  /** A payment service is set up: what is offered must be payable there. */
  readonly takesCards: boolean;
  readonly links: Links;
  readonly views: Views;
  now(): Date;
  newId(): string;
  newToken(): string;
  enqueue: Enqueue;
}

/** A letter ready to be handed to an SMTP server. */
export interface OutgoingLetter {
  id: string;
  from: { name: string; address: string };
  to: { name: string; address: string };
  replyTo?: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
}

export interface Mailer {
  /** Resolves when the server accepted it; rejects with `permanent` true where trying again cannot help. */
  send(letter: OutgoingLetter): Promise<void>;
  close(): void;
}

/** A checkout session as the payment service tells it, reduced to what we judge by. Amounts in minor units. */
export interface CheckoutSession {
  id: string;
  url: string | null;
  status: 'open' | 'complete' | 'expired';
  paymentStatus: 'paid' | 'unpaid' | 'no_payment_required';
  amountTotal: number;
  currency: string;
  paymentIntent: string | null;
  intentStatus: string | null;
  amountReceived: number;
  amountRefunded: number;
  chargeId: string | null;
  liveMoney: boolean;
  expiresAt: Date;
  metadata: Record<string, string>;
}

/**
 * A movement on the balance at the payment service that belongs to a payment, as its books say it: what
 * the payer paid or got back, and what of it was settled, each in its own currency. Minor units,
 * negative where money leaves the balance; the fee is taken off.
 */
export interface Movement {
  id: string;
  /** The service's own word for what it is, such as `charge` or `refund_failure`. */
  category: string;
  /** The charge, refund or dispute behind it. */
  sourceId: string;
  paymentIntent: string;
  /** The installation that made the payment; null where none is named. */
  portal: string | null;
  currency: string;
  amount: number;
  settledCurrency: string;
  settledAmount: number;
  fee: number;
  bookedAt: Date;
}

/** Movements booked from `from` to before `to`, newest first, those after the movement with the id `after`. */
export interface MovementsWanted {
  from: Date;
  to: Date;
  after: string | null;
}

/** One page of them: those of payments, and the id to go on from; null where it was the last page. */
export interface MovementPage {
  movements: Movement[];
  next: string | null;
}

/** An address to which the payment service reports, and the types of events that it sends there (`*`: all). */
export interface WebhookEndpoint {
  url: string;
  enabled: boolean;
  types: string[];
}

/** A refund as the payment service tells it. Minor units. */
export interface RefundThere {
  id: string;
  amount: number;
  currency: string;
  state: 'pending' | 'succeeded' | 'failed' | 'canceled';
  paymentIntent: string | null;
  /** The installation that took the payment; null where none is named. */
  portal: string | null;
  /** Our own name for it; null where it was made without us. */
  refundId: string | null;
  failure: string | null;
  createdAt: Date;
}

/** The card payment door; null in Context where no Stripe key is configured. */
export interface Checkout {
  createSession(params: object, key: string): Promise<CheckoutSession>;
  retrieveSession(id: string): Promise<CheckoutSession>;
  expireSession(id: string): Promise<CheckoutSession>;
  /** Newest first, sessions of this installation only. */
  sessionsSince(since: Date): Promise<CheckoutSession[]>;
  sessionByIntent(paymentIntent: string): Promise<CheckoutSession | null>;
  eventsSince(since: Date): Promise<StripeEvent[]>;
  createRefund(params: object, key: string): Promise<RefundThere>;
  refundsOf(paymentIntent: string): Promise<RefundThere[]>;
  refundsSince(since: Date): Promise<RefundThere[]>;
  movements(wanted: MovementsWanted): Promise<MovementPage>;
  webhookEndpoints(): Promise<WebhookEndpoint[]>;
  /** Verifies the signature against every configured secret and its age at `now`; throws when none fits. */
  parseEvent(raw: Buffer, signature: string, now: Date): StripeEvent;
  readonly liveMoney: boolean;
}

export interface StripeEvent {
  id: string;
  type: string;
  objectId: string;
  createdAt: Date;
  liveMoney: boolean;
  payload: unknown;
}

/** Everything that comes from outside a function. */
export interface Context {
  readonly config: Config;
  readonly log: Logger;
  readonly db: Kysely<DB>;
  readonly links: Links;
  readonly views: Views;
  readonly mailer: Mailer;
  readonly checkout: Checkout | null;
  readonly fetcher: Fetcher;
  now(): Date;
  newId(): string;
  newToken(): string;
  /** Runs the work in one transaction; jobs enqueued in it are committed or rolled back with it. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

import type { Kysely, Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { DB } from './db/schema.gen.ts';
import type { Fetcher } from './fetch.ts';
import type { Links } from './links.ts';
import type { Checkout } from './payment-service.ts';
import type { Views } from './views.ts';

/** Every job there is; src/work.ts holds the handler of each. */
export type JobName =
  | 'send-email'
  | 'run-import'
  | 'work-stripe-event'
  | 'reconcile-payments'
  | 'make-refund'
  | 'order-invoice'
  | 'make-invoice'
  | 'credit-invoice'
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

import type { Express } from 'express';
import type { Config } from '../../src/platform/config.ts';
import { readConfig } from '../../src/platform/config.ts';
import type {
  Context,
  EnqueueOptions,
  JobName,
  OutgoingLetter,
} from '../../src/platform/context.ts';
import type { Checkout } from '../../src/platform/payment-service.ts';
import { createContext } from '../../src/platform/create-context.ts';
import { createFetcher, type Fetcher } from '../../src/platform/fetch.ts';
import { createLog } from '../../src/platform/log.ts';
import { testDatabase, type TestDatabase } from './database.ts';

interface QueuedJob {
  name: JobName;
  data: object;
  options: EnqueueOptions;
}

/** A clock that stands still until it is told to move. */
export interface TestClock {
  now: Date;
  advance(by: { days?: number; hours?: number; minutes?: number; seconds?: number }): void;
}

export interface TestContext {
  ctx: Context;
  database: TestDatabase;
  clock: TestClock;
  /** Letters that the mailer accepted, oldest first. */
  mailbox: OutgoingLetter[];
  /** Committed jobs that nobody has worked off yet. */
  queue: QueuedJob[];
  /** Works the queue off until it is empty, delays ignored; a handler that throws ends it. */
  work(): Promise<void>;
  app(): Promise<Express>;
}

export interface TestOptions {
  config?: Partial<Config>;
  checkout?: Checkout | null;
  fetcher?: Fetcher;
  /** Stands in for the mailer, to refuse letters. */
  send?: (letter: OutgoingLetter) => Promise<void>;
}

const secretKey = 'test-key-0123456789-abcdefghijklmnop';

function testConfig(changes: Partial<Config>): Config {
  const config = readConfig({
    NODE_ENV: 'test',
    SECRET_KEY: secretKey,
    BASE_URL: 'http://portal.localhost',
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent',
    MAIL_FROM: 'The Harbour Gazette <licensing@example.org>',
  });
  return { ...config, ...changes };
}

function testClock(): TestClock {
  return {
    now: new Date('2026-11-23T10:00:00Z'),
    advance({ days = 0, hours = 0, minutes = 0, seconds = 0 }) {
      const ms = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
      this.now = new Date(this.now.getTime() + ms);
    },
  };
}

/**
 * A context over a database of its own, with a clock, a mailbox and a queue that the test holds.
 * Jobs enter the queue when their transaction commits, as with the real queue.
 */
export async function testContext(options: TestOptions = {}): Promise<TestContext> {
  const database = await testDatabase();
  const config = testConfig(options.config ?? {});
  const clock = testClock();
  const mailbox: OutgoingLetter[] = [];
  const queue: QueuedJob[] = [];
  const uncommitted = new WeakMap<object, QueuedJob[]>();
  const base = createContext({
    ...{ config, log: createLog(config.logLevel), db: database.db, now: () => clock.now },
    checkout: options.checkout ?? null,
    fetcher: options.fetcher ?? createFetcher({ allowHosts: [], userAgent: 'Offprint test' }),
    mailer: {
      send: async (letter) => {
        await options.send?.(letter);
        mailbox.push(letter);
      },
      close: () => {},
    },
    enqueue: async (transaction, name, data, jobOptions = {}) => {
      const jobs = uncommitted.get(transaction) ?? [];
      uncommitted.set(transaction, [...jobs, { name, data, options: jobOptions }]);
    },
  });
  const ctx: Context = {
    ...base,
    transaction: async (work) => {
      let jobs: QueuedJob[] = [];
      const result = await base.transaction(async (tx) => {
        const done = await work(tx);
        jobs = uncommitted.get(tx.db) ?? [];
        return done;
      });
      queue.push(...jobs);
      return result;
    },
  };
  return {
    ctx,
    database,
    clock,
    mailbox,
    queue,
    work: () => workOff(ctx, queue),
    app: () => appOf(ctx),
  };
}

// The whole site is loaded only by tests that ask for it: most need one part, and start sooner so.
async function appOf(ctx: Context): Promise<Express> {
  const { createApp } = await import('../../src/app.ts');
  return createApp(ctx, { pendingMigrations: async () => [], oldestJobSeconds: async () => 0 });
}

async function workOff(ctx: Context, queue: QueuedJob[]): Promise<void> {
  const { jobHandlers } = await import('../../src/work.ts');
  const handlers = jobHandlers(ctx, async () => {});
  for (let job = queue.shift(); job !== undefined; job = queue.shift())
    await handlers[job.name](job.data as never);
}

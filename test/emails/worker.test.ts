import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { setInterval as everyMs } from 'node:timers/promises';
import { sendEmail } from '../../src/emails/actions.ts';
import { createMailer } from '../../src/emails/smtp.ts';
import type { Context } from '../../src/platform/context.ts';
import { createContext } from '../../src/platform/create-context.ts';
import { createFetcher } from '../../src/platform/fetch.ts';
import { openJobs, type JobHandlers } from '../../src/platform/jobs.ts';
import { testContext } from '../support/context.ts';
import { quiet } from '../support/database.ts';
import { startSmtp } from '../support/smtp.ts';
import { write } from './sending.ts';

/** A running worker on the real queue and the real clock, whose letters go to this address. */
async function startWorker(t: TestContext, smtpUrl: string): Promise<Context> {
  const { ctx: fixed, database } = await testContext();
  const config = { ...fixed.config, smtpUrl, mailRetryMs: 100, workerPollMs: 50 };
  const jobs = await openJobs({ database, log: quiet, pollMs: config.workerPollMs });
  const mailer = createMailer(config, { connectMs: 500, silenceMs: 500, wholeMs: 2000 });
  const fetcher = createFetcher({ allowHosts: [], userAgent: 'Offprint test' });
  const ctx = createContext({
    ...{ config, log: quiet, db: database.db, mailer, checkout: null, fetcher },
    enqueue: jobs.enqueue,
    now: () => new Date(),
  });
  const nothing = async (): Promise<void> => {};
  const handlers: JobHandlers = {
    'send-email': (data: { id: string }) => sendEmail(ctx, data),
    ...{ 'run-import': nothing, 'work-stripe-event': nothing, 'reconcile-payments': nothing },
    ...{ 'tick-clocks': nothing, 'answer-instantly': nothing, 'maintain-database': nothing },
    'make-refund': nothing,
    'order-invoice': nothing,
    'make-invoice': nothing,
    'credit-invoice': nothing,
  };
  await jobs.start(handlers, []);
  t.after(async () => {
    await jobs.stop();
    mailer.close();
  });
  return ctx;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const signal = AbortSignal.timeout(20_000);
  for await (const _ of everyMs(25, null, { signal })) if (await condition()) return;
}

test('the worker sends what waited while the mail server was away, each letter once', async (t) => {
  const away = await startSmtp();
  const ctx = await startWorker(t, away.url);
  await away.close();
  const ids = [await write(ctx), await write(ctx, 'offer'), await write(ctx, 'licence-issued')];
  const states = async (): Promise<{ state: string; tries: number }[]> =>
    ctx.db.selectFrom('emails').select(['state', 'tries']).execute();
  await until(async () => (await states()).every(({ tries }) => tries >= 2));
  assert.deepEqual(
    (await states()).map(({ state }) => state),
    ['queued', 'queued', 'queued'],
  );
  const back = await startSmtp(away.port);
  t.after(() => back.close());
  await until(async () => (await states()).every(({ state }) => state === 'sent'));
  assert.deepEqual(
    back.received.map(({ mail }) => mail.messageId).toSorted(),
    ids.map((id) => `<${id}@portal.localhost>`).toSorted(),
  );
});

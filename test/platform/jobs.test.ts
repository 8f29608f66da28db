import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import type { JobName } from '../../src/platform/context.ts';
import { openDatabase } from '../../src/platform/db/open.ts';
import { openJobs, type JobHandlers, type Jobs } from '../../src/platform/jobs.ts';
import { quiet, serverUrl, testDatabase } from '../support/database.ts';

const database = await testDatabase();

type Handler = (data: { id: number }) => Promise<void>;

const nothing = async (): Promise<void> => undefined;
const others: JobHandlers = {
  'send-email': nothing,
  'run-import': nothing,
  'work-stripe-event': nothing,
  'reconcile-payments': nothing,
  'make-refund': nothing,
  'order-invoice': nothing,
  'make-invoice': nothing,
  'credit-invoice': nothing,
  'tick-clocks': nothing,
  'answer-instantly': nothing,
  'maintain-database': nothing,
};

/** The queue, emptied, and closed after the test. */
async function queue(t: { after(done: () => Promise<void>): void }): Promise<Jobs> {
  const jobs = await openJobs({ database, log: quiet, pollMs: 50 });
  await sql`delete from pgboss.job`.execute(database.db);
  t.after(() => jobs.stop());
  return jobs;
}

const enqueue = (jobs: Jobs, name: JobName, ids: readonly number[]): Promise<void> =>
  database.db.transaction().execute(async (tx) => {
    for (const id of ids) await jobs.enqueue(tx, name, { id });
  });

/** Resolves once `ready` holds; asked at each turn of a handler, so nothing waits for a fixed time. */
function until(ready: () => boolean): { reached: Promise<void>; look: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { reached: promise, look: () => void (ready() && resolve()) };
}

test('a job is rolled back with the transaction that enqueued it', async (t) => {
  const jobs = await queue(t);
  const failing = database.db.transaction().execute(async (tx) => {
    await jobs.enqueue(tx, 'send-email', { id: 1 });
    throw new Error('the change failed');
  });
  await assert.rejects(failing, /the change failed/);
  assert.equal(await jobs.waiting(), 0);
  await enqueue(jobs, 'send-email', [2]);
  assert.equal(await jobs.waiting(), 1);
});

test('eight jobs are handled once each', async (t) => {
  const jobs = await queue(t);
  const handled: number[] = [];
  const all = until(() => handled.length === 8);
  const handler: Handler = async ({ id }) => {
    handled.push(id);
    all.look();
  };
  await enqueue(jobs, 'send-email', [1, 2, 3, 4, 5, 6, 7, 8]);
  await jobs.start({ ...others, 'send-email': handler }, []);
  await all.reached;
  await jobs.stop();
  assert.deepEqual(
    handled.toSorted((a, b) => a - b),
    [1, 2, 3, 4, 5, 6, 7, 8],
  );
  assert.equal(await jobs.waiting(), 0);
});

test('two processes on one database share the jobs, and each job is done by one of them', async (t) => {
  const first = await queue(t);
  const second = await openJobs({ database: await sameDatabase(t), log: quiet, pollMs: 50 });
  t.after(() => second.stop());
  const handled: string[] = [];
  const both = until(() => handled.length === 20);
  const byName =
    (who: string): Handler =>
    async ({ id }) => {
      handled.push(`${who} ${id}`);
      both.look();
    };
  await first.start({ ...others, 'send-email': byName('first') }, []);
  await second.start({ ...others, 'send-email': byName('second') }, []);
  await enqueue(
    first,
    'send-email',
    Array.from({ length: 20 }, (_, id) => id),
  );
  await both.reached;
  await first.stop();
  await second.stop();
  assert.equal(new Set(handled.map((each) => each.split(' ')[1])).size, 20);
  assert.equal(handled.length, 20);
});

test('a job that fails is tried again after a pause, until it succeeds', async (t) => {
  const jobs = await queue(t);
  const tries: number[] = [];
  const done = until(() => tries.length === 2);
  const handler: Handler = async () => {
    tries.push(performance.now());
    done.look();
    if (tries.length < 2) throw new Error('not yet');
  };
  await enqueue(jobs, 'send-email', [1]);
  await jobs.start({ ...others, 'send-email': handler }, []);
  await done.reached;
  await jobs.stop();
  const [first = 0, second = 0] = tries;
  assert.ok(second - first >= 900, `second try after ${second - first} ms`);
  assert.equal(await jobs.failed.count(), 0);
});

test('a job given up after its last try waits for staff, who start it again', async (t) => {
  const jobs = await queue(t);
  await enqueue(jobs, 'send-email', [7]);
  await sql`update pgboss.job set retry_limit = 0`.execute(database.db);
  const tried = until(() => true);
  const refuses: Handler = async () => {
    tried.look();
    throw new Error('mailbox unavailable');
  };
  await jobs.start({ ...others, 'send-email': refuses }, []);
  await tried.reached;
  await jobs.stop();
  const [failed] = await jobs.failed.list();
  assert.equal(await jobs.failed.count(), 1);
  assert.deepEqual(
    { name: failed?.name, data: failed?.data, tries: failed?.tries, reason: failed?.reason },
    { name: 'send-email', data: { id: 7 }, tries: 1, reason: 'mailbox unavailable' },
  );
  assert.equal(await jobs.waiting(), 0);

  const again = await openJobs({ database, log: quiet, pollMs: 50 });
  t.after(() => again.stop());
  assert.equal(await again.failed.retry(failed?.id ?? ''), true);
  assert.equal(await again.failed.retry(failed?.id ?? ''), false);
  assert.equal(await again.failed.count(), 0);
  assert.equal(await again.waiting(), 1);
});

test('a job that was under way when its process died is done again at once, where no other can be at it', async (t) => {
  const jobs = await queue(t);
  const alone = database.engine === 'embedded';
  await enqueue(jobs, 'send-email', [1]);
  await sql`update pgboss.job set state = 'active', started_on = ${new Date()}, heartbeat_on = ${new Date()}`.execute(
    database.db,
  );
  await enqueue(jobs, 'send-email', [2]);
  const handled: number[] = [];
  const expected = alone ? [1, 2] : [2];
  const all = until(() => handled.length === expected.length);
  const handler: Handler = async ({ id }) => {
    handled.push(id);
    all.look();
  };
  await jobs.start({ ...others, 'send-email': handler }, []);
  await all.reached;
  await jobs.stop();
  assert.deepEqual(handled.toSorted(), expected);
});

test('of jobs with one key only one waits', async (t) => {
  const jobs = await queue(t);
  await database.db.transaction().execute(async (tx) => {
    await jobs.enqueue(tx, 'reconcile-payments', { id: 1 }, { key: 'one' });
    await jobs.enqueue(tx, 'reconcile-payments', { id: 2 }, { key: 'one' });
    await jobs.enqueue(tx, 'reconcile-payments', { id: 3 }, { key: 'two' });
  });
  assert.equal(await jobs.waiting(), 2);
});

test('a delayed job is not due before its time', async (t) => {
  const jobs = await queue(t);
  await database.db
    .transaction()
    .execute((tx) => jobs.enqueue(tx, 'send-email', { id: 1 }, { delaySeconds: 3600 }));
  assert.equal(await jobs.waiting(), 0);
  await sql`update pgboss.job set start_after = ${new Date(Date.now() - 90_000)}`.execute(
    database.db,
  );
  assert.equal(await jobs.waiting(), 1);
  assert.ok((await jobs.oldestSeconds()) >= 90);
});

test('what stands in the timetable runs at the start and again after its time', async (t) => {
  const jobs = await queue(t);
  let runs = 0;
  const twice = until(() => runs === 2);
  await jobs.start(
    {
      ...others,
      'tick-clocks': async () => {
        runs += 1;
        twice.look();
      },
    },
    [{ name: 'tick-clocks', everyMs: 200 }],
  );
  await twice.reached;
});

/** On a server a connection of its own, as a second process has; embedded there is only the one. */
async function sameDatabase(t: { after(done: () => Promise<void>): void }) {
  if (serverUrl === undefined) return database;
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(
    database.db,
  );
  const url = new URL(serverUrl);
  url.pathname = `/${rows[0]?.name ?? ''}`;
  const second = await openDatabase({
    databaseUrl: url.href,
    dataDir: '',
    worker: false,
    log: quiet,
  });
  t.after(() => second.close());
  return second;
}

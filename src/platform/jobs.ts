import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { fromKysely, PgBoss, type Queue } from 'pg-boss';
import type { Logger } from 'pino';
import type { EnqueueOptions, JobName } from './context.ts';
import type { Database } from './db/open.ts';
import type { DB } from './db/schema.gen.ts';
import { failedJobs, type FailedJobs } from './jobs/failed.ts';
import { deadLetters, heartbeatSeconds, queues, workersOf } from './jobs/queues.ts';

export type JobHandlers = Readonly<Record<JobName, (data: never) => Promise<void>>>;

export interface Jobs {
  /** Puts a job into the queue with the transaction's other changes, or not at all. */
  enqueue(
    tx: Transaction<DB>,
    name: JobName,
    data: object,
    options?: EnqueueOptions,
  ): Promise<void>;
  /**
   * Works the queue until `stop`, in as many processes as share the database. What stands in the
   * timetable runs at the start and then every so many milliseconds.
   */
  start(handlers: JobHandlers, timetable: readonly Clockwork[]): Promise<void>;
  /** Lets running jobs finish (at most 20 s), or with `graceful` false gives them back at once. */
  stop(options?: { graceful?: boolean }): Promise<void>;
  /** What was given up after the last try. */
  failed: FailedJobs;
  /** Jobs that are due and wait for a worker. */
  waiting(): Promise<number>;
  /** Seconds that the oldest due job has waited; 0 where none waits. */
  oldestSeconds(): Promise<number>;
}

export interface Clockwork {
  name: JobName;
  everyMs: number;
}

export interface JobsOptions {
  database: Database;
  log: Logger;
  /** How often an idle worker looks for jobs, in milliseconds. */
  pollMs: number;
}

/**
 * The queue of jobs in the database. Makes its own tables where they are missing. Handlers must bear
 * being run twice: a job whose process dies is done again after its heartbeat has stopped.
 */
export async function openJobs({ database, log, pollMs }: JobsOptions): Promise<Jobs> {
  const sender = bossOf(database, log, false);
  await sender.start();
  await layQueues(sender);
  let stopWork = async (_graceful: boolean): Promise<void> => undefined;
  return {
    async enqueue(tx, name, data, { delaySeconds, key } = {}) {
      await sender.send(name, data, {
        db: fromKysely(tx),
        // Where no key is given each job has its own; the queues hold one waiting job per key.
        singletonKey: key ?? randomUUID(),
        ...(delaySeconds === undefined ? {} : { startAfter: delaySeconds }),
      });
    },
    async start(handlers, timetable) {
      if (database.engine === 'embedded') await takeBackActive(database);
      const worker = bossOf(database, log, true);
      await worker.start();
      const stopClock = startClock(worker, log, timetable);
      const stopWaking = await startWorkers(worker, { handlers, log, pollMs });
      stopWork = async (graceful) => {
        stopClock();
        stopWaking();
        await worker.stop({ graceful, timeout: 20_000 });
      };
    },
    async stop({ graceful = true } = {}) {
      await stopWork(graceful);
      await sender.stop({ graceful });
    },
    failed: failedJobs(sender, database.db),
    waiting: async () => (await due(database)).count,
    oldestSeconds: async () => (await due(database)).oldestSeconds,
  };
}

/**
 * The embedded database belongs to one process, so a job that is active at its start was under way in
 * one that died: it is done again at once instead of after its heartbeat has stopped.
 */
async function takeBackActive({ db }: Database): Promise<void> {
  await sql`update pgboss.job set state = 'retry', start_after = ${new Date()}, heartbeat_on = null
    where state = 'active'`.execute(db);
}

/** One that only sends keeps no watch over the queue; one that works does. */
function bossOf(database: Database, log: Logger, works: boolean): PgBoss {
  const boss = new PgBoss({
    db: database.boss(),
    backend: database.engine === 'embedded' ? 'pglite' : 'postgres',
    schedule: false,
    supervise: works,
    registerInstance: works,
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
    openTelemetry: { enabled: false },
  });
  boss.on('error', (error) => log.error({ err: error }, 'the job queue failed'));
  boss.on('warning', (warning) => log.warn({ warning }, 'the job queue warns'));
  return boss;
}

async function layQueues(boss: PgBoss): Promise<void> {
  await boss.createQueue(deadLetters.name, deadLetters);
  for (const [name, retries] of Object.entries(queues)) {
    const options = { ...retries, deadLetter: deadLetters.name, heartbeatSeconds };
    await boss.createQueue(name, { ...options, policy: 'short' } satisfies Omit<Queue, 'name'>);
    await boss.updateQueue(name, options);
  }
}

interface Work {
  handlers: JobHandlers;
  log: Logger;
  pollMs: number;
}

/** pg-boss itself looks no more often than this. */
const shortestPollMs = 500;

async function startWorkers(boss: PgBoss, { handlers, log, pollMs }: Work): Promise<() => void> {
  const ids: string[] = [];
  for (const name of Object.keys(queues) as JobName[])
    for (let worker = 0; worker < workersOf(name); worker += 1) {
      const index = ids.length;
      ids.push(
        await boss.work<object>(
          name,
          { pollingIntervalSeconds: Math.max(shortestPollMs, pollMs) / 1000 },
          async ([job]) => {
            if (job === undefined) return;
            // Looks for the next job as soon as this one is done, instead of after the interval.
            boss.notifyWorker(ids[index] ?? '');
            try {
              await handlers[name](job.data as never);
            } catch (error) {
              log.warn(
                { err: error, job: name, id: job.id, tries: job.retryCount + 1 },
                'job failed',
              );
              throw error;
            }
          },
        ),
      );
    }
  if (pollMs >= shortestPollMs) return () => undefined;
  const waking = setInterval(() => ids.forEach((id) => boss.notifyWorker(id)), pollMs);
  return () => clearInterval(waking);
}

function startClock(boss: PgBoss, log: Logger, timetable: readonly Clockwork[]): () => void {
  const send = (name: JobName): void => {
    boss
      .send(name, {}, { singletonKey: 'clock' })
      .catch((error: unknown) => log.error({ err: error, job: name }, 'the timetable failed'));
  };
  const timers = timetable.map(({ name, everyMs }) => {
    send(name);
    return setInterval(() => send(name), everyMs);
  });
  return () => timers.forEach((timer) => clearInterval(timer));
}

async function due({ db }: Database): Promise<{ count: number; oldestSeconds: number }> {
  const now = new Date();
  const { rows } = await sql<{ count: number; oldest: Date | null }>`
    select count(*) as count, min(start_after) as oldest from pgboss.job
    where state in ('created', 'retry') and start_after <= ${now} and name <> ${deadLetters.name}`.execute(
    db,
  );
  const { count, oldest } = rows[0] ?? { count: 0, oldest: null };
  const waitedMs = oldest === null ? 0 : now.getTime() - oldest.getTime();
  return { count, oldestSeconds: waitedMs / 1000 };
}

import { Worker } from 'node:worker_threads';
import type { PGlite, PGliteTransaction } from 'kysely';
import type { Logger } from 'pino';
import { databaseAway } from './away.ts';
import { errorOf, type Answer, type Call } from './messages.ts';

/** What Kysely's dialect and the job queue need of PGlite, in whichever thread it runs. */
export interface Engine extends PGlite {
  exec(sql: string): Promise<{ rows: Record<string, unknown>[] }[]>;
}

type Pending = PromiseWithResolvers<unknown>;

interface Thread {
  worker: Worker;
  pending: Map<number, Pending>;
  opened: Promise<unknown>;
}

interface Asked {
  id: number;
  result: unknown;
}

interface Line {
  ask(verb: Call['verb'], tx: number | null, query?: Pick<Call, 'sql' | 'params'>): Promise<Asked>;
  end(): Promise<void>;
}

const openedId = -1;

/**
 * The embedded database in a thread of its own, so that a slow query never holds up a request. A
 * thread that dies fails the calls it had and is started again by the next one; the write-ahead log
 * brings back all that was committed.
 */
export async function openInWorker(folder: string, log: Logger): Promise<Engine> {
  const line = await openLine(folder, log);
  let closed = false;
  return {
    ready: true,
    waitReady: Promise.resolve(),
    get closed() {
      return closed;
    },
    query: (sql, params = []) => resultOf(line.ask('query', null, { sql, params })),
    exec: (sql) => resultOf(line.ask('exec', null, { sql, params: [] })),
    async transaction(work) {
      const { id } = await line.ask('begin', null);
      const tx: PGliteTransaction = {
        query: (sql, params = []) => resultOf(line.ask('query', id, { sql, params })),
        rollback: async () => void (await line.ask('rollback', id)),
      };
      const done = await work(tx).catch(async (error: unknown) => {
        await tx.rollback();
        throw error;
      });
      await line.ask('commit', id);
      return done;
    },
    async close() {
      if (closed) return;
      await line.ask('close', null);
      closed = true;
      await line.end();
    },
  };
}

/** Rows come as the engine's parsers made them; the caller names their shape, as with the driver. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
async function resultOf<T>(asked: Promise<Asked>): Promise<T> {
  return (await asked).result as T;
}

async function openLine(folder: string, log: Logger): Promise<Line> {
  let thread = startThread(folder, log);
  let ended = false;
  let lastId = 0;
  await thread.opened;
  return {
    async ask(verb, tx, query) {
      if (ended) throw away('The database is closed');
      if (thread.worker.threadId === -1) thread = startThread(folder, log);
      const { worker, pending, opened } = thread;
      await opened;
      const id = ++lastId;
      const answer: Pending = Promise.withResolvers();
      pending.set(id, answer);
      worker.postMessage({ id, verb, tx, sql: '', params: [], ...query } satisfies Call, []);
      return { id, result: await answer.promise };
    },
    async end() {
      ended = true;
      await thread.worker.terminate();
    },
  };
}

function startThread(folder: string, log: Logger): Thread {
  const worker = new Worker(new URL('./embedded-worker.ts', import.meta.url), {
    workerData: folder,
  });
  const opened: Pending = Promise.withResolvers();
  const pending = new Map([[openedId, opened]]);
  worker.on('message', (answer: Answer) => {
    const waiting = pending.get(answer.id);
    pending.delete(answer.id);
    if ('failure' in answer) waiting?.reject(errorOf(answer.failure));
    else waiting?.resolve(answer.result);
  });
  worker.on('error', (error) => log.error({ err: error }, 'the embedded database failed'));
  worker.on('exit', () => {
    if (pending.size > 0) log.error('the embedded database stopped with calls unanswered');
    const gone = away('The embedded database stopped before it answered');
    for (const waiting of pending.values()) waiting.reject(gone);
    pending.clear();
  });
  opened.promise.catch(() => undefined);
  return { worker, pending, opened: opened.promise };
}

const away = (message: string): Error => Object.assign(new Error(message), { code: databaseAway });

import { parentPort, workerData } from 'node:worker_threads';
import type { PGlite, Transaction } from '@electric-sql/pglite';
import { openOnDisk } from './embedded.ts';
import { failureOf, type Answer, type Call } from './messages.ts';

interface OpenTransaction {
  tx: Transaction;
  finish: (how: 'commit' | 'rollback') => void;
  finished: Promise<void>;
}

/** Said to the main thread once the database answers, or with the reason why it cannot. */
const opened = -1;

const port = parentPort;
if (port === null) throw new Error('This file is the worker of the embedded database');
const transactions = new Map<number, OpenTransaction>();
const pglite = await open(String(workerData));
port.on('message', (call: Call) => void answer(call));
port.postMessage({ id: opened, result: null } satisfies Answer);

async function open(folder: string): Promise<PGlite> {
  try {
    return await openOnDisk(folder);
  } catch (error) {
    port?.postMessage({ id: opened, failure: failureOf(error) } satisfies Answer);
    throw error;
  }
}

async function answer(call: Call): Promise<void> {
  let said: Answer;
  try {
    said = { id: call.id, result: await run(call) };
  } catch (error) {
    said = { id: call.id, failure: failureOf(error) };
  }
  port?.postMessage(said);
}

async function run(call: Call): Promise<unknown> {
  const open = call.tx === null ? null : transactions.get(call.tx);
  if (open === undefined) throw new Error('This transaction is over');
  switch (call.verb) {
    case 'query':
      return (open?.tx ?? pglite).query(call.sql, call.params);
    case 'exec':
      return (open?.tx ?? pglite).exec(call.sql);
    case 'begin':
      return begin(call.id);
    case 'commit':
    case 'rollback':
      open?.finish(call.verb);
      return open?.finished;
    default:
      return pglite.close();
  }
}

/** Resolves when the transaction has the database to itself; it is known by the id of its call. */
async function begin(id: number): Promise<null> {
  const started = Promise.withResolvers<null>();
  const end = Promise.withResolvers<void>();
  const finished = pglite
    .transaction(async (tx) => {
      const finish = (how: 'commit' | 'rollback'): void =>
        how === 'commit' ? end.resolve() : end.reject(new RolledBack());
      transactions.set(id, { tx, finish, finished });
      started.resolve(null);
      await end.promise;
    })
    .catch((error: unknown) => {
      started.reject(error);
      if (!(error instanceof RolledBack)) throw error;
    })
    .finally(() => transactions.delete(id));
  // Heard again by whoever commits; without this an early failure would end the thread.
  finished.catch(() => undefined);
  return started.promise;
}

class RolledBack extends Error {}

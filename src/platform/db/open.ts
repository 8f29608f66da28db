import { join } from 'node:path';
import { type Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely';
import { fromPglite, type Db as BossDatabase } from 'pg-boss';
import type { Logger } from 'pino';
import { type Engine, openInWorker } from './embedded-client.ts';
import { openInMemory, openOnDisk } from './embedded.ts';
import { guardedKysely } from './guard.ts';
import { takeOwnership } from './lock.ts';
import type { DB } from './schema.gen.ts';
import { forKysely, openClient, openPool } from './server.ts';

export interface DatabaseOptions {
  /** Unset: the embedded database under `dataDir`. */
  databaseUrl?: string | null | undefined;
  /** Folder of the embedded database, or ':memory:'. */
  dataDir: string;
  /** Embedded only: in a thread of its own (the server) or inline (commands, tests). */
  worker: boolean;
  log: Logger;
  /** With ':memory:' only: a database that `dumpDataDir` packed, instead of an empty one. */
  image?: Blob;
}

/** Runs any number of statements at once, as one transaction unless they say otherwise; last rows. */
export type Run = (statements: string) => Promise<Record<string, unknown>[]>;

export interface Database {
  db: Kysely<DB>;
  engine: 'embedded' | 'server';
  /** The same database in the form that the job queue wants. */
  boss(): BossDatabase;
  /** One connection for statements without parameters and without time limit: migrations, upkeep. */
  session<T>(work: (run: Run) => Promise<T>): Promise<T>;
  /** Rejects where the database does not answer. */
  ping(): Promise<void>;
  /** The upkeep that a server does by itself: checkpoint and vacuum. */
  maintain(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the database: a PostgreSQL server where its address is given, else the embedded one. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { databaseUrl } = options;
  return typeof databaseUrl === 'string' && databaseUrl !== ''
    ? onServer(databaseUrl, options.log)
    : embedded(options);
}

function onServer(databaseUrl: string, log: Logger): Database {
  const pool = openPool(databaseUrl, log);
  const db = guardedKysely<DB>(new PostgresDialect({ pool: forKysely(pool) }));
  let closing: Promise<void> | null = null;
  return {
    db,
    engine: 'server',
    boss: () => ({ executeSql: async (text, values) => pool.query(text, values) }),
    async session(work) {
      const client = await openClient(databaseUrl);
      try {
        return await work(async (statements) => rowsOf(await client.query(statements)));
      } finally {
        await client.end();
      }
    },
    ping: async () => void (await sql`select 1`.execute(db)),
    maintain: async () => undefined,
    close: () => (closing ??= pool.end()),
  };
}

async function embedded(options: DatabaseOptions): Promise<Database> {
  const { engine, release } = await openEngine(options);
  const db = guardedKysely<DB>(new PGliteDialect({ pglite: engine }));
  const run: Run = async (statements) => rowsOf(await engine.exec(statements));
  const checkpoint = async (): Promise<void> => void (await engine.exec('checkpoint'));
  const close = async (): Promise<void> => {
    try {
      await checkpoint();
    } finally {
      await engine.close();
      release();
    }
  };
  let closing: Promise<void> | null = null;
  let lastSession: Promise<unknown> = Promise.resolve();
  return {
    db,
    engine: 'embedded',
    boss: () => fromPglite(engine),
    // There is one connection, so an advisory lock keeps nobody out: sessions take turns instead.
    async session(work) {
      const mine = lastSession.then(() => work(run));
      lastSession = mine.catch(() => undefined);
      return mine;
    },
    ping: async () => void (await sql`select 1`.execute(db)),
    async maintain() {
      await engine.exec('vacuum (analyze)');
      await checkpoint();
    },
    close: () => (closing ??= close()),
  };
}

async function openEngine(
  options: DatabaseOptions,
): Promise<{ engine: Engine; release: () => void }> {
  if (options.dataDir === ':memory:')
    return { engine: await openInMemory(options.image), release: () => undefined };
  const release = takeOwnership(options.dataDir);
  const folder = join(options.dataDir, 'db');
  try {
    const engine = options.worker
      ? await openInWorker(folder, options.log)
      : await openOnDisk(folder);
    return { engine, release };
  } catch (error) {
    release();
    throw error;
  }
}

type Rows = { rows?: Record<string, unknown>[] };

function rowsOf(results: Rows | Rows[]): Record<string, unknown>[] {
  return (Array.isArray(results) ? results.at(-1) : results)?.rows ?? [];
}

import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { Client, Pool, TypeOverrides } from 'pg';
import type { Logger } from 'pino';
import { isDatabaseAway } from './away.ts';
import { arrayOids, parsers } from './parsers.ts';

const textArrayOid: number = 1009;

/** The pool of connections to a PostgreSQL server; a connection lost while idle is logged, not thrown. */
export function openPool(databaseUrl: string, log: Logger): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: 10,
    types: typesOfBothEngines(),
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    statement_timeout: 15_000,
    // Fires only where the server cannot answer at all, later than its own limit.
    query_timeout: 20_000,
    idle_in_transaction_session_timeout: 30_000,
    application_name: 'offprint',
  });
  pool.on('error', (error) => log.warn({ err: error }, 'a database connection was lost'));
  pool.on('connect', (client) => {
    client.on('error', (error) => log.warn({ err: error }, 'a database connection broke'));
  });
  return pool;
}

/**
 * The pool as Kysely wants it. A query that was given up still occupies its connection, where every
 * later one would wait behind it: so a connection that failed is not used again.
 */
export function forKysely(pool: Pool): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect();
      let broken = false;
      const query = async (text: string, values: unknown[]): Promise<unknown> => {
        try {
          return await client.query(text, values);
        } catch (error) {
          broken ||= isDatabaseAway(error);
          throw error;
        }
      };
      return {
        query: query as PostgresPoolClient['query'],
        release: (destroy) => client.release(destroy === true || broken),
      };
    },
  };
}

/** One connection without time limits, for migrations; the caller ends it. */
export async function openClient(databaseUrl: string): Promise<Client> {
  const client = new Client({
    connectionString: databaseUrl,
    types: typesOfBothEngines(),
    connectionTimeoutMillis: 5_000,
    application_name: 'offprint-migrate',
  });
  await client.connect();
  return client;
}

function typesOfBothEngines(): TypeOverrides {
  const overrides = new TypeOverrides();
  for (const [oid, parse] of Object.entries(parsers)) overrides.setTypeParser(Number(oid), parse);
  // The driver's types say that its parsers take numbers; they take text.
  const split: (text: never) => (string | null)[] = overrides.getTypeParser(textArrayOid);
  for (const [oid, element] of Object.entries(arrayOids)) {
    const parse = parsers[element] ?? String;
    overrides.setTypeParser(Number(oid), (text: string) =>
      split(text as never).map((item) => (item === null ? null : parse(item))),
    );
  }
  return overrides;
}

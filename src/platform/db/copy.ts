import { fileURLToPath } from 'node:url';
import { sql, type Kysely, type Transaction } from 'kysely';
import { pino } from 'pino';
import { openJobs } from '../jobs.ts';
import { migrate } from './migrate.ts';
import { openDatabase, type Database } from './open.ts';
import type { DB } from './schema.gen.ts';

const migrationsFolder = fileURLToPath(new URL('../../../migrations', import.meta.url));

interface TableOrder {
  schema: string;
  name: string;
  columns: { name: string; type: string }[];
  /** Tables that must be filled before this one. */
  after: string[];
}

/** Jobs that are still to be done; what is done stays behind. */
const openJobStates = ['created', 'retry', 'active'];

/** Rows at a time; few where a row may hold a whole file. */
const batchSize = (table: TableOrder): number =>
  table.columns.some((column) => column.type === 'bytea') ? 5 : 500;

/**
 * Copies every row of our tables, and the jobs still to be done, into an empty PostgreSQL database,
 * which it migrates first. All or nothing. Returns the number of rows by table; throws an Error with
 * a sentence where the target holds rows already.
 */
export async function copyDatabase(from: Database, toUrl: string): Promise<Record<string, number>> {
  const log = pino({ level: 'warn' });
  const to = await openDatabase({ databaseUrl: toUrl, dataDir: '', worker: false, log });
  try {
    return await copyInto(from, to);
  } finally {
    await to.close();
  }
}

/** `copyDatabase` between two that are open; neither may be in use by anyone else. */
export async function copyInto(
  from: Database,
  to: Database,
  folder = migrationsFolder,
): Promise<Record<string, number>> {
  await migrate(to, folder);
  for (const database of [from, to]) {
    // Makes the queue's own tables where they are missing.
    const jobs = await openJobs({ database, log: pino({ level: 'warn' }), pollMs: 1000 });
    await jobs.stop();
  }
  const tables = inOrder(await tablesOf(from.db));
  return to.db.transaction().execute(async (tx) => {
    // Rows are many and the engine of the source is slow: this may take longer than a request.
    await sql`set local statement_timeout = 0`.execute(tx);
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(tx);
    const counts: Record<string, number> = {};
    for (const table of tables) {
      await refuseRows(tx, table);
      counts[table.name] = await copyTable(from.db, tx, table);
    }
    return counts;
  });
}

async function tablesOf(db: Kysely<DB>): Promise<TableOrder[]> {
  const { rows } = await sql<TableOrder>`
    select n.nspname as schema, c.relname as name,
      (select jsonb_agg(jsonb_build_object('name', a.attname, 'type', a.atttypid::regtype::text)
          order by a.attnum)
        from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '')
        as columns,
      coalesce((select jsonb_agg(distinct t.relname)
        from pg_constraint k join pg_class t on t.oid = k.confrelid
        where k.conrelid = c.oid and k.contype = 'f' and t.oid <> c.oid), '[]') as after
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where (n.nspname = 'public' and c.relkind = 'r' and c.relname <> 'schema_migrations')
      or (n.nspname = 'pgboss' and c.relname = 'job')
    order by n.nspname desc, c.relname`.execute(db);
  return rows.map((table) => (table.schema === 'pgboss' ? { ...table, after: [] } : table));
}

function inOrder(tables: readonly TableOrder[]): TableOrder[] {
  const sorted: TableOrder[] = [];
  let rest = [...tables];
  while (rest.length > 0) {
    const open = new Set(rest.map((table) => table.name));
    const next = rest.filter((table) => !table.after.some((name) => open.has(name)));
    if (next.length === 0) throw new Error(`The tables ${[...open].join(', ')} need each other`);
    sorted.push(...next);
    rest = rest.filter((table) => !next.includes(table));
  }
  return sorted;
}

function rowsToCopy({ schema, name }: TableOrder) {
  const open = sql.join(openJobStates.map((state) => sql.lit(state)));
  return {
    table: sql.table(`${schema}.${name}`),
    where: schema === 'pgboss' ? sql`state in (${open})` : sql`true`,
  };
}

async function refuseRows(to: Transaction<DB>, table: TableOrder): Promise<void> {
  const { table: name, where } = rowsToCopy(table);
  const { rows } = await sql`select from ${name} where ${where} limit 1`.execute(to);
  if (rows.length > 0)
    throw new Error(`The target is not empty: its table ${table.name} holds rows already`);
}

/** Values travel in PostgreSQL's own text form, so nothing is rounded on the way. */
async function copyTable(
  from: Kysely<DB>,
  to: Transaction<DB>,
  order: TableOrder,
): Promise<number> {
  const { table, where } = rowsToCopy(order);
  const names = order.columns.map((column) => sql.ref(column.name));
  const texts = order.columns.map(({ name }) => sql`${sql.ref(name)}::text as ${sql.ref(name)}`);
  const casts = order.columns.map(({ name, type }) => sql`${sql.ref(name)}::${sql.raw(type)}`);
  let copied = 0;
  let place = '(0,0)';
  for (;;) {
    const { rows } = await sql<Record<string, string | null>>`
      select ctid::text as "@place", ${sql.join(texts)} from ${table}
      where ctid > ${place}::text::tid and ${where} order by ctid limit ${sql.lit(batchSize(order))}`.execute(
      from,
    );
    const last = rows.at(-1);
    if (last === undefined) return copied;
    const columns = order.columns.map(
      ({ name }) => sql`${rows.map((row) => row[name] ?? null)}::text[]`,
    );
    await sql`insert into ${table} (${sql.join(names)})
      select ${sql.join(casts)} from unnest(${sql.join(columns)}) as given (${sql.join(names)})`.execute(
      to,
    );
    copied += rows.length;
    place = last['@place'] ?? '';
  }
}

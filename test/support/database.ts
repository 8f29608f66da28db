import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, afterEach, beforeEach } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { pino } from 'pino';
import { openInMemory } from '../../src/platform/db/embedded.ts';
import { migrate, migrationsIn } from '../../src/platform/db/migrate.ts';
import { openDatabase, type Database } from '../../src/platform/db/open.ts';

export interface TestDatabase extends Database {
  /** Removes every row of every table, without touching the tables; runs before each test by itself. */
  empty(): Promise<void>;
}

const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url));
export const quiet = pino({ level: 'silent' });

/** Address of a real PostgreSQL where the suite shall run on one, else undefined. */
export const serverUrl = process.env['TEST_DATABASE_URL'];

let shared: Promise<TestDatabase & { drop(): Promise<void> }> | null = null;
let depth = 0;

// Registered while the file is loaded, so they hold for the whole file whoever asks, and when.
beforeEach(async () => {
  depth += 1;
  // A subtest stands inside a test whose rows it needs.
  if (depth === 1 && shared !== null) await (await shared).empty();
});
afterEach(() => {
  depth -= 1;
});
after(async () => {
  const opened = await shared;
  shared = null;
  await opened?.drop();
});

/**
 * The migrated database of this test file: in memory, or on the server that TEST_DATABASE_URL
 * names. Every call in a file gives the same one; it is empty at the start of each test.
 */
export function testDatabase(): Promise<TestDatabase> {
  return (shared ??= serverUrl === undefined ? inMemory() : onServer(serverUrl));
}

async function inMemory() {
  const image = new Blob([await readFile(await imageFile())]);
  const database = await openDatabase({ dataDir: ':memory:', worker: false, log: quiet, image });
  return { ...(await emptied(database)), drop: () => database.close() };
}

/** The migrated database packed into one file, made once for each state of the migrations. */
async function imageFile(): Promise<string> {
  const file = join(tmpdir(), `offprint-test-${await stateOfMigrations()}`, 'database.tar');
  try {
    await readFile(file);
  } catch {
    const engine = await openInMemory();
    const exec = async (text: string) => (await engine.exec(text)).at(-1)?.rows ?? [];
    await migrate({ session: (work) => work(exec) }, migrationsFolder);
    const packed = await engine.dumpDataDir('none');
    await engine.close();
    await mkdir(dirname(file), { recursive: true });
    const draft = `${file}.${randomUUID()}`;
    await writeFile(draft, Buffer.from(await packed.arrayBuffer()));
    await rename(draft, file);
  }
  return file;
}

async function onServer(url: string) {
  const name = `offprint_test_${randomUUID().replaceAll('-', '')}`;
  const template = `offprint_template_${await stateOfMigrations()}`;
  await asAdmin(url, async (admin) => {
    await prepareTemplate(admin, url, template);
    await admin.query(`create database ${name} template ${template}`);
  });
  const database = await openDatabase({
    databaseUrl: at(url, name),
    dataDir: '',
    worker: false,
    log: quiet,
  });
  return {
    ...(await emptied(database)),
    async drop() {
      await database.close();
      await asAdmin(url, (admin) => admin.query(`drop database ${name} with (force)`));
    },
  };
}

async function prepareTemplate(admin: Client, url: string, template: string): Promise<void> {
  await admin.query('select pg_advisory_lock(7360117)');
  const found = await admin.query('select from pg_database where datname = $1', [template]);
  if (found.rowCount === 0) {
    const draft = `${template}_draft`;
    await admin.query(`drop database if exists ${draft} with (force)`);
    await admin.query(`create database ${draft}`);
    const database = await openDatabase({
      databaseUrl: at(url, draft),
      dataDir: '',
      worker: false,
      log: quiet,
    });
    await migrate(database, migrationsFolder);
    await database.close();
    await admin.query(`alter database ${draft} rename to ${template}`);
  }
  await admin.query('select pg_advisory_unlock(7360117)');
}

async function asAdmin(url: string, work: (admin: Client) => Promise<unknown>): Promise<void> {
  const admin = new Client({ connectionString: url });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

function at(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.href;
}

async function stateOfMigrations(): Promise<string> {
  const lock = await readFile(new URL('../../package-lock.json', import.meta.url));
  const hash = createHash('sha256').update(lock);
  for (const { name, text } of await migrationsIn(migrationsFolder))
    hash.update(`${name}\n${text}`);
  return hash.digest('hex').slice(0, 16);
}

async function emptied(database: Database): Promise<TestDatabase> {
  const tables = await database.session((run) =>
    run(`select quote_ident(relname) as name from pg_class
      where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'schema_migrations'`),
  );
  const deletes = tables.map((table) => `delete from ${String(table['name'])};`).join('\n');
  return {
    ...database,
    // As a replica no foreign key is checked, so the order does not matter.
    empty: async () =>
      database.session(async (run) => {
        await run(`begin; set local session_replication_role = replica;\n${deletes}\ncommit;`);
      }),
  };
}

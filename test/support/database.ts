import { existsSync } from 'node:fs';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, afterEach, beforeEach, type TestContext } from 'node:test';
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
  return (shared ??= migrated().then(withEmptying));
}

/** A database without any table, of the engine that the suite runs on, gone after the test. */
export async function blankDatabase(t: Pick<TestContext, 'after'>): Promise<Database> {
  const { database, drop } =
    serverUrl === undefined
      ? await inMemory(await stateOf([]), nothing)
      : await createOn(serverUrl, 'template0');
  t.after(drop);
  return database;
}

interface Opened {
  database: Database;
  drop: () => Promise<void>;
}

async function migrated(): Promise<Opened> {
  if (serverUrl !== undefined) return createOn(serverUrl, await template(serverUrl));
  return inMemory(await migratedState(), (database) => migrate(database, migrationsFolder));
}

type Prepare = (database: Pick<Database, 'session'>) => Promise<unknown>;
const nothing: Prepare = async () => undefined;

async function inMemory(state: string, prepare: Prepare): Promise<Opened> {
  const image = new Blob([await readFile(await imageFile(state, prepare))]);
  const database = await openDatabase({ dataDir: ':memory:', worker: false, log: quiet, image });
  return { database, drop: () => database.close() };
}

/** The prepared database packed into one file, which all test files load; made by the first. */
async function imageFile(state: string, prepare: Prepare): Promise<string> {
  const file = join(tmpdir(), `offprint-test-${process.getuid?.() ?? 0}`, `${state}.tar`);
  if (existsSync(file)) return file;
  const engine = await openInMemory();
  const exec = async (text: string) => (await engine.exec(text)).at(-1)?.rows ?? [];
  await prepare({ session: (work) => work(exec) });
  const packed = await engine.dumpDataDir('none');
  await engine.close();
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, Buffer.from(await packed.arrayBuffer()));
  await rename(draft, file);
  await removeOld(dirname(file));
  return file;
}

const keptMs = 60 * 60 * 1000;

async function removeOld(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found !== null && Date.now() - found.mtimeMs > keptMs) await rm(path, { force: true });
  }
}

async function createOn(url: string, from: string): Promise<Opened> {
  const name = `offprint_test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(url, (admin) => admin.query(`create database ${name} template ${from}`));
  const database = await openOn(url, name);
  return {
    database,
    async drop() {
      await database.close();
      await asAdmin(url, (admin) => admin.query(`drop database ${name} with (force)`));
    },
  };
}

/** The migrated database that all files copy, made by the first that asks. */
async function template(url: string): Promise<string> {
  const name = `offprint_template_${await migratedState()}`;
  await asAdmin(url, async (admin) => {
    await admin.query('select pg_advisory_lock(7360117)');
    const found = await admin.query('select from pg_database where datname = $1', [name]);
    if (found.rowCount !== 0) return;
    const draft = `${name}_draft`;
    await admin.query(`drop database if exists ${draft} with (force)`);
    await admin.query(`create database ${draft}`);
    const database = await openOn(url, draft);
    await migrate(database, migrationsFolder);
    await database.close();
    await admin.query(`alter database ${draft} rename to ${name}`);
  });
  return name;
}

function openOn(url: string, name: string): Promise<Database> {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return openDatabase({ databaseUrl: address.href, dataDir: '', worker: false, log: quiet });
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

async function migratedState(): Promise<string> {
  const files = await migrationsIn(migrationsFolder);
  return stateOf(files.map(({ name, checksum }) => `${name} ${checksum}`));
}

/** Another engine makes other files, so what is prepared is known by the versions in use as well. */
async function stateOf(parts: readonly string[]): Promise<string> {
  const versions = await readFile(new URL('../../package-lock.json', import.meta.url));
  return createHash('sha256').update(versions).update(parts.join('\n')).digest('hex').slice(0, 16);
}

async function withEmptying({ database, drop }: Opened) {
  const tables = await database.session((run) =>
    run(`select quote_ident(relname) as name from pg_class
      where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'schema_migrations'`),
  );
  const deletes = tables.map((table) => `delete from ${String(table['name'])};`).join('\n');
  // As a replica no foreign key is checked, so the order does not matter.
  const statements = `begin; set local session_replication_role = replica;\n${deletes}\ncommit;`;
  const empty = async () => void (await database.session((run) => run(statements)));
  return { ...database, empty, drop };
}

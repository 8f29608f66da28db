import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Database, Run } from './open.ts';

interface Migration {
  name: string;
  text: string;
  checksum: string;
}

/** Thrown when the files and the record of what was applied contradict each other. */
class MigrationError extends Error {}

/** The name says when, which table, and what: `202601311200_articles__catalogue.sql`. */
const fileName = /^\d{12}_[a-z0-9_]+?__[a-z0-9_]+\.sql$/;

/** Any constant does: every Offprint asks for the same lock. */
const lockKey = 7_360_116;

const history = `create table if not exists schema_migrations (
  name text primary key, checksum text not null, applied_at timestamptz not null)`;

/**
 * Applies the SQL files of a folder that are not applied yet, in the order of their names, each in
 * one transaction with its record, and one process at a time. Returns the names of those applied.
 * Throws MigrationError where an applied file was changed or removed.
 */
export async function migrate(
  database: Pick<Database, 'session'>,
  folder: string,
): Promise<string[]> {
  const files = await migrationsIn(folder);
  return database.session(async (run) => {
    await run(`select pg_advisory_lock(${lockKey})`);
    try {
      await run(history);
      const pending = pendingOf(files, await applied(run));
      for (const file of pending) await apply(run, file);
      return pending.map((file) => file.name);
    } finally {
      await run(`select pg_advisory_unlock(${lockKey})`);
    }
  });
}

/** The names of the files that are not applied yet; throws MigrationError as `migrate` does. */
export async function pendingMigrations(database: Database, folder: string): Promise<string[]> {
  const files = await migrationsIn(folder);
  const run: Run = async (text) =>
    (await sql.raw<Record<string, unknown>>(text).execute(database.db)).rows;
  const [known] = await run(`select to_regclass('schema_migrations') is not null as there`);
  const done = known?.['there'] === true ? await applied(run) : new Map<string, string>();
  return pendingOf(files, done).map((file) => file.name);
}

/** The files of a folder in the order in which they apply; throws MigrationError for a wrong name. */
export async function migrationsIn(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d.*\.sql$/.test(name)).sort();
  const wrong = names.find((name) => !fileName.test(name));
  if (wrong !== undefined)
    throw new MigrationError(
      `The migration ${wrong} must be named YYYYMMDDHHMM_<table>__<what>.sql, in small letters`,
    );
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8');
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

async function applied(run: Run): Promise<Map<string, string>> {
  const rows = await run('select name, checksum from schema_migrations');
  return new Map(rows.map((row) => [String(row['name']), String(row['checksum'])]));
}

function pendingOf(files: Migration[], done: Map<string, string>): Migration[] {
  const newest = files.at(-1)?.name ?? '';
  for (const [name, checksum] of done) {
    const file = files.find((each) => each.name === name);
    // One that is later than all of ours is of a newer version, which may run beside this one.
    if (file === undefined && name < newest)
      throw new MigrationError(
        `The migration ${name} was applied, but its file is gone: put it back`,
      );
    if (file !== undefined && file.checksum !== checksum)
      throw new MigrationError(
        `The migration ${name} was changed after it had been applied: put it back as it was and write a new one`,
      );
  }
  return files.filter((file) => !done.has(file.name));
}

async function apply(run: Run, file: Migration): Promise<void> {
  const at = new Date().toISOString();
  try {
    await run(
      `begin;\n${file.text}\n;insert into schema_migrations values ('${file.name}', '${file.checksum}', '${at}');\ncommit;`,
    );
  } catch (error) {
    await run('rollback');
    throw new MigrationError(`The migration ${file.name} failed: ${reason(error)}`, {
      cause: error,
    });
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { type Kysely, sql } from 'kysely';
import { copyInto } from '../../../src/platform/db/copy.ts';
import { migrate } from '../../../src/platform/db/migrate.ts';
import { type Database, openDatabase } from '../../../src/platform/db/open.ts';
import type { DB } from '../../../src/platform/db/schema.gen.ts';
import { openJobs } from '../../../src/platform/jobs.ts';
import { blankDatabase, quiet } from '../../support/database.ts';

const at = '2026-11-24 09:00:00.123456+00';

/** Tables in an order that their names do not tell, with each type of column that we use. */
const tables = `create table harbours (id uuid primary key, facts jsonb not null, at timestamptz not null,
    plan bytea, words tsvector, names text[], depth numeric, opened date, ships bigint not null);
  create table boats (name text primary key, harbour uuid not null references harbours (id));
  create table anchors (id int primary key, boat text references boats (name));`;

async function folderOf(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'offprint-copy-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, '202601010900_harbours__all.sql'), tables);
  return folder;
}

async function filled(t: TestContext, folder: string): Promise<Database> {
  const database = await openDatabase({ dataDir: ':memory:', worker: false, log: quiet });
  t.after(() => database.close());
  await migrate(database, folder);
  const id = '0192f0c1-2a3b-7c4d-8e5f-001122334455';
  await sql`insert into harbours values (${id}, ${'{"name": "Zoë \\\\ \\"{},"}'}, ${at},
    ${Buffer.from([0, 255, 92, 39])}, to_tsvector('simple', 'blue boats'), ${['a,"b', null]}, 0.10,
    '2026-02-28', 9007199254740991), (gen_random_uuid(), '[]', ${at}, null, null, null, null, null, 0)`.execute(
    database.db,
  );
  await sql`insert into boats select 'boat ' || n, ${id} from generate_series(1, 1200) as n`.execute(
    database.db,
  );
  await sql`insert into anchors values (1, 'boat 7'), (2, null)`.execute(database.db);
  return database;
}

/** Every row as PostgreSQL writes it, so that nothing is hidden by a parser. */
async function written(db: Kysely<DB>, table: string): Promise<string[]> {
  const { rows } = await sql<{
    row: string;
  }>`select t::text as row from ${sql.table(table)} as t order by 1`.execute(db);
  return rows.map(({ row }) => row);
}

test('an embedded database moves whole to an empty one: rows in order of need, and the jobs still to do', async (t) => {
  const folder = await folderOf(t);
  const from = await filled(t, folder);
  const jobs = await openJobs({ database: from, log: quiet, pollMs: 500 });
  await from.db.transaction().execute((tx) => jobs.enqueue(tx, 'send-email', { id: 1 }));
  await jobs.stop();
  const to = await blankDatabase(t);

  const counts = await copyInto(from, to, folder);

  assert.deepEqual(counts, { harbours: 2, boats: 1200, anchors: 2, job: 1 });
  for (const table of ['harbours', 'boats', 'anchors'])
    assert.deepEqual(await written(to.db, table), await written(from.db, table), table);
  const moved = await openJobs({ database: to, log: quiet, pollMs: 500 });
  t.after(() => moved.stop());
  assert.equal(await moved.waiting(), 1);
});

test('a database that holds rows is not copied over, and stays as it was', async (t) => {
  const folder = await folderOf(t);
  const from = await filled(t, folder);
  const to = await blankDatabase(t);
  await migrate(to, folder);
  await sql`insert into anchors values (9, null)`.execute(to.db);
  await assert.rejects(
    copyInto(from, to, folder),
    /not empty: its table anchors holds rows already/,
  );
  assert.deepEqual(await written(to.db, 'harbours'), []);
  assert.equal((await written(to.db, 'anchors')).length, 1);
});

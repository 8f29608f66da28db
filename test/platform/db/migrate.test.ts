import assert from 'node:assert/strict';
import { mkdtemp, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { sql } from 'kysely';
import { migrate, pendingMigrations } from '../../../src/platform/db/migrate.ts';
import { blankDatabase } from '../../support/database.ts';

const first = '202601010900_boats__fleet.sql';
const second = '202601020900_boats__harbour.sql';

async function folderWith(t: TestContext, files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'offprint-migrations-'));
  t.after(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

const fleet = {
  [first]: `-- A comment; with a semicolon.
    create table boats (name text primary key, note text default 'a;b');
    insert into boats values ('Anna'), ('Berta');`,
  [second]: `create function double(n int) returns int language sql as $$ select n * 2; $$;
    alter table boats add column berth int not null default double(2)`,
};

test('files with many statements apply in order, once', async (t) => {
  const database = await blankDatabase(t);
  const folder = await folderWith(t, fleet);
  assert.deepEqual(await pendingMigrations(database, folder), [first, second]);
  assert.deepEqual(await migrate(database, folder), [first, second]);
  assert.deepEqual(await migrate(database, folder), []);
  assert.deepEqual(await pendingMigrations(database, folder), []);
  const { rows } = await sql`select * from boats order by name`.execute(database.db);
  assert.deepEqual(rows, [
    { name: 'Anna', note: 'a;b', berth: 4 },
    { name: 'Berta', note: 'a;b', berth: 4 },
  ]);
});

test('a file that fails leaves nothing of itself behind, and those before it stay', async (t) => {
  const database = await blankDatabase(t);
  const folder = await folderWith(t, {
    ...fleet,
    [second]: 'create table piers (id int); select 1 / 0;',
  });
  await assert.rejects(
    migrate(database, folder),
    /202601020900_boats__harbour.sql failed: division by zero/,
  );
  assert.deepEqual(await pendingMigrations(database, folder), [second]);
  const { rows } = await sql`select to_regclass('piers')::text as piers`.execute(database.db);
  assert.deepEqual(rows, [{ piers: null }]);
});

test('a file that was changed after it had been applied is refused', async (t) => {
  const database = await blankDatabase(t);
  const folder = await folderWith(t, fleet);
  await migrate(database, folder);
  await writeFile(join(folder, first), 'create table ships (name text);');
  const words = /202601010900_boats__fleet.sql was changed after it had been applied/;
  await assert.rejects(migrate(database, folder), words);
  await assert.rejects(pendingMigrations(database, folder), words);
});

test('an applied file that is gone is refused, but a later one belongs to a newer version', async (t) => {
  const database = await blankDatabase(t);
  const folder = await folderWith(t, fleet);
  await migrate(database, folder);
  await unlink(join(folder, second));
  assert.deepEqual(await pendingMigrations(database, folder), []);
  await writeFile(join(folder, second), fleet[second] ?? '');
  await unlink(join(folder, first));
  await assert.rejects(migrate(database, folder), /was applied, but its file is gone/);
});

test('a file with another form of name is refused', async (t) => {
  const database = await blankDatabase(t);
  const folder = await folderWith(t, { '2026_boats.sql': 'select 1' });
  await assert.rejects(migrate(database, folder), /2026_boats.sql must be named YYYYMMDDHHMM/);
});

test('of several that migrate at once each file is applied by one', async (t) => {
  const database = await blankDatabase(t);
  const folder = await folderWith(t, fleet);
  const done = await Promise.all([1, 2, 3].map(() => migrate(database, folder)));
  assert.deepEqual(done.flat().toSorted(), [first, second]);
});

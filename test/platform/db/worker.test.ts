import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { openDatabase } from '../../../src/platform/db/open.ts';
import { openJobs } from '../../../src/platform/jobs.ts';
import { quiet } from '../../support/database.ts';

const folder = await mkdtemp(join(tmpdir(), 'offprint-worker-'));
const database = await openDatabase({ dataDir: folder, worker: true, log: quiet });
const { db } = database;
after(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

test('values cross between the threads unchanged', async () => {
  const { rows } = await sql`select ${Buffer.from([0, 255])}::bytea as bytes, 12::bigint as large,
    '2026-11-24T09:00:00Z'::timestamptz as at, '{"a": 1}'::jsonb as json, null as nothing`.execute(
    db,
  );
  assert.deepEqual(rows, [
    {
      bytes: new Uint8Array([0, 255]),
      large: 12,
      at: new Date('2026-11-24T09:00:00Z'),
      json: { a: 1 },
      nothing: null,
    },
  ]);
});

test('a failing statement tells its code and constraint, and the next one works', async () => {
  await sql`create table once (id int constraint once_only primary key)`.execute(db);
  await sql`insert into once values (1)`.execute(db);
  await assert.rejects(sql`insert into once values (1)`.execute(db), {
    code: '23505',
    constraint: 'once_only',
  });
  assert.deepEqual((await sql`select id from once`.execute(db)).rows, [{ id: 1 }]);
});

test('transactions exclude each other, commit whole and roll back whole', async () => {
  await sql`create table sums (n int not null)`.execute(db);
  await sql`insert into sums values (0)`.execute(db);
  const add = (by: number, fails: boolean): Promise<void> =>
    db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ n: number }>`select n from sums`.execute(tx);
      await sql`update sums set n = ${(rows[0]?.n ?? 0) + by}`.execute(tx);
      if (fails) throw new Error('changed my mind');
    });
  const ends = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => add(n, n % 4 === 0)));
  assert.equal(ends.filter((end) => end.status === 'rejected').length, 5);
  // 0 to 19 make 190, less 0, 4, 8, 12 and 16.
  assert.deepEqual((await sql`select n from sums`.execute(db)).rows, [{ n: 150 }]);
});

test('a transaction whose statement failed cannot be committed by swallowing the error', async () => {
  const swallowed = db.transaction().execute(async (tx) => {
    await sql`select 1 / 0`.execute(tx).catch(() => undefined);
  });
  await assert.rejects(swallowed, /rolled back/);
});

test('the job queue lives beside the other tables and is rolled back with them', async () => {
  const jobs = await openJobs({ database, log: quiet, pollMs: 500 });
  await db.transaction().execute((tx) => jobs.enqueue(tx, 'tick-clocks', {}));
  const failing = db.transaction().execute(async (tx) => {
    await jobs.enqueue(tx, 'tick-clocks', {});
    throw new Error('changed my mind');
  });
  await assert.rejects(failing, /changed my mind/);
  assert.equal(await jobs.waiting(), 1);
  await jobs.stop();
});

test('upkeep writes a checkpoint that holds all that was committed before', async () => {
  const place = async (text: string): Promise<string> =>
    (await sql<{ lsn: string }>`select ${sql.raw(text)}::text as lsn`.execute(db)).rows[0]?.lsn ??
    '';
  await sql`insert into once values (2)`.execute(db);
  const written = await place('pg_current_wal_lsn()');
  await database.maintain();
  const { rows } = await sql<{
    ahead: number;
  }>`select redo_lsn - ${written}::text::pg_lsn as ahead from pg_control_checkpoint()`.execute(db);
  assert.ok(Number(rows[0]?.ahead) >= 0);
});

test('a query in the worker leaves the main thread free', async () => {
  let ticks = 0;
  const ticking = setInterval(() => (ticks += 1), 5);
  const started = performance.now();
  await sql`select count(*) from generate_series(1, 3000000)`.execute(db);
  const tookMs = performance.now() - started;
  clearInterval(ticking);
  assert.ok(ticks > tookMs / 5 / 4, `${ticks} ticks in ${Math.round(tookMs)} ms`);
});

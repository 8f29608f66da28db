import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import { openDatabase } from '../../../src/platform/db/open.ts';
import { openOnDisk } from '../../../src/platform/db/embedded.ts';
import { quiet } from '../../support/database.ts';

const program = fileURLToPath(new URL('commit-stream.ts', import.meta.url));

/** An empty database, made once: to make one takes seconds, to copy it a moment. */
const pristine = await mkdtemp(join(tmpdir(), 'offprint-pristine-'));
before(async () => (await openOnDisk(join(pristine, 'db'))).close());
after(() => rm(pristine, { recursive: true }));

async function folderFor(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'offprint-durability-'));
  t.after(() => rm(folder, { recursive: true }));
  await cp(pristine, folder, { recursive: true });
  return folder;
}

/** Kills the process after so many acknowledged commits; gives the number of the last of them. */
async function killedInMidStream(folder: string, from: number, commits: number): Promise<number> {
  const child = spawn(process.execPath, [program, folder, String(from)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let last = from - 1;
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line);
    if (last === from + commits - 1) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  assert.equal(child.signalCode, 'SIGKILL');
  return last;
}

test('what was acknowledged is there after kill -9 in the middle of commits, again and again', async (t) => {
  const folder = await folderFor(t);
  let next = 0;
  for (const commits of [40, 7, 91]) {
    const last = await killedInMidStream(folder, next, commits);
    const database = await openDatabase({ dataDir: folder, worker: false, log: quiet });
    const { rows } = await sql<{ n: number }>`select n from stream order by n`.execute(database.db);
    assert.ok(rows.length > last, `${rows.length} rows, but ${last + 1} were acknowledged`);
    assert.deepEqual(
      rows.map((row) => row.n),
      Array.from({ length: rows.length }, (_, n) => n),
    );
    next = rows.length;
    await database.close();
  }
});

test('what was acknowledged is there after a power cut, when only what was synced is left', async (t) => {
  const folder = await folderFor(t);
  const live = join(folder, 'db');
  const disk = join(folder, 'disk');
  await cp(live, disk, { recursive: true });
  const restore = syncsCopiedTo(live, disk);
  const pglite = await openOnDisk(live);
  await pglite.exec('create table stream (n int primary key, filling text)');
  for (let n = 0; n < 60; n += 1) {
    await pglite.query('insert into stream values ($1, $2)', [n, 'x'.repeat(3000)]);
    if (n === 25) await pglite.exec('checkpoint');
  }
  restore();
  // Whatever the engine writes from here on is lost, as at the moment when the power goes.
  const found = await openOnDisk(disk);
  const { rows } = await found.query(
    'select count(*) as n, sum(length(filling)) as length from stream',
  );
  assert.deepEqual(rows, [{ n: 60, length: 180_000 }]);
  await found.close();
  await pglite.close();
});

test('a thread that dies fails the call it had, and the next one finds all that was committed', async (t) => {
  const folder = await folderFor(t);
  const threads: Worker[] = [];
  process.once('worker', (thread) => threads.push(thread));
  const database = await openDatabase({ dataDir: folder, worker: true, log: quiet });
  const { db } = database;
  await sql`create table kept (n int)`.execute(db);
  await sql`insert into kept values (1)`.execute(db);
  const unfinished = db.transaction().execute(async (tx) => {
    await sql`insert into kept values (2)`.execute(tx);
    await threads[0]?.terminate();
    await sql`insert into kept values (3)`.execute(tx);
  });
  await assert.rejects(unfinished);
  assert.deepEqual((await sql`select n from kept`.execute(db)).rows, [{ n: 1 }]);
  assert.equal(threads.length, 1);
  await database.close();
});

test('a second process finds the embedded database in use', async (t) => {
  const folder = await folderFor(t);
  const database = await openDatabase({ dataDir: folder, worker: false, log: quiet });
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => (said += String(chunk)));
  const [code] = await once(child, 'close');
  assert.notEqual(code, 0);
  assert.match(said, new RegExp(`is in use by process ${process.pid}`));
  await database.close();
});

/** Lets the disk have a file only when the engine asks for it to be kept; returns the way back. */
function syncsCopiedTo(live: string, disk: string): () => void {
  const original = fs.fsyncSync;
  fs.fsyncSync = (fd) => {
    original(fd);
    const path = fs.readlinkSync(`/proc/self/fd/${fd}`);
    if (fs.statSync(path).isFile()) fs.copyFileSync(path, join(disk, relative(live, path)));
  };
  syncBuiltinESMExports();
  return () => {
    fs.fsyncSync = original;
    syncBuiltinESMExports();
  };
}

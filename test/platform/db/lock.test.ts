import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { DatabaseInUse, takeOwnership } from '../../../src/platform/db/lock.ts';

async function folderFor(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'offprint-lock-'));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

const owner = async (folder: string): Promise<{ pid: number; started: string | null }> =>
  JSON.parse(await readFile(join(folder, 'owner'), 'utf8'));

test('a second process is refused with a sentence that names the first and the way out', async (t) => {
  const folder = await folderFor(t);
  const holder = await holdIn(t, folder);
  assert.throws(
    () => takeOwnership(folder),
    (error) =>
      error instanceof DatabaseInUse &&
      error.message.includes(`is in use by process ${holder.pid}`) &&
      error.message.includes('DATABASE_URL'),
  );
});

test('the same process is refused a second time, until it lets go', async (t) => {
  const folder = await folderFor(t);
  const release = takeOwnership(folder);
  assert.throws(() => takeOwnership(folder), DatabaseInUse);
  release();
  takeOwnership(folder)();
  assert.deepEqual(await readdir(folder), []);
});

test('the lock of a process that was killed is taken over', async (t) => {
  const folder = await folderFor(t);
  const holder = await holdIn(t, folder);
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  assert.equal((await owner(folder)).pid, holder.pid);
  const release = takeOwnership(folder);
  assert.equal((await owner(folder)).pid, process.pid);
  release();
});

test('a lock whose number now belongs to another process is taken over', async (t) => {
  const folder = await folderFor(t);
  const stale = { pid: process.pid, started: 'another boot/1' };
  await writeFile(join(folder, 'owner'), JSON.stringify(stale));
  const release = takeOwnership(folder);
  assert.notEqual((await owner(folder)).started, stale.started);
  release();
});

test('a lock and a claim that were cut off while being written do not stand in the way', async (t) => {
  const folder = await folderFor(t);
  await writeFile(join(folder, 'owner'), '{"pid":');
  await writeFile(join(folder, 'owner.claim'), JSON.stringify({ pid: 999_999_999 }));
  const release = takeOwnership(folder);
  assert.deepEqual(await readdir(folder), ['owner']);
  release();
});

async function holdIn(t: TestContext, folder: string) {
  const lock = new URL('../../../src/platform/db/lock.ts', import.meta.url).href;
  const holding = `import { takeOwnership } from ${JSON.stringify(lock)};
    takeOwnership(${JSON.stringify(folder)}); console.log('held'); process.stdin.resume();`;
  const holder = spawn(process.execPath, ['--input-type=module', '--eval', holding]);
  t.after(() => holder.kill('SIGKILL'));
  const [said] = await once(holder.stdout, 'data');
  assert.match(String(said), /held/);
  return holder;
}

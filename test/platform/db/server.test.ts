import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { test } from 'node:test';
import { sql } from 'kysely';
import { openDatabase } from '../../../src/platform/db/open.ts';
import { blankDatabase, quiet, serverUrl } from '../../support/database.ts';

const at = (port: number) => ({
  databaseUrl: `postgres://someone:secret@127.0.0.1:${port}/portal`,
  dataDir: '',
  worker: false,
  log: quiet,
});

test('a server that is not there is a refusal to each query, not the end of the process', async () => {
  const placeholder = createServer().listen(0, '127.0.0.1');
  await once(placeholder, 'listening');
  const { port } = placeholder.address() as AddressInfo;
  placeholder.close();
  await once(placeholder, 'close');
  const database = await openDatabase(at(port));
  await assert.rejects(database.ping(), { code: 'ECONNREFUSED' });
  await assert.rejects(sql`select 1`.execute(database.db), { code: 'ECONNREFUSED' });
  await database.close();
});

test('a server that hangs up at the door is a refusal too', async () => {
  const rude = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(rude, 'listening');
  const database = await openDatabase(at((rude.address() as AddressInfo).port));
  await assert.rejects(database.ping(), /terminated|ECONNRESET/);
  await database.close();
  rude.close();
  await once(rude, 'close');
});

// On the real server only: the embedded engine has neither connections to lose nor time limits.
if (serverUrl !== undefined) {
  test('connections that the server cuts are replaced, and only what ran on them fails', async (t) => {
    const database = await blankDatabase(t);
    const cut = sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`;
    const sleeping = sql`select pg_sleep(10)`.execute(database.db);
    const failed = assert.rejects(sleeping, /terminat/);
    await until(async () => {
      const { rows } = await sql<{ n: number }>`select count(*) as n from pg_stat_activity
        where datname = current_database() and query like '%pg_sleep(10)%' and pid <> pg_backend_pid()`.execute(
        database.db,
      );
      return (rows[0]?.n ?? 0) > 0;
    });
    await cut.execute(database.db);
    await failed;
    await until(() =>
      database.ping().then(
        () => true,
        () => false,
      ),
    );
  });

  test('no statement and no forgotten transaction may run for ever', async (t) => {
    const { db } = await blankDatabase(t);
    const { rows } = await sql`select current_setting('statement_timeout') as statement,
      current_setting('idle_in_transaction_session_timeout') as idle`.execute(db);
    assert.deepEqual(rows, [{ statement: '15s', idle: '30s' }]);
  });
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + 10_000;
  while (!(await holds())) assert.ok(Date.now() < giveUpAt, 'it did not come true in 10 s');
}

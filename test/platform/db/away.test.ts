import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import { sql } from 'kysely';
import { isDatabaseAway } from '../../../src/platform/db/away.ts';
import { openDatabase, type Database } from '../../../src/platform/db/open.ts';
import { notFound } from '../../../src/platform/errors.ts';
import { openLine } from '../../support/line.ts';
import { blankDatabase, quiet, serverUrl, testDatabase } from '../../support/database.ts';

const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

async function opened(t: TestContext, databaseUrl: string): Promise<Database> {
  const database = await openDatabase({ databaseUrl, dataDir: '', worker: false, log: quiet });
  t.after(() => database.close());
  return database;
}

/** A server that treats whoever connects like this. */
async function serverThat(t: TestContext, treats: (socket: Socket) => void): Promise<string> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    treats(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `postgres://someone@127.0.0.1:${(server.address() as AddressInfo).port}/portal`;
}

test('a server that refuses, hangs up or never answers is away', async (t) => {
  const gone = createServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const { port } = gone.address() as AddressInfo;
  gone.close();
  await once(gone, 'close');
  const addresses = {
    refuses: `postgres://someone@127.0.0.1:${port}/portal`,
    'has no address': 'postgres://someone@nowhere.invalid/portal',
    'hangs up': await serverThat(t, (socket) => socket.destroy()),
    'never answers': await serverThat(t, () => undefined),
  };
  const asked = Object.entries(addresses).map(async ([what, address]) => {
    const database = await opened(t, address);
    const errors = await Promise.all([
      errorOf(database.ping()),
      errorOf(database.db.transaction().execute(async () => 1)),
    ]);
    for (const error of errors) assert.ok(isDatabaseAway(error), `${what}: ${String(error)}`);
  });
  await Promise.all(asked);
});

test('an error of the statement, a refusal and nothing at all are no sign of it', async () => {
  const { db } = await testDatabase();
  const errors = await Promise.all([
    errorOf(sql`select 1 / 0`.execute(db)),
    errorOf(sql`select nonsense`.execute(db)),
    errorOf(sql`insert into settings (id) values (null)`.execute(db)),
  ]);
  for (const error of [...errors, notFound(), new Error('Connection'), null, 'ECONNREFUSED'])
    assert.equal(isDatabaseAway(error), false, String(error));
  assert.equal(
    errors.every((error) => error instanceof Error),
    true,
  );
});

test('it is seen through an error that wraps it', () => {
  const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  assert.ok(isDatabaseAway(new Error('the session could not be read', { cause })));
});

// Only a real server can cut connections and be slow.
if (serverUrl !== undefined) {
  const server = new URL(serverUrl);
  const addressOf = async (t: TestContext, port: string): Promise<string> => {
    const { db } = await blankDatabase(t);
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db);
    const url = new URL(server);
    url.pathname = `/${rows[0]?.name ?? ''}`;
    url.port = port;
    return url.href;
  };

  test('a connection that is cut or takes too long is a sign of it', async (t) => {
    const { db } = await opened(t, await addressOf(t, server.port));
    const cut = errorOf(sql`select pg_terminate_backend(pg_backend_pid())`.execute(db));
    const slow = errorOf(
      db.transaction().execute(async (tx) => {
        await sql`set local statement_timeout = 50`.execute(tx);
        await sql`select pg_sleep(5)`.execute(tx);
      }),
    );
    for (const error of await Promise.all([cut, slow]))
      assert.ok(isDatabaseAway(error), String(error));
  });

  test('a connection on which a query was given up is not used again', async (t) => {
    const line = await openLine(Number(server.port));
    t.after(() => line.close());
    const address = await addressOf(t, String(line.port));
    const { db } = await opened(t, `${address}?query_timeout=400`);
    const ask = () => sql`select 1`.execute(db);
    await ask();
    line.silence();
    assert.ok(isDatabaseAway(await errorOf(ask())));
    await line.restore();
    await ask();
    await ask();
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { sql } from 'kysely';
import { testDatabase } from '../../support/database.ts';

const { db } = await testDatabase();
const one = sql<{ one: number }>`select 1 as one`;

test('the root database inside an open transaction is refused at once, not waited for', async () => {
  const inside = db.transaction().execute(async (tx) => {
    await one.execute(tx);
    await one.execute(db);
  });
  await assert.rejects(inside, /root database was used inside an open transaction/);
  assert.deepEqual((await one.execute(db)).rows, [{ one: 1 }]);
});

test('a second transaction inside an open one is refused too', async () => {
  const inside = db
    .transaction()
    .execute(() => db.transaction().execute((inner) => one.execute(inner)));
  await assert.rejects(inside, /root database was used inside an open transaction/);
});

test('work begun in a transaction may use the root once the transaction is over', async () => {
  const over = Promise.withResolvers<void>();
  const later = await db.transaction().execute(async () => ({
    rows: over.promise.then(() => one.execute(db)),
  }));
  over.resolve();
  assert.deepEqual((await later.rows).rows, [{ one: 1 }]);
});

test('transactions side by side each see their own rows only', async () => {
  await sql`create table tally (by int)`.execute(db);
  const counts = await Promise.all(
    [1, 2, 3].map((by) =>
      db.transaction().execute(async (tx) => {
        await sql`insert into tally values (${by})`.execute(tx);
        const { rows } = await sql<{
          n: number;
        }>`select count(*) as n from tally where by = ${by}`.execute(tx);
        return rows[0]?.n;
      }),
    ),
  );
  assert.deepEqual(counts, [1, 1, 1]);
  await sql`drop table tally`.execute(db);
});

test('a transaction whose statement failed cannot be committed by swallowing the error', async () => {
  const swallowed = db.transaction().execute(async (tx) => {
    await sql`select 1 / 0`.execute(tx).catch(() => undefined);
  });
  await assert.rejects(swallowed, /rolled back/);
});

test('an error tells its code and constraint, but no value of the row it was about', async () => {
  await sql`create table addresses (mail text constraint one_address unique)`.execute(db);
  const insert = sql`insert into addresses values (${'secret@example.org'})`;
  await insert.execute(db);
  // One after the other: a promise that fails while another is awaited is nobody's.
  const ways = [
    () => insert.execute(db),
    () => db.transaction().execute((tx) => insert.execute(tx)),
  ];
  for (const failing of ways)
    await assert.rejects(failing, (error: Error & { constraint?: string }) => {
      assert.equal(error.constraint, 'one_address');
      assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /secret@/);
      return true;
    });
  await sql`drop table addresses`.execute(db);
});

test('an error about a value that does not fit its type does not repeat the value', async () => {
  for (const type of ['uuid', 'integer', 'timestamptz', 'jsonb']) {
    const failing = sql`select ${'kim@example.org "Kim Sample"'}::text::${sql.raw(type)}`.execute(
      db,
    );
    await assert.rejects(failing, (error: Error & { code?: string }) => {
      assert.match(error.code ?? '', /^22/);
      assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /kim@|Kim Sample/);
      return true;
    });
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { testDatabase } from '../../support/database.ts';

const { db } = await testDatabase();

async function read(text: string): Promise<unknown> {
  const { rows } = await sql<{ value: unknown }>`select ${sql.raw(text)} as value`.execute(db);
  return rows[0]?.value;
}

const instant = new Date('2026-11-24T09:00:00.120Z');

// The suite runs on both engines, so one list of expectations holds them to each other.
const expected: [text: string, value: unknown][] = [
  ['9007199254740991::bigint', 9007199254740991],
  ['(-3)::bigint', -3],
  ['count(*)', 1],
  ['array[1, null, 3]::bigint[]', [1, null, 3]],
  ["'2026-02-28'::date", '2026-02-28'],
  ["array['2026-02-28']::date[]", ['2026-02-28']],
  ['12.50::numeric', '12.50'],
  ['array[0.10]::numeric[]', ['0.10']],
  ["'2026-11-24 10:00:00.12+01'::timestamptz", instant],
  ["array['2026-11-24 09:00:00.12Z']::timestamptz[]", [instant]],
  ["'\\x00ff10'::bytea", new Uint8Array([0, 255, 16])],
  ['\'{"a": [1, null]}\'::jsonb', { a: [1, null] }],
  ["array['a,b', null, '']::text[]", ['a,b', null, '']],
  ['true', true],
  ['7::smallint', 7],
  ['1.5::double precision', 1.5],
  ["'0192f0c1-2a3b-7c4d-8e5f-001122334455'::uuid", '0192f0c1-2a3b-7c4d-8e5f-001122334455'],
];

for (const [text, value] of expected)
  test(`${text} reads the same on both engines`, async () => {
    assert.deepEqual(await read(text), value);
  });

test('a number too large to be exact is a fault, not another number', async () => {
  await assert.rejects(read('9007199254740993::bigint'), /9007199254740993, which is too large/);
});

test('an instant without an end is a fault', async () => {
  await assert.rejects(read("'infinity'::timestamptz"), /which is no instant/);
});

test('values go in as they come out', async () => {
  const given = { a: 'é"\\', b: [1, null] };
  const bytes = Buffer.from([1, 0, 254]);
  const { rows } = await sql`select ${JSON.stringify(given)}::jsonb as json,
    ${instant}::timestamptz as at, ${bytes}::bytea as bytes, ${'2026-02-28'}::date as day,
    ${9007199254740991}::bigint as large, ${['x,"y"', null]}::text[] as words, ${null}::text as nothing,
    ${true}::boolean as yes`.execute(db);
  assert.deepEqual(rows, [
    {
      json: given,
      at: instant,
      bytes: new Uint8Array(bytes),
      day: '2026-02-28',
      large: 9007199254740991,
      words: ['x,"y"', null],
      nothing: null,
      yes: true,
    },
  ]);
});

test('a broken constraint tells its code and name on either engine', async () => {
  await sql`create temporary table once (id int constraint once_only primary key)`.execute(db);
  await sql`insert into once values (1)`.execute(db);
  await assert.rejects(sql`insert into once values (1)`.execute(db), {
    code: '23505',
    constraint: 'once_only',
  });
});

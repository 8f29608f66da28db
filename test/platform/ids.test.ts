import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isUuid, randomToken, uuidMaker } from '../../src/platform/ids.ts';

test('ids made in one standing moment sort in the order in which they were made', () => {
  const newId = uuidMaker(() => 1_764_000_000_000);
  const ids = Array.from({ length: 10_000 }, newId);
  assert.deepEqual(ids.toSorted(), ids);
  assert.equal(new Set(ids).size, ids.length);
});

test('ids keep their order when the clock steps back', () => {
  let time = 1_764_000_000_000;
  const newId = uuidMaker(() => (time -= 7));
  const ids = Array.from({ length: 100 }, newId);
  assert.deepEqual(ids.toSorted(), ids);
});

test('an id is a UUID of version 7 that carries its time', () => {
  const id = uuidMaker(() => Date.UTC(2026, 10, 24))();
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16), Date.UTC(2026, 10, 24));
  assert.ok(isUuid(id));
  assert.ok(!isUuid(`${id}'`));
});

test('a token holds 192 bits', () => {
  assert.equal(Buffer.from(randomToken(), 'base64url').length, 24);
});

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { generatedFiles } from '../../../scripts/schema/describe.ts';
import { testDatabase } from '../../support/database.ts';

const database = await testDatabase();

test('schema.sql and the table types are what the migrations make, on either engine', async () => {
  const files = await generatedFiles(database.db);
  assert.deepEqual(Object.keys(files).length, 2);
  for (const [path, text] of Object.entries(files)) {
    const kept = await readFile(new URL(`../../../${path}`, import.meta.url), 'utf8');
    assert.equal(kept, text, `${path} does not fit the migrations: run "node scripts/schema.ts"`);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesBelow } from './support/architecture.ts';

const source = filesBelow('src', '.ts');

/** What was said, agreed or done: such rows are added, never changed or taken away. */
const evidence = ['acceptances', 'allowance_uses', 'events', 'messages', 'tariffs', 'terms'];

const changes = (table: string): RegExp =>
  new RegExp(
    `(?:updateTable|deleteFrom|mergeInto)\\(\\s*'${table}\\b|\\b(?:update|delete\\s+from)\\s+${table}\\b`,
  );

/** Files that change rows of a table. */
function changing(table: string): string[] {
  return [...source].filter(([, text]) => changes(table).test(text)).map(([path]) => path);
}

test('nothing changes or removes what was accepted, said, published or written into the history', () => {
  assert.deepEqual(
    evidence.flatMap((table) => changing(table).map((path) => `${table}: ${path}`)),
    [],
  );
});

test('the search would find such a change', () => {
  assert.ok(changing('requests').length > 0);
  assert.match(`db.deleteFrom('events')`, changes('events'));
  assert.match('sql`update acceptances set', changes('acceptances'));
});

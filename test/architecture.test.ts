import assert from 'node:assert/strict';
import { test } from 'node:test';
import { breaches, doorBreaches, filesBelow, writers, type Files } from './support/architecture.ts';

const source = filesBelow('src', '.ts');

test('each part imports only from parts before it, and only what they share', () => {
  assert.deepEqual(breaches(source), []);
});

test('each package has one door', () => {
  assert.deepEqual(doorBreaches(source), []);
});

test('each table is written by one part', () => {
  const shared = [...writers(source)].filter(([, parts]) => parts.size > 1);
  assert.deepEqual(
    shared.map(([table, parts]) => `${table}: ${[...parts].join(', ')}`),
    [],
  );
  assert.ok(writers(source).size > 15, 'the search finds the tables at all');
});

const planted: [string, string, string, RegExp][] = [
  [
    'a part that looks ahead',
    'src/pricing/actions.ts',
    `import { x } from '../payments/actions.ts';`,
    /stands before/,
  ],
  [
    'a foreign store',
    'src/review/actions.ts',
    `import { x } from '../requests/store.ts';`,
    /private/,
  ],
  [
    'a foreign form in an action',
    'src/review/actions.ts',
    `import { x } from '../requests/forms.ts';`,
    /private/,
  ],
  [
    'a rule that reads the store',
    'src/requests/rules.ts',
    `import { x } from './store.ts';`,
    /may not import/,
  ],
  [
    'a store that calls an action',
    'src/requests/store.ts',
    `import { x } from './actions/y.ts';`,
    /may not import/,
  ],
  ['a rule with a clock', 'src/pricing/rules/a.ts', `export const a = () => Date.now();`, /clock/],
  ['a value that imports', 'src/values/a.ts', `import { x } from '../platform/ids.ts';`, /values/],
  ['an import of a loose file', 'src/staff/actions.ts', `import { x } from '../app.ts';`, /loose/],
  [
    'a dynamic import ahead',
    'src/staff/actions.ts',
    `const x = await import('../review/actions.ts');`,
    /stands before/,
  ],
  [
    'a re-export ahead',
    'src/staff/rules.ts',
    `export { x } from '../review/rules.ts';`,
    /stands before/,
  ],
  ['an unknown part', 'src/helpers/a.ts', `export const a = 1;`, /not in the line/],
];
for (const [what, path, text, message] of planted)
  test(`caught: ${what}`, () => {
    const files: Files = new Map([[path, text]]);
    assert.match(breaches(files).join('\n'), message);
  });

test('caught: a package beside its door, and a second writer', () => {
  assert.match(
    doorBreaches(new Map([['src/review/actions.ts', `import Stripe from 'stripe';`]])).join(),
    /own door/,
  );
  const two: Files = new Map([
    ['src/requests/store.ts', `db.insertInto('offers')`],
    ['src/review/store.ts', 'sql`update offers set state = 1`'],
  ]);
  assert.equal(writers(two).get('offers')?.size, 2);
});

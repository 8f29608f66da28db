import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { listPage } from '../../src/emails/rules/list.ts';
import { claimMs, retryDelay } from '../../src/emails/rules/retry.ts';
import { quoted, recipient, subjectLine } from '../../src/emails/rules/words.ts';
import { patience } from '../../src/emails/smtp.ts';

const minute = 60_000;

test('a letter that is put off waits twice as long each time, up to a day', () => {
  const waits = [1, 2, 3, 4, 11, 12, 40].map((tries) => retryDelay(tries, minute, true) / minute);
  assert.deepEqual(waits, [1, 2, 4, 8, 1024, 1440, 1440]);
});

test('where no server answers, letters ask again at least every quarter of an hour', () => {
  const waits = [1, 2, 4, 5, 40].map((tries) => retryDelay(tries, minute, false) / minute);
  assert.deepEqual(waits, [1, 2, 8, 15, 15]);
});

test('a wait is never shorter than the first one nor shorter than the one before', () => {
  fc.assert(
    fc.property(
      fc.nat(60),
      fc.integer({ min: 50, max: 3_600_000 }),
      fc.boolean(),
      (n, first, answered) => {
        const wait = retryDelay(n, first, answered);
        assert.ok(wait >= first && wait <= retryDelay(n + 1, first, answered));
      },
    ),
  );
});

test('a worker holds a letter for longer than one attempt can last', () => {
  assert.ok(claimMs > patience.wholeMs + patience.connectMs);
});

test('a subject is one line of bearable length, whatever it is made of', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const line = subjectLine(text);
      assert.doesNotMatch(line, /[\r\n\u2028\u2029\u0085\u202e]/);
      assert.ok(Array.from(line).length <= 200);
    }),
  );
});

test('a recipient is one plain address', () => {
  assert.deepEqual(recipient({ name: 'Ada\r\nBcc: x', address: 'ada@example.org' }), {
    name: 'Ada Bcc: x',
    address: 'ada@example.org',
  });
  for (const address of [
    'ada@example.org, eve@example.org',
    'ada@example.org\r\nBcc: eve@example.org',
    'Ada <ada@example.org>',
    'group:ada@example.org;',
    'ada',
    '@example.org',
    '',
    `${'a'.repeat(250)}@example.org`,
  ])
    assert.throws(() => recipient({ name: 'Ada', address }), /no plain e-mail address/, address);
});

test('words of others stand behind a mark on every line', () => {
  assert.equal(quoted('One\n\n-- \nThe Editor'), '> One\n>\n> --\n> The Editor');
});

test('a page of a list knows whether there are newer and older ones', () => {
  const rows = (...ids: string[]): { id: string }[] => ids.map((id) => ({ id }));
  const first = listPage(rows('d', 'c', 'b'), { size: 2, after: null, address: '/l?state=failed' });
  assert.deepEqual(first, { rows: rows('d', 'c'), newer: null, older: '/l?state=failed&after=c' });
  const last = listPage(rows('b', 'a'), { size: 2, after: 'c', address: '/l' });
  assert.deepEqual(last, { rows: rows('b', 'a'), newer: '/l', older: null });
  assert.deepEqual(listPage([], { size: 2, after: null, address: '/l' }).older, null);
});

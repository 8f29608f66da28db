import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isValid, licenceStates, stateAfter, verbsFrom } from '../../src/licences/rules/life.ts';
import { licenceNumber, typedNumber } from '../../src/licences/rules/number.ts';
import { endOfTerm, type Permission } from '../../src/licences/rules/permission.ts';
import { textToPaste } from '../../src/licences/rules/text-to-paste.ts';
import { use } from '../pricing/builders.ts';

test('a number has its year and at least six digits', () => {
  assert.equal(licenceNumber(2026, 1), 'OP-2026-000001');
  assert.equal(licenceNumber(2027, 1_234_567), 'OP-2027-1234567');
});

const typed: [string, string | null][] = [
  ['OP-2026-000001', 'OP-2026-000001'],
  [' op-2026-000001 ', 'OP-2026-000001'],
  ['OP-2026-1', null],
  ['OP-26-000001', null],
  ["OP-2026-000001'--", null],
  ['OP-٢٠٢٦-000001', null],
  ['', null],
];
for (const [text, number] of typed)
  test(`"${text}" is ${number === null ? 'no number' : 'a number'}`, () => {
    assert.equal(typedNumber(text), number);
  });

const terms: [Parameters<typeof endOfTerm>[0], string, string | null][] = [
  ['1m', '2026-01-31T10:00:00Z', '2026-03-01T00:00:00.000Z'],
  ['3m', '2026-11-23T10:00:00Z', '2027-02-23T00:00:00.000Z'],
  ['12m', '2026-11-23T23:59:59Z', '2027-11-23T00:00:00.000Z'],
  ['24m', '2026-02-28T00:00:00Z', '2028-02-28T00:00:00.000Z'],
  ['single_issue', '2026-11-23T10:00:00Z', null],
  ['perpetual', '2026-11-23T10:00:00Z', null],
];
for (const [duration, start, end] of terms)
  test(`a term of ${duration} from ${start} is over at ${String(end)}`, () => {
    assert.equal(endOfTerm(duration, new Date(start))?.toISOString() ?? null, end);
  });

test('nothing leads out of an end but money that came back', () => {
  for (const state of licenceStates)
    for (const verb of ['suspend', 'restore', 'expire', 'revoke'] as const)
      if (['revoked', 'expired', 'renewed', 'amended'].includes(state))
        assert.equal(stateAfter(state, verb), null);
  assert.equal(stateAfter('revoked', 'reinstate'), 'active');
  assert.deepEqual(verbsFrom('suspended'), ['restore', 'revoke']);
});

test('a licence is valid to the second, and only while it is active', () => {
  const starts = new Date('2026-11-23T10:00:00Z');
  const ends = new Date('2026-12-24T00:00:00Z');
  const licence = { state: 'active' as const, starts_at: starts, ends_at: ends };
  assert.ok(isValid(licence, starts));
  assert.ok(isValid(licence, new Date(ends.getTime() - 1)));
  assert.ok(!isValid(licence, ends));
  assert.ok(!isValid({ ...licence, state: 'suspended' }, starts));
  assert.ok(isValid({ ...licence, ends_at: null }, new Date('2126-01-01T00:00:00Z')));
});

const permission: Permission = {
  use: use(),
  sentence: '',
  work: {
    title: 'A <b>title</b>',
    url: 'https://gazette.example.org/a?b&c',
    bylines: [],
    language: 'en',
    contentHash: '',
    wordCount: 3,
  },
  licensee: { organisation: '', contact: '', endClient: '', publication: '' },
  fee: null,
  searchClause: 'none',
};

test('the whole text is pasted with its headline above and its credit below', () => {
  assert.equal(
    textToPaste(permission, '<p>One two three.</p>', '<p>credit</p>'),
    '<h1>A &lt;b&gt;title&lt;/b&gt;</h1>\n<p>One two three.</p>\n<p>credit</p>',
  );
});

test('an excerpt is pasted as a quotation, and nothing where no words are licensed', () => {
  const excerpt = { ...permission, use: use({ use: 'excerpt', excerpt: 'two & three' }) };
  const pasted = textToPaste(excerpt, '<p>One two & three.</p>', '<p>credit</p>');
  assert.match(
    pasted ?? '',
    /^<blockquote cite="[^"]+&amp;c"><p>two &amp; three<\/p><\/blockquote>/,
  );
  assert.doesNotMatch(pasted ?? '', /One/);
  assert.equal(
    textToPaste({ ...permission, use: use({ use: 'photo_only' }) }, '<p>One</p>', ''),
    null,
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  addDays,
  addMonths,
  addWorkingDays,
  dayOf,
  daysBetween,
  formatDay,
  isDay,
  isWorkingDay,
  lastDayOfTerm,
} from '../../src/values/period.ts';

const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2090-12-31'), noInvalidDate: true })
  .map(dayOf);

test('days added and counted agree', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: -5000, max: 5000 }), (start, days) => {
      assert.equal(daysBetween(start, addDays(start, days)), days);
    }),
  );
});

test('a month that lacks the day ends at its last day', () => {
  assert.equal(addMonths('2026-01-31', 1), '2026-02-28');
  assert.equal(addMonths('2028-01-31', 1), '2028-02-29');
  assert.equal(addMonths('2026-12-15', 2), '2027-02-15');
  assert.equal(addMonths('2026-03-31', -1), '2026-02-28');
});

test('more months never end earlier', () => {
  const months = fc.integer({ min: 0, max: 60 });
  fc.assert(
    fc.property(day, months, (start, count) => {
      assert.ok(addMonths(start, count) < addMonths(start, count + 1));
    }),
  );
});

test('working days leave out weekends and holidays', () => {
  assert.equal(addWorkingDays('2026-11-20', 2), '2026-11-24');
  assert.equal(addWorkingDays('2026-11-21', 0), '2026-11-23');
  assert.equal(addWorkingDays('2026-11-21', 1), '2026-11-23');
  assert.equal(
    addWorkingDays('2026-12-24', 1, new Set(['2026-12-25', '2026-12-28'])),
    '2026-12-29',
  );
  assert.equal(addWorkingDays('2026-11-24', 0), '2026-11-24');
});

test('as many working days pass as were asked for', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 40 }), (start, count) => {
      const end = addWorkingDays(start, count);
      let passed = 0;
      for (let at = addDays(start, 1); at <= end; at = addDays(at, 1))
        if (isWorkingDay(at)) passed += 1;
      assert.equal(passed, count);
      assert.ok(isWorkingDay(end));
    }),
    { numRuns: 50 },
  );
});

test('only days that exist are days', () => {
  assert.ok(isDay('2028-02-29'));
  for (const text of [
    '2026-02-29',
    '2026-2-3',
    '2026-13-01',
    '24.11.2026',
    '',
    '2026-11-24T00:00Z',
  ])
    assert.equal(isDay(text), false, text);
  assert.throws(() => addDays('2026-02-30', 1), RangeError);
});

test('the day of an instant is its day in UTC', () => {
  assert.equal(dayOf('2026-11-24T23:59:59.999Z'), '2026-11-24');
  assert.equal(dayOf(new Date('2026-11-24T00:30:00+01:00')), '2026-11-23');
});

test('a day reads as its locale writes it', () => {
  assert.equal(formatDay('2026-11-23', 'en-GB'), '23 November 2026');
  assert.equal(formatDay('2026-11-23', 'de'), '23. November 2026');
});

const ends: [string, number, string][] = [
  ['2026-03-01', 12, '2027-02-28'],
  ['2026-11-24', 12, '2027-11-23'],
  ['2026-01-31', 1, '2026-02-28'],
  ['2028-02-29', 12, '2029-02-28'],
  ['2026-12-31', 2, '2027-02-28'],
];
for (const [start, months, last] of ends)
  test(`${months} months from ${start} end with ${last}`, () => {
    assert.equal(lastDayOfTerm(start, months), last);
  });

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { csvLine } from '../../src/payments/rules/accounting-csv.ts';
import {
  localDay,
  periodOf,
  presets,
  startOfDay,
} from '../../src/payments/rules/accounting-period.ts';
import { refundedParts, taxParts } from '../../src/payments/rules/accounting-tax.ts';
import { addDays } from '../../src/values/period.ts';
import { readCsv, vat } from './accounting-support.ts';

test('every text of a file is a cell, and none is a formula, whatever somebody typed', () => {
  const texts = ['=1+1', '+1', '-1', '@x', '\t=1', '\r=1', '＝1', ' =1', '\n=1'];
  for (const text of texts) assert.match(csvLine([text]), /^"?'/, JSON.stringify(text));
  assert.equal(
    csvLine(['a', 'b"c', 'd,e', 'f;g', { figure: '-12.50' }]),
    'a,"b""c","d,e","f;g",-12.50\r\n',
  );
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 }),
      (cells) => {
        const names = csvLine(cells.map((_, at) => `c${at}`));
        const [row] = readCsv(`\uFEFF${names}${csvLine(cells)}`);
        const read = Object.values(row ?? {});
        assert.deepEqual(
          read.map((cell, at) => (cell === cells[at] ? cell : cell.slice(1))),
          cells,
        );
        for (const cell of read) assert.doesNotMatch(cell, /^[=+\-@\t\r]/);
      },
    ),
    { numRuns: 300 },
  );
});

test('a day begins at midnight of the newsroom, also where the clock jumps over it or shows it twice', () => {
  const begins = (day: string, zone: string): string => startOfDay(day, zone).toISOString();
  assert.equal(begins('2026-07-01', 'Europe/London'), '2026-06-30T23:00:00.000Z');
  assert.equal(begins('2026-03-29', 'Europe/London'), '2026-03-29T00:00:00.000Z');
  assert.equal(begins('2026-03-30', 'Europe/London'), '2026-03-29T23:00:00.000Z');
  assert.equal(begins('2026-11-24', 'Asia/Kolkata'), '2026-11-23T18:30:00.000Z');
  assert.equal(
    begins('2018-11-04', 'America/Sao_Paulo'),
    '2018-11-04T03:00:00.000Z',
    'no midnight',
  );
  assert.equal(
    begins('2026-11-01', 'America/Havana'),
    '2026-11-01T04:00:00.000Z',
    'midnight twice',
  );
  const zones = [
    'UTC',
    'Europe/London',
    'America/New_York',
    'Asia/Beirut',
    'America/Havana',
    'Pacific/Apia',
  ];
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 4000 }), (zone, days) => {
      const day = addDays('2016-01-01', days);
      const at = startOfDay(day, zone);
      assert.equal(localDay(at, zone), day);
      assert.ok(localDay(new Date(at.getTime() - 1), zone) < day);
      const [one, next] = [
        periodOf(day, day, zone),
        periodOf(addDays(day, 1), addDays(day, 9), zone),
      ];
      assert.deepEqual(one.to, next.from, 'nothing lies between two periods, nothing in both');
    }),
    { numRuns: 300 },
  );
  assert.deepEqual(
    presets('2026-02-14').map(({ first, last }) => `${first} ${last}`),
    [
      '2026-02-01 2026-02-28',
      '2026-01-01 2026-01-31',
      '2025-10-01 2025-12-31',
      '2026-01-01 2026-12-31',
      '2025-01-01 2025-12-31',
    ],
  );
});

const part = fc.record({
  net: fc.integer({ min: 0, max: 99_999 }),
  tax: fc.integer({ min: 0, max: 30_000 }),
  rate: fc.constantFrom(0, 7, 20),
});

test('refunds in any steps give back all of each tax in the end, to the unit, and nothing else', () => {
  fc.assert(
    fc.property(
      fc.array(part, { minLength: 1, maxLength: 4 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 5 }),
      (found, cuts) => {
        const items = found.map(({ net, tax, rate }) => ({
          ...{ net, tax },
          lines: [
            { rule: 'tax' as const, ...vat(rate)!, amount: tax, factor: null, runningTotal: 0 },
          ],
        }));
        const parts = taxParts(items, 'GB');
        const total = parts.reduce((sum, { net, tax }) => sum + net + tax, 0);
        const steps = [
          ...cuts.map((cut) => Math.floor(cut * total)).toSorted((a, b) => a - b),
          total,
        ];
        let before = 0;
        const given = parts.map(() => ({ net: 0, tax: 0 }));
        for (const after of steps) {
          const step = refundedParts(parts, { before, after });
          assert.equal(
            step.reduce((sum, { net, tax }) => sum + net + tax, 0),
            after - before,
          );
          step.forEach(({ net, tax }, at) => {
            assert.ok(net >= 0 && tax >= 0);
            given[at]!.net += net;
            given[at]!.tax += tax;
          });
          before = after;
        }
        assert.deepEqual(
          given,
          parts.map(({ net, tax }) => ({ net, tax })),
        );
      },
    ),
  );
});

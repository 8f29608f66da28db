import assert from 'node:assert/strict';
import { test } from 'node:test';
import { standardRates } from '../../src/values/tax-rates.ts';
import { dataFile } from './data.ts';

type Rates = Record<string, { rate: number }>;

test('our table of standard rates says what the published list says', () => {
  const { eu, other } = JSON.parse(dataFile('lists', 'vat-rates.json').toString()) as {
    eu: Rates;
    other: Rates;
  };
  const listed = { ...eu, ...other };
  for (const [country, { rate }] of Object.entries(standardRates.rates))
    assert.equal(rate, Math.round((listed[country]?.rate ?? 0) * 10_000), country);
});

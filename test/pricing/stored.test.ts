import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Price, Quote } from '../../src/pricing/rules/answer.ts';
import {
  completeFacts,
  factsToKeep,
  recomputed,
  type StoredFacts,
} from '../../src/pricing/rules/recompute.ts';
import { quote } from '../../src/pricing/rules/quote.ts';
import { standardTaxes } from '../../src/pricing/rules/standard-taxes.ts';
import { tariffFrom } from '../../src/pricing/rules/stored-tariff.ts';
import { taxed } from '../../src/pricing/rules/tax.ts';
import { completeUse, type Use } from '../../src/pricing/rules/use.ts';
import { checkTariff } from '../../src/pricing/forms/check-tariff.ts';
import { europeanUnion, standardRates } from '../../src/values/tax-rates.ts';
import { isCountry } from '../../src/values/country.ts';
import { differences } from '../support/recompute.ts';
import { excerptOf, starter, use } from './builders.ts';

const folder = join(import.meta.dirname, 'stored');

interface Stored {
  tariffVersion: number;
  /** The text of the tariff as its row held it. */
  tariff: string;
  items: {
    use: Partial<Use>;
    article: StoredFacts;
    quote?: Quote;
    agreed?: number;
    price?: Price;
  }[];
}

// What was stored on some day is never changed: these files only grow.
for (const file of readdirSync(folder))
  test(`every answer stored in ${file} is computed again to the same minor unit`, () => {
    const stored = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Stored;
    const tariff = { ...tariffFrom(stored.tariff), version: stored.tariffVersion };
    assert.ok(stored.items.length > 10);
    stored.items.forEach((item, at) => {
      const facts = { use: completeUse(item.use), article: completeFacts(item.article) };
      if (item.quote !== undefined) {
        const again = quote(tariff, facts.use, facts.article);
        assert.equal(again.answer, item.quote.answer, `${at}`);
        assert.equal(again.reason.code, item.quote.reason.code, `${at}`);
        assert.equal(again.currency, item.quote.currency, `${at}`);
        assert.deepEqual(differences(again, item.quote), [], `${at}`);
        const { computed } = item.quote;
        if (computed !== null) assert.deepEqual(differences(again.computed, computed), [], `${at}`);
      }
      if (item.price === undefined) return;
      const basis = { ...facts, tariffVersion: tariff.version, agreed: item.agreed ?? null };
      assert.deepEqual(differences(recomputed(tariff, basis), item.price), [], `${at}`);
    });
  });

test('the text of an article is kept only beside an excerpt, which is found in it again', () => {
  const { use: excerpt, article } = excerptOf(250);
  assert.equal(factsToKeep(article, excerpt).text, article.text);
  assert.equal(factsToKeep(article, use()).text, null);
  const answer = quote(starter, excerpt, article);
  assert.deepEqual(quote(starter, excerpt, factsToKeep(article, excerpt)), answer);
});

test('the taxes of a country are its own rate at home, and for numbers in the Union reverse charge', () => {
  const taxes = standardTaxes('DE');
  const due = (country: string, registered: boolean): [number, string] => {
    const price = taxed(
      { taxes, taxIncluded: false },
      { country, bill: { country, registered } },
      {
        sum: 10_000,
        lines: [],
      },
    );
    return [price.tax, price.lines[0]?.text.split(':')[0] ?? 'none'];
  };
  assert.deepEqual(due('DE', true), [1_900, 'VAT, {percent, number, ']);
  assert.deepEqual(due('FR', false), [1_900, 'VAT, {percent, number, ']);
  assert.deepEqual(due('FR', true), [0, 'Reverse charge']);
  assert.deepEqual(due('US', false), [0, 'none']);
  assert.deepEqual(standardTaxes('AU'), [
    { name: 'GST', rate: 1_000, countries: ['AU'], registered: 'charge' },
  ]);
  assert.deepEqual(standardTaxes('US'), []);
});

test('every rate of the table is one of a country, and makes a tariff that may be published', () => {
  assert.equal(europeanUnion.size, 27);
  assert.match(standardRates.since, /^20\d\d-\d\d-\d\d$/);
  for (const [country, { rate }] of Object.entries(standardRates.rates)) {
    assert.ok(isCountry(country), country);
    assert.ok(Number.isInteger(rate) && rate >= 400 && rate <= 2_700, country);
    const { version: _, ...data } = { ...starter, taxes: standardTaxes(country) };
    assert.ok(checkTariff(data).ok, country);
  }
  for (const country of europeanUnion) assert.ok(Object.hasOwn(standardRates.rates, country));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  continents,
  countryCodes,
  countryMeant,
  countryName,
  isCountry,
  isRegion,
  lowIncome,
  regions,
  regionsOf,
} from '../../src/values/country.ts';

test('the list holds the 249 countries of ISO 3166-1 and nothing users made up', () => {
  assert.equal(countryCodes.length, 249);
  assert.ok(isCountry('GB') && isCountry('SS') && isCountry('TW'));
  for (const code of ['UK', 'XK', 'EU', 'gb', '', 'ZZ']) assert.equal(isCountry(code), false, code);
});

test('who writes UK is told that GB is meant', () => {
  assert.equal(countryMeant('UK'), 'GB');
  assert.equal(countryMeant('uk'), 'GB');
  assert.equal(countryMeant('EL'), 'GR');
  assert.equal(countryMeant('FR'), null);
});

test('names come in the language of the reader, for countries and regions', () => {
  assert.equal(countryName('GB', 'en-GB'), 'United Kingdom');
  assert.equal(countryName('DE', 'fr'), 'Allemagne');
  assert.equal(countryName('150', 'en'), 'Europe');
});

test('every country but Antarctica lies in exactly one continent', () => {
  for (const code of countryCodes) {
    const found = regionsOf(code).filter((region) => continents.includes(region));
    assert.equal(found.length, code === 'AQ' ? 0 : 1, code);
  }
});

test('regions hold only countries, and the wider ones hold the narrower ones', () => {
  for (const [region, members] of regions)
    for (const code of members) assert.ok(isCountry(code), `${region} ${code}`);
  const [africa, western] = [regions.get('002'), regions.get('011')];
  assert.ok(africa && western && western.isSubsetOf(africa));
  assert.ok(regions.get('150')?.has('GB'));
  assert.ok(isRegion('419') && !isRegion('001') && !isRegion('999'));
});

test('the list of low-income economies is that of July 2026 or a later year, and holds countries', () => {
  assert.match(lowIncome.since, /^\d{4}-07-01$/);
  assert.ok(lowIncome.since >= '2026-07-01');
  assert.equal(lowIncome.countries.size, 25);
  for (const code of lowIncome.countries) assert.ok(isCountry(code), code);
  assert.ok(lowIncome.countries.has('MW') && !lowIncome.countries.has('GB'));
  // What changed in that year: Ethiopia is classified again, Togo and Venezuela are above the line.
  assert.ok(lowIncome.countries.has('ET'));
  for (const code of ['TG', 'VE']) assert.ok(!lowIncome.countries.has(code), code);
});

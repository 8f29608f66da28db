import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tariffFrom } from '../src/pricing/rules/stored-tariff.ts';
import type { Factor, Gate, Tariff } from '../src/pricing/rules/tariff.ts';
import { starterTariff } from '../src/pricing/starter-tariff.ts';

const folder = new URL('../test/pricing/cards/', import.meta.url);

/** The rate card of the tests with the most text, by its name; none where there are none. */
export function largestCard(): [string, Tariff][] {
  const names = existsSync(folder)
    ? readdirSync(folder).filter((name) => name.endsWith('.json'))
    : [];
  const texts = names.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')] as const);
  const [largest] = texts.toSorted(([, one], [, other]) => other.length - one.length);
  if (largest === undefined) return [];
  const [name, text] = largest;
  return [[name, { ...tariffFrom(text), version: 1 }]];
}

const gates: Gate[] = Array.from({ length: 200 }, (_, index) => ({
  when: { section: [`Section ${index}`], ageDays: { from: 100_000 + index } },
  outcome: 'refer',
  reason: 'section',
  alternative: null,
}));

const factors: Factor[] = Array.from({ length: 200 }, (_, index) => ({
  kind: 'steps',
  when: { words: { from: 1 } },
  by: 'words',
  label: `Factor ${index}`,
  steps: [
    { upTo: 100, factor: 9_999 - index },
    { upTo: null, factor: 10_000 + (index % 2) },
  ],
}));

/** As many gates and factors as a tariff may have, none of which ends the search early. */
export const wideTariff: Tariff = { ...starterTariff, gates, factors, version: 1 };

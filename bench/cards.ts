import type { Factor, Gate, Tariff } from '../src/pricing/rules/tariff.ts';
import { starterTariff } from '../src/pricing/starter-tariff.ts';
import { askedFor, cards, gridCases, tariffOf } from '../test/pricing/card-files.ts';
import { plainQuestions, type Question } from './uses.ts';

/** A tariff with what it is asked. */
export interface Card {
  name: string;
  tariff: Tariff;
  asked: readonly Question[];
}

export const starterCard: Card = {
  name: 'starter',
  tariff: { ...starterTariff, version: 1 },
  asked: plainQuestions,
};

/** The rate card of the tests with the most rules, asked what its own cases ask. */
export function largestCard(): Card {
  const sizes = [...cards].map(([name, card]) => ({ name, card, rules: rulesOf(tariffOf(card)) }));
  const [largest] = sizes.toSorted((one, other) => other.rules - one.rules);
  if (largest === undefined) throw new Error('there are no rate cards in test/pricing/cards');
  const { name, card } = largest;
  const asked = [...card.cases, ...gridCases(card)].map(askedFor);
  return { name, tariff: tariffOf(card), asked };
}

export function rulesOf({ gates, bases, factors, addOns }: Tariff): number {
  return gates.length + bases.length + factors.length + addOns.length;
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
export const wideCard: Card = {
  name: '200 gates, 200 factors',
  tariff: { ...starterTariff, gates, factors, version: 1 },
  asked: plainQuestions,
};

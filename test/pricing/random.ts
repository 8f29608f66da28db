import fc, { type Arbitrary } from 'fast-check';
import type { ArticleFacts } from '../../src/pricing/rules/article-facts.ts';
import type { Tariff } from '../../src/pricing/rules/tariff.ts';
import type { Use } from '../../src/pricing/rules/use.ts';
import { article, cleared } from './builders.ts';
import { anyUse } from './arbitraries.ts';
import { anyTariff } from './tariff-arbitrary.ts';

/**
 * How a property is tried: so many times, from a seed that is always the same, so that a build says the same twice.
 * `FC_SEED=7 FC_TIMES=100` tries others, and more of them.
 */
export function times(count: number): { numRuns: number; seed: number } {
  const { FC_SEED: seed = '20261124', FC_TIMES: factor = '1' } = process.env;
  return { numRuns: count * Number(factor), seed: Number(seed) };
}

/** Any tariff as a version in force. */
export const inForce: Arbitrary<Tariff> = anyTariff.map((data) => ({ ...data, version: 7 }));

/** Tariffs with the least in the way of a price: no gates, a base for whatever the others leave, no unanswered question. */
export const selling: Arbitrary<Tariff> = inForce.map((tariff) => ({
  ...tariff,
  gates: [],
  details: [],
  translationNeedsApproval: false,
  bases: [...tariff.bases, { kind: 'flat', when: {}, amount: 4_321 }],
  factors: tariff.factors.filter(({ kind }) => kind !== 'words' && kind !== 'steps'),
}));

/** Any use, in a currency of such tariffs or none. */
export const someUse: Arbitrary<Use> = fc
  .tuple(anyUse, fc.constantFrom(null, null, 'GBP', 'EUR', 'JPY', 'BHD'))
  .map(([use, currency]) => ({ ...use, currency }));

/** Uses that need nobody's approval and quote nothing. */
export const plainUse: Arbitrary<Use> = someUse.map((use) => ({
  ...use,
  use: use.use === 'excerpt' || use.use === 'translate' ? 'republish_full' : use.use,
  excerpt: null,
  exclusivity: 'none',
  pictures: Math.min(use.pictures, 2),
  territory: ['world'],
  standing: { ...use.standing, allowances: [] },
}));

/** An article with nothing against licensing it. */
export const ourArticle: Arbitrary<ArticleFacts> = fc
  .record({
    wordCount: fc.nat({ max: 6_000 }),
    paragraphCount: fc.nat({ max: 90 }),
    ageDays: fc.nat({ max: 5_000 }),
    section: fc.constantFrom('News', 'Sport', 'constructor'),
    tags: fc.subarray(['river', 'sea', 'toString']),
    pictures: fc.constantFrom(cleared(2), cleared(4)),
  })
  .map((changes) => article(changes));

/** The same, but nothing in it can be changed any more: who tries throws. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const member of Object.values(value)) frozen(member);
  return Object.freeze(value);
}

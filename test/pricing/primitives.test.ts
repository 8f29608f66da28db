import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  ceilingTo,
  exactly,
  isAbove,
  isBelow,
  nearest,
  nearestTo,
  plus,
  ratio,
  times as multiplied,
} from '../../src/pricing/rules/exact.ts';
import { quote } from '../../src/pricing/rules/quote.ts';
import { article, starter, tariffWith, use } from './builders.ts';
import { times } from './random.ts';

test('tax is a line of its own, for the countries it is due in', () => {
  const taxed = tariffWith({
    taxes: [{ name: 'VAT', rate: 2_000, countries: ['GB'], registered: 'charge' }],
  });
  const home = quote(taxed, use(), article());
  assert.deepEqual([home.net, home.tax, home.total], [8000, 1600, 9600]);
  const line = home.lines.at(-1);
  assert.deepEqual([line?.rule, line?.amount, line?.runningTotal], ['tax', 1600, 9600]);
  assert.equal(quote(taxed, use({ country: 'FR' }), article()).tax, 0);
});

test('of several gates the first that matches decides, and a price gate ends the search', () => {
  const gates = [
    { when: { section: ['News'] }, outcome: 'price', reason: 'house_rule', alternative: null },
    { when: {}, outcome: 'refuse', reason: 'house_rule', alternative: 'link' },
  ] as const;
  assert.equal(quote(tariffWith({ gates }), use(), article()).answer, 'price');
  const sport = quote(tariffWith({ gates }), use(), article({ section: 'Sport' }));
  assert.deepEqual([sport.answer, sport.alternative?.code], ['refuse', 'link']);
});

test('gates may ask for age, tags, volume, place and class', () => {
  const asks = [
    { when: { ageDays: { to: 3 } }, outcome: 'refuse', reason: 'too_new', alternative: 'link' },
    { when: { tags: ['river', 'sea'] }, outcome: 'free', reason: 'programme', alternative: null },
    {
      when: { licencesLast30Days: { from: 20 } },
      outcome: 'refer',
      reason: 'volume',
      alternative: null,
    },
    { when: { country: ['150'] }, outcome: 'refer', reason: 'country', alternative: null },
    {
      when: { verified: true, organisation: ['charity'] },
      outcome: 'free',
      reason: 'programme',
      alternative: null,
    },
  ] as const;
  const met = asks.map((gate) => quote(tariffWith({ gates: [gate] }), use(), article()).answer);
  assert.deepEqual(met, ['refuse', 'free', 'price', 'refer', 'price']);
});

test('a class may have a base table of its own in place of its factor', () => {
  const bases = [
    {
      kind: 'flat',
      when: { organisation: ['news_nonprofit'] },
      label: 'Base for non-profit sites',
      amount: 4_800,
      replaces: 'class',
    },
    ...starter.bases,
  ] as const;
  const answer = quote(tariffWith({ bases }), use({ organisation: 'news_nonprofit' }), article());
  assert.equal(answer.net, 5000);
  assert.deepEqual(
    answer.lines.map(({ rule }) => rule),
    ['base', 'step'],
  );
});

test('linear and matrix tables are read as they say', () => {
  const linear = tariffWith({
    bases: [
      {
        kind: 'linear',
        when: {},
        by: 'words',
        first: 500,
        amount: 5_000,
        each: 250,
        eachAmount: 1_000,
      },
    ],
  });
  const lengths = [400, 500, 501, 750, 751].map(
    (wordCount) => quote(linear, use(), article({ wordCount })).lines[0]?.amount,
  );
  assert.deepEqual(lengths, [5_000, 5_000, 6_000, 6_000, 7_000]);
  const matrix = tariffWith({
    bases: [
      {
        kind: 'matrix',
        when: {},
        rows: 'medium',
        by: 'reach',
        upTo: [1_000, null],
        cells: { website: [3_000, null], print: [4_000, 9_000] },
      },
    ],
  });
  const small = { kind: 'upTo', value: 1_000 } as const;
  assert.equal(quote(matrix, use({ reach: small }), article()).net, 3_000);
  assert.equal(quote(matrix, use(), article()).reason.code, 'no_price');
  assert.equal(quote(matrix, use({ medium: 'print' }), article()).net, 9_000);
  assert.equal(quote(matrix, use({ medium: 'social' }), article()).reason.code, 'no_price');
});

test('factors are multiplied exactly and rounded once, upwards', () => {
  const exact = tariffWith({
    bases: [{ kind: 'flat', when: {}, amount: 333 }],
    factors: [3_333, 3_333, 30_003].map((factor) => ({
      kind: 'fixed',
      when: {},
      label: 'Factor',
      factor,
    })),
    minimum: 0,
    step: 1,
  });
  // 333 × 0.3333 × 0.3333 × 3.0003 = 110.9889…; rounding each time would give 112.
  assert.equal(quote(exact, use(), article()).net, 111);
});

test('an enormous fee is for a person, not for a till', () => {
  const huge = tariffWith({
    bases: [{ kind: 'flat', when: {}, amount: 1_000_000_000 }],
    factors: [{ kind: 'fixed', when: {}, label: 'Factor', factor: 1_000_000 }],
  });
  assert.equal(quote(huge, use(), article()).reason.code, 'no_price');
});

const sum = fc.oneof(fc.nat({ max: 1_000_000_000 }), fc.maxSafeNat());
const basisPoints = fc.oneof(
  fc.constantFrom(1, 2_500, 5_000, 10_000, 14_000, 1_000_000),
  fc.integer({ min: 1, max: 1_000_000 }),
);

test('sums stay exact, whether they fit plain numbers or not', () => {
  const steps = fc.integer({ min: 1, max: 1_000_000_000 });
  fc.assert(
    fc.property(sum, fc.array(basisPoints, { maxLength: 12 }), sum, steps, (...given) => {
      const [start, factors, more, step] = given;
      const found = plus(
        factors.reduce((one, factor) => multiplied(one, factor), exactly(start)),
        more,
      );
      const under = 10_000n ** BigInt(factors.length);
      const product = factors.reduce((whole, factor) => whole * BigInt(factor), 1n);
      const over = BigInt(start) * product + BigInt(more) * under;
      const unit = under * BigInt(step);
      assert.equal(nearest(found), Number((2n * over + under) / (2n * under)));
      assert.equal(ceilingTo(found, step), Number((over + unit - 1n) / unit) * step);
      assert.equal(nearestTo(found, step), Number((2n * over + unit) / (2n * unit)) * step);
      assert.equal(isBelow(found, more), over < BigInt(more) * under);
      assert.equal(isAbove(found, start), over > BigInt(start) * under);
    }),
    times(2_000),
  );
});

test('a part of a sum is rounded to the nearest unit, halves up', () => {
  fc.assert(
    fc.property(sum, fc.nat({ max: 10_000 }), (amount, rate) => {
      const [over, under] = [BigInt(amount) * BigInt(rate), 10_000n + BigInt(rate)];
      const found = nearest(ratio(amount, rate, 10_000 + rate));
      assert.equal(found, Number((2n * over + under) / (2n * under)));
    }),
    times(1_000),
  );
  assert.equal(nearest(ratio(5, 1, 2)), 3);
});

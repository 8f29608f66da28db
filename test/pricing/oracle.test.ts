import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quote } from '../../src/pricing/rules/quote.ts';
import type { Use } from '../../src/pricing/rules/use.ts';
import { article, starter, use } from './builders.ts';

/** The table of the starter tariff once more, as fractions: [reach, base], [value, numerator, denominator]. */
type Base = readonly [reach: number, base: number];
const bases: Record<string, readonly Base[]> = {
  website: [
    [50_000, 80],
    [250_000, 140],
    [1_000_000, 240],
    [10_000_000, 420],
    [10_000_001, 750],
  ],
  print: [
    [5_000, 60],
    [25_000, 110],
    [100_000, 200],
    [500_000, 360],
    [500_001, 650],
  ],
  newsletter: [
    [1_000, 40],
    [10_000, 80],
    [100_000, 160],
    [100_001, 320],
  ],
};
type Ratio<T> = readonly [value: T, numerator: bigint, denominator: bigint];
const lengths: readonly Ratio<number>[] = [
  [100, 1n, 4n],
  [300, 1n, 2n],
  [800, 4n, 5n],
  [1_500, 1n, 1n],
  [3_000, 7n, 5n],
  [3_001, 9n, 5n],
];
const terms: readonly Ratio<Use['duration']>[] = [
  ['1m', 1n, 2n],
  ['3m', 7n, 10n],
  ['12m', 1n, 1n],
  ['single_issue', 1n, 1n],
  ['24m', 7n, 5n],
  ['perpetual', 2n, 1n],
];
const aims: readonly Ratio<Use['purpose']>[] = [
  ['news', 1n, 1n],
  ['education', 1n, 2n],
  ['book', 6n, 5n],
  ['corporate', 5n, 2n],
];
const places: readonly Ratio<readonly string[]>[] = [
  [['GB'], 7n, 10n],
  [['GB', 'FR'], 17n, 20n],
  [['world'], 1n, 1n],
];
const tongues: readonly Ratio<readonly string[]>[] = [
  [[], 1n, 1n],
  [['fr', 'de', 'es', 'it', 'nl'], 2n, 1n],
];
const classes: readonly Ratio<Partial<Use>>[] = [
  [{ organisation: 'company' }, 1n, 1n],
  [{ organisation: 'charity' }, 1n, 2n],
  [
    {
      standing: {
        verified: true,
        programme: 'small_charity',
        licencesLast30Days: 0,
        allowances: [],
      },
    },
    1n,
    4n,
  ],
];
const homes: readonly Ratio<string>[] = [
  ['GB', 1n, 1n],
  ['MW', 1n, 2n],
];
const times: readonly Ratio<boolean>[] = [
  [false, 1n, 1n],
  [true, 2n, 1n],
];
// The paper invoice is due once for all articles of a request; what the publication is like costs nothing.
const extras: readonly (readonly [Partial<Use>, bigint])[] = [
  [{}, 0n],
  [{ images: 'specific', pictures: 2, paperInvoice: true }, 95n],
  [
    {
      ...{ images: 'specific', pictures: 1, paperInvoice: true, paywalled: true, withAds: true },
      basket: { articles: 3, first: false },
    },
    35n,
  ],
];

interface Case {
  use: Use;
  words: number;
  /** Exact pounds as a fraction before add-ons. */
  numerator: bigint;
  denominator: bigint;
  extra: bigint;
}

function expected({ numerator, denominator, extra }: Case): bigint {
  const sum = numerator + extra * denominator;
  const atLeast = sum < 25n * denominator ? 25n * denominator : sum;
  const step = 5n * denominator;
  return ((atLeast + step - 1n) / step) * 5n;
}

function larger(one: Ratio<unknown>, other: Ratio<unknown>): readonly [bigint, bigint] {
  return one[1] * other[2] <= other[1] * one[2] ? [one[1], one[2]] : [other[1], other[2]];
}

function check(item: Case): void {
  const found = quote(starter, item.use, article({ wordCount: item.words }));
  const net = found.answer === 'price' ? found.net : (found.computed?.net ?? -1);
  const wanted = expected(item) * 100n;
  if (BigInt(net) !== wanted) {
    assert.fail(`${JSON.stringify(item.use)}, ${item.words} words: ${net}, not ${wanted}`);
  }
}

function product(ratios: readonly (readonly [bigint, bigint])[]): readonly [bigint, bigint] {
  return ratios.reduce(([n, d], [n2, d2]) => [n * n2, d * d2], [1n, 1n] as const);
}

/** All combinations of one medium at one reach; returns how many there were. */
function checkAll(start: Partial<Use>, base: number, territories: typeof places): number {
  let count = 0;
  for (const length of lengths)
    for (const term of terms)
      for (const aim of aims)
        for (const place of territories)
          for (const tongue of tongues)
            for (const kind of classes)
              for (const home of homes)
                for (const time of times)
                  for (const [extra, sum] of extras) {
                    const factors = [length, term, aim, place, tongue, time].map(
                      ([, numerator, denominator]) => [numerator, denominator] as const,
                    );
                    const [numerator, denominator] = product([...factors, larger(kind, home)]);
                    const wanted = use({
                      ...start,
                      ...kind[0],
                      ...extra,
                      duration: term[0],
                      purpose: aim[0],
                      territory: place[0],
                      languages: tongue[0],
                      country: home[0],
                      alreadyPublished: time[0],
                    });
                    const whole = BigInt(base) * numerator;
                    check({
                      use: wanted,
                      words: length[0],
                      numerator: whole,
                      denominator,
                      extra: sum,
                    });
                    count += 1;
                  }
  return count;
}

const worldwide = places.slice(2);

test('every combination of the starter tariff costs what fractions on paper say', () => {
  let count = 0;
  for (const [medium, bands] of Object.entries(bases)) {
    for (const [reach, base] of bands) {
      const start: Partial<Use> = {
        medium: medium as Use['medium'],
        reach: { kind: 'exactly', value: reach },
      };
      count += checkAll(start, base, medium === 'print' ? places : worldwide);
    }
  }
  assert.equal(count, 248_832);
  assert.equal(count, 24 * 6 * 6 * 4 * 2 * 3 * 2 * 2 * 3);
});

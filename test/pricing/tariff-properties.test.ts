import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Line, Quote } from '../../src/pricing/rules/answer.ts';
import { factsOf } from '../../src/pricing/rules/facts.ts';
import { quote } from '../../src/pricing/rules/quote.ts';
import type { PriceTables, Tariff } from '../../src/pricing/rules/tariff.ts';
import type { Use } from '../../src/pricing/rules/use.ts';
import { anyArticle } from './arbitraries.ts';
import { onPaper, rounded, withTax, type Sums } from './paper.ts';
import { frozen, inForce, ourArticle, plainUse, selling, someUse, times } from './random.ts';

test('whatever the tariff, use and article: one answer, whole sums, and never a price of nothing', () => {
  fc.assert(
    fc.property(inForce, someUse, anyArticle, (tariff, use, article) => {
      const answer = quote(frozen(tariff), frozen(use), frozen(article));
      assert.ok(['free', 'price', 'refer', 'refuse'].includes(answer.answer));
      assert.notEqual(answer.reason.text, '');
      for (const price of [answer, ...(answer.computed === null ? [] : [answer.computed])]) {
        const isPriced = price !== answer || answer.answer === 'price';
        assert.equal(price.lines.length > 0, isPriced);
        assert.equal(price.total > 0, isPriced);
        const sums = [price.net, price.tax, price.total];
        for (const sum of [...sums, ...price.lines.flatMap(sumsOf)]) {
          assert.ok(Number.isInteger(sum) && sum >= 0, String(sum));
        }
        assert.ok(sums.every(Number.isSafeInteger));
      }
      if (answer.answer !== 'refer') assert.equal(answer.computed, null);
    }),
    times(1_500),
  );
});

function sumsOf({ amount, factor, runningTotal }: Line): number[] {
  return [amount ?? 0, factor ?? 0, runningTotal];
}

const sums = (price: Pick<Quote, 'net' | 'tax' | 'total'> | null): Sums | null =>
  price && [BigInt(price.net), BigInt(price.tax), BigInt(price.total)];

test('the engine finds the price that pencil and paper find, and none where they find none', () => {
  let priced = 0;
  fc.assert(
    fc.property(fc.oneof(inForce, selling), plainUse, ourArticle, (tariff, use, article) => {
      const answer = quote({ ...tariff, gates: [] }, use, article);
      const found = answer.answer === 'price' ? answer : answer.computed;
      assert.deepEqual(sums(found), onPaper(tariff, factsOf(use, article), use));
      if (found !== null) priced += 1;
    }),
    times(3_000),
  );
  assert.ok(priced > 700, `only ${priced} had a price`);
});

/** What the lines alone lead to, in fractions. */
function replayed(lines: readonly Line[], tariff: Tariff, tables: PriceTables): bigint {
  let [over, under] = [0n, 1n];
  for (const { rule, amount, factor } of lines) {
    const units = BigInt(amount ?? 0);
    if (rule === 'base') over = units;
    else if (rule === 'factor') [over, under] = [over * BigInt(factor ?? 0), under * 10_000n];
    else if (rule === 'add_on') over += units * under;
    else if (rule === 'minimum') [over, under] = [units, 1n];
    else if (rule === 'step')
      [over, under] = [rounded([over, under], { ...tables, step: Number(units), minimum: 0 }), 1n];
  }
  assert.equal(over % under, 0n, `what is left is no whole unit of ${tariff.currency}`);
  return over / under;
}

test('total is what the lines say, with tax on top or in it, rounded up or to the nearest, in any currency', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(selling, plainUse, ourArticle, (tariff, use, article) => {
      const answer = quote(tariff, use, article);
      if (answer.answer !== 'price') return;
      const tables = tablesOf(tariff, use);
      const sum = replayed(answer.lines, tariff, tables);
      assert.deepEqual(sums(answer), withTax(tariff, use, sum));
      const taxLine = answer.lines.find(({ rule }) => rule === 'tax');
      assert.equal(taxLine?.amount ?? 0, answer.tax);
      assert.equal(answer.lines.at(-1)?.runningTotal, answer.total);
      const last =
        taxLine === undefined ? 'no tax' : taxLine.text.startsWith('Reverse') ? 'reverse' : 'tax';
      seen.add(`${last} ${tariff.taxIncluded ? 'in it' : 'on top'} ${tables.rounding}`);
      seen.add(tables.currency);
    }),
    times(2_000),
  );
  for (const what of ['tax in it up', 'tax on top nearest', 'reverse on top up', 'JPY', 'BHD'])
    assert.ok(seen.has(what), `${what} was never tried`);
});

function tablesOf(tariff: Tariff, { currency }: Use): PriceTables {
  const others = tariff.otherCurrencies.find((tables) => tables.currency === currency);
  return others ?? tariff;
}

test('each line names a rule that stands in the tariff', () => {
  fc.assert(
    fc.property(selling, plainUse, ourArticle, (tariff, use, article) => {
      const { lines } = quote(tariff, use, article);
      for (const { at = '', rule } of lines) {
        const [list = '', index] = at.split('.');
        const isOwn = list === 'factors' || list === 'taxes';
        const holder: object = isOwn ? tariff : tablesOf(tariff, use);
        const found: unknown = Object.entries(holder).find(([name]) => name === list)?.[1];
        assert.ok(
          index === undefined ? found !== undefined : (found as unknown[])[Number(index)],
          at,
        );
        assert.ok(at.startsWith(paths[rule]), `${rule} at ${at}`);
      }
    }),
    times(300),
  );
});

const paths: Record<Line['rule'], string> = {
  base: 'bases.',
  factor: 'factors.',
  add_on: 'addOns.',
  minimum: 'minimum',
  step: 'step',
  tax: 'taxes.',
};

test('a fee never falls where its tables only rise', () => {
  const steps = fc
    .uniqueArray(
      fc.record({ upTo: fc.integer({ min: 1, max: 9_000 }), rise: fc.nat({ max: 999 }) }),
      {
        minLength: 1,
        maxLength: 6,
        selector: ({ upTo }) => upTo,
      },
    )
    .map((drawn) => drawn.toSorted((one, other) => one.upTo - other.upTo))
    .map((drawn) =>
      drawn.map(({ upTo }, index) => ({
        upTo: index === drawn.length - 1 ? null : upTo,
        value: drawn.slice(0, index + 1).reduce((sum, { rise }) => sum + rise, 1),
      })),
    );
  const two = fc.tuple(fc.nat({ max: 9_999 }), fc.nat({ max: 9_999 }));
  fc.assert(
    fc.property(
      selling,
      plainUse,
      steps,
      fc.tuple(two, two),
      (tariff, use, rising, [few, more]) => {
        const card: Tariff = {
          ...tariff,
          bases: [
            {
              kind: 'tier',
              when: {},
              by: 'words',
              steps: rising.map(({ upTo, value }) => ({ upTo, amount: value })),
            },
          ],
          factors: [
            {
              kind: 'steps',
              when: {},
              by: 'ageDays',
              steps: rising.map(({ upTo, value }) => ({ upTo, factor: value })),
            },
            { kind: 'each', when: {}, by: 'words', each: 3, most: 500_000 },
          ],
          addOns: [],
        };
        const net = (words: number, ageDays: number): number =>
          quote(card, { ...use, currency: null }, { ...anArticle, wordCount: words, ageDays }).net;
        assert.ok(net(few[0], more[0]) <= net(few[0] + few[1], more[0] + more[1]));
      },
    ),
    times(500),
  );
});

const [anArticle] = fc.sample(ourArticle, { numRuns: 1, seed: 1 }) as [Parameters<typeof quote>[2]];

test('a quote is the same after a trip through JSON, and the same the second time', () => {
  fc.assert(
    fc.property(inForce, someUse, anyArticle, (tariff, use, article) => {
      const answer = quote(tariff, use, article);
      assert.deepEqual(JSON.parse(JSON.stringify(answer)), answer);
      const stored = JSON.parse(JSON.stringify([tariff, use, article])) as Parameters<typeof quote>;
      assert.deepEqual(quote(...stored), answer);
    }),
    times(500),
  );
});

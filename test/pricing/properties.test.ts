import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Line } from '../../src/pricing/rules/answer.ts';
import { quote } from '../../src/pricing/rules/quote.ts';
import type { Use } from '../../src/pricing/rules/use.ts';
import { anyArticle, anyUse, ownArticle, pricedUse } from './arbitraries.ts';
import { starter, tariffWith } from './builders.ts';
import { times } from './random.ts';

/** What somebody with pencil and paper gets from the lines alone: exact fractions of minor units. */
function replay(lines: readonly Line[]): { net: bigint; total: bigint } {
  let [sum, parts] = [0n, 1n];
  let tax = 0n;
  for (const { rule, amount, factor } of lines) {
    const units = BigInt(amount ?? 0);
    if (rule === 'base') sum = units;
    else if (rule === 'factor') [sum, parts] = [sum * BigInt(factor ?? 0), parts * 10_000n];
    else if (rule === 'add_on') sum += units * parts;
    else if (rule === 'minimum') [sum, parts] = [units, 1n];
    else if (rule === 'step') {
      const step = units * parts;
      [sum, parts] = [((sum + step - 1n) / step) * units, 1n];
    } else tax = units;
  }
  return { net: sum / parts, total: sum / parts + tax };
}

test('every use of every article gets exactly one answer, and only a price has sums', () => {
  fc.assert(
    fc.property(anyUse, anyArticle, (use, article) => {
      const answer = quote(starter, use, article);
      assert.ok(['free', 'price', 'refer', 'refuse'].includes(answer.answer));
      assert.ok(answer.reason.text.length > 0);
      assert.equal(answer.total > 0, answer.answer === 'price');
      assert.equal(answer.lines.length > 0, answer.answer === 'price');
      if (answer.answer !== 'refer') assert.equal(answer.computed, null);
      if (answer.computed !== null) assert.ok(answer.computed.total > 0);
    }),
    times(2_000),
  );
});

test('the lines alone lead to net, tax and total', () => {
  const taxed = tariffWith({
    taxes: [{ name: 'VAT', rate: 1_900, countries: null, registered: 'charge' }],
  });
  fc.assert(
    fc.property(pricedUse, ownArticle, (use, article) => {
      const { answer, lines, net, tax, total } = quote(taxed, use, article);
      assert.equal(answer, 'price');
      assert.deepEqual(replay(lines), { net: BigInt(net), total: BigInt(total) });
      assert.equal(net + tax, total);
      assert.equal(lines.at(-1)?.runningTotal, total);
    }),
    times(1_000),
  );
});

test('no fee is below the minimum, and each is a multiple of the step', () => {
  fc.assert(
    fc.property(pricedUse, ownArticle, (use, article) => {
      const { net } = quote(starter, use, article);
      assert.ok(net >= starter.minimum);
      assert.equal(net % starter.step, 0);
    }),
    times(100),
  );
});

test('equal inputs give an equal quote, and nothing that went in is changed', () => {
  fc.assert(
    fc.property(anyUse, anyArticle, (use, article) => {
      const before = JSON.stringify([starter, use, article]);
      const first = quote(starter, use, article);
      const copies = JSON.parse(before) as [typeof starter, typeof use, typeof article];
      assert.deepEqual(quote(...copies), first);
      assert.equal(JSON.stringify([starter, use, article]), before);
    }),
    times(100),
  );
});

test('a quote is the same after a trip through JSON', () => {
  fc.assert(
    fc.property(anyUse, anyArticle, (use, article) => {
      const answer = quote(starter, use, article);
      assert.deepEqual(JSON.parse(JSON.stringify(answer)), answer);
    }),
    times(100),
  );
});

const net = (use: Use, article: Parameters<typeof quote>[2]): number =>
  quote(starter, use, article).net;

test('more readers are never cheaper', () => {
  const two = fc.tuple(fc.integer({ min: 1, max: 50_000_000 }), fc.nat({ max: 50_000_000 }));
  fc.assert(
    fc.property(pricedUse, ownArticle, two, (use, article, [least, more]) => {
      const few: Use = { ...use, reach: { kind: 'exactly', value: least } };
      const many: Use = { ...use, reach: { kind: 'exactly', value: least + more } };
      assert.ok(net(few, article) <= net(many, article));
    }),
    times(500),
  );
});

test('a longer article is never cheaper', () => {
  fc.assert(
    fc.property(pricedUse, ownArticle, fc.nat({ max: 5_000 }), (use, article, more) => {
      const longer = { ...article, wordCount: article.wordCount + more };
      assert.ok(net(use, article) <= net(use, longer));
    }),
    times(500),
  );
});

test('a longer time is never cheaper', () => {
  const terms = ['1m', '3m', '12m', '24m', 'perpetual'] as const;
  fc.assert(
    fc.property(pricedUse, ownArticle, (use, article) => {
      const nets = terms.map((duration) => net({ ...use, duration }, article));
      assert.deepEqual(
        nets,
        nets.toSorted((one, other) => one - other),
      );
    }),
    times(500),
  );
});

test('a wider territory, more languages or more pictures are never cheaper', () => {
  const count = fc.nat({ max: 4 });
  const free = tariffWith({ translationNeedsApproval: false });
  fc.assert(
    fc.property(pricedUse, ownArticle, count, (use, article, further) => {
      const languages = ['fr', 'de', 'es', 'it', 'nl'];
      const cost = (changes: Partial<Use>): number => {
        const { net: sum, computed } = quote(free, { ...use, ...changes }, article);
        return computed?.net ?? sum;
      };
      assert.ok(cost({ territory: ['GB'] }) <= cost({ territory: ['GB', 'FR'] }));
      assert.ok(cost({ territory: ['GB', 'FR'] }) <= cost({ territory: ['world'] }));
      const some = cost({ languages: languages.slice(0, further) });
      assert.ok(some <= cost({ languages: languages.slice(0, further + 1) }));
      assert.ok(
        cost({ images: 'specific', pictures: 1 }) <= cost({ images: 'specific', pictures: 2 }),
      );
    }),
    times(100),
  );
});

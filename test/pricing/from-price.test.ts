import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cheapestUses, fromPrice } from '../../src/pricing/rules/from-price.ts';
import { quote } from '../../src/pricing/rules/quote.ts';
import { plainUse } from '../../src/pricing/rules/use.ts';
import { anyArticle, pricedUse } from './arbitraries.ts';
import { article, cleared, starter, tariffWith } from './builders.ts';

test('a row says from which fee, free, ask or none', () => {
  assert.deepEqual(fromPrice(starter, article()), { kind: 'price', amount: 2500, currency: 'GBP' });
  assert.deepEqual(fromPrice(starter, article({ ccLicence: 'CC-BY-4.0' })), { kind: 'free' });
  assert.deepEqual(fromPrice(starter, article({ rightsCheck: 'held' })), { kind: 'ask' });
  assert.deepEqual(fromPrice(starter, article({ provenance: 'wires' })), { kind: 'none' });
});

test('a section that a gate closes has no fee, one that a gate frees is free', () => {
  const gate = { when: { section: ['Sport'] }, reason: 'section', alternative: null } as const;
  const closed = tariffWith({ gates: [{ ...gate, outcome: 'refuse' }] });
  assert.deepEqual(fromPrice(closed, article({ section: 'Sport' })), { kind: 'none' });
  const asked = tariffWith({ gates: [{ ...gate, outcome: 'refer' }] });
  assert.deepEqual(fromPrice(asked, article({ section: 'Sport' })), { kind: 'ask' });
  const freed = tariffWith({ gates: [{ ...gate, outcome: 'free' }] });
  assert.deepEqual(fromPrice(freed, article({ section: 'Sport' })), { kind: 'free' });
});

test('the row of a tariff with questions of its own says the cheapest choice', () => {
  const choices = ['whole', 'half', 'quarter'].map((value) => ({ value, label: value }));
  const shares = tariffWith({
    details: [{ name: 'share', label: 'Share of the page', when: {}, choices }],
    bases: [{ kind: 'flat', when: {}, amount: 10_000 }],
    factors: [
      {
        ...{ kind: 'words', when: {}, by: 'detail:share' },
        factors: { whole: 10_000, half: 6_000, quarter: 4_000 },
      },
    ],
    gates: [],
  });
  assert.deepEqual(fromPrice(shares, article()), { kind: 'price', amount: 4_000, currency: 'GBP' });
  const unanswered = quote(shares, { ...plainUse, details: { share: 'third' } }, article());
  assert.deepEqual(
    [unanswered.answer, unanswered.reason.code, unanswered.reason.params],
    ['refer', 'detail_open', { question: 'Share of the page' }],
  );
});

test('nobody without a discount of country or programme pays less than the row says', () => {
  const dear = tariffWith({ minimum: 0, step: 1 });
  fc.assert(
    fc.property(pricedUse, fc.nat({ max: 5_000 }), (use, wordCount) => {
      const facts = article({ wordCount, pictures: cleared(4) });
      const from = fromPrice(dear, facts);
      const plain = { ...use, country: 'GB', standing: { ...use.standing, programme: null } };
      const { net } = quote(dear, plain, facts);
      assert.ok(from.kind === 'price' && from.amount <= net);
    }),
    { numRuns: 300 },
  );
});

test('the fee of a row is one that somebody can really have', () => {
  fc.assert(
    fc.property(anyArticle, (facts) => {
      const from = fromPrice(starter, facts);
      const nets = cheapestUses(starter).map((use) => quote(starter, use, facts));
      const priced = nets.filter(({ answer }) => answer === 'price').map(({ net }) => net);
      if (from.kind === 'price') assert.ok(priced.includes(from.amount));
      else assert.ok(from.kind === 'free' || priced.length === 0);
    }),
  );
});

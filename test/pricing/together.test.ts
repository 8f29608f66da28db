import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { currenciesOf } from '../../src/pricing/rules/currency.ts';
import { ownQuestions } from '../../src/pricing/rules/own-questions.ts';
import { answerTogether } from '../../src/pricing/rules/answer-together.ts';
import type { Quote } from '../../src/pricing/rules/answer.ts';
import type { ArticleFacts } from '../../src/pricing/rules/article-facts.ts';
import { quote } from '../../src/pricing/rules/quote.ts';
import type { Tariff } from '../../src/pricing/rules/tariff.ts';
import type { Use } from '../../src/pricing/rules/use.ts';
import { anchorOf, ruleUrl } from '../../src/pricing/rules/tariff-links.ts';
import { anyArticle, anyUse } from './arbitraries.ts';
import { article, starter, tariffWith, use } from './builders.ts';

/** The answers alone, of one use and one tariff. */
const quoteAll = (tariff: Tariff, one: Use, articles: readonly ArticleFacts[]): Quote[] =>
  answerTogether(articles.map((each) => ({ tariff, use: one, article: each }))).map(
    (answer) => answer.quote,
  );

const paper = use({ paperInvoice: true });
const totals = (quotes: readonly { total: number }[]): number[] => quotes.map(({ total }) => total);

test('what is due once falls on the first article that has a price, wherever it stands', () => {
  assert.deepEqual(totals(quoteAll(starter, paper, [article(), article()])), [10_500, 8_000]);
  const wire = article({ provenance: 'wires' });
  assert.deepEqual(
    totals(quoteAll(starter, paper, [wire, article(), article()])),
    [0, 10_500, 8_000],
  );
  // Taken out of the basket, it leaves the sum to the next.
  assert.deepEqual(totals(quoteAll(starter, paper, [article()])), [10_500]);
});

test('an article that a person must look at carries it only where none has a price', () => {
  const referred = article({ coPublished: true });
  const [first, second] = quoteAll(starter, paper, [referred, article()]);
  assert.deepEqual([first?.computed?.net, second?.net], [8_000, 10_500]);
  const [only, other] = quoteAll(starter, paper, [referred, referred]);
  assert.deepEqual([only?.computed?.net, other?.computed?.net], [10_500, 8_000]);
});

test('a discount by the number of articles holds for each of them', () => {
  const volume = tariffWith({
    factors: [
      ...starter.factors,
      {
        kind: 'steps',
        when: {},
        by: 'articles',
        group: 'volume',
        steps: [
          { upTo: 2, factor: 10_000 },
          { upTo: null, factor: 7_500 },
        ],
      },
    ],
  });
  const three = [article(), article(), article()];
  assert.deepEqual(totals(quoteAll(volume, use(), three.slice(1))), [8_000, 8_000]);
  assert.deepEqual(totals(quoteAll(volume, use(), three)), [6_000, 6_000, 6_000]);
});

test('an allowance pays for as many articles as it has left', () => {
  const allowance = { id: 'a', name: 'Schools', left: 2, when: {} };
  const { standing } = use();
  const asked = use({ standing: { ...standing, allowances: [allowance] } });
  const answers = quoteAll(starter, asked, [article(), article(), article()]);
  assert.deepEqual(
    answers.map(({ answer, allowance: id }) => [answer, id]),
    [
      ['free', 'a'],
      ['free', 'a'],
      ['price', undefined],
    ],
  );
});

test('each answer of a basket is that of the use it gives, and what is due once is due once', () => {
  const basket = fc.array(anyArticle, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(anyUse, basket, (asked, articles) => {
      const answers = answerTogether(
        articles.map((one) => ({ tariff: starter, use: asked, article: one })),
      );
      answers.forEach(({ use: whole, quote: answer }, at) =>
        assert.deepEqual(quote(starter, whole, articles[at]!), answer),
      );
      const bearers = answers.filter(({ use: whole }) => whole.basket.first);
      assert.ok(bearers.length <= 1);
      const priced = answers.filter(({ quote: { answer } }) => answer === 'price');
      if (priced.length > 0) assert.equal(bearers[0], priced[0]);
    }),
  );
});

const pages = tariffWith({
  details: [
    {
      name: 'page_share',
      label: 'Share of the page',
      when: { medium: ['print'] },
      choices: [
        { value: 'half', label: 'Half a page' },
        { value: 'full', label: 'A full page' },
      ],
    },
    {
      name: 'cover',
      label: 'On the cover?',
      when: { details: { page_share: ['full'] } },
      choices: [
        { value: 'not_there', label: 'No' },
        { value: 'there', label: 'Yes' },
      ],
    },
  ],
});

test('a question of the tariff is asked where it applies, and begins with its first choice', () => {
  const asked = (changes: Parameters<typeof use>[0]) => {
    const own = ownQuestions(pages, use(changes), [article()]);
    return { names: own.asked.map(({ name }) => name), details: own.use.details };
  };
  const print = { medium: 'print', territory: ['GB'] } as const;
  assert.deepEqual(asked({}), { names: [], details: {} });
  assert.deepEqual(asked(print), { names: ['page_share'], details: { page_share: 'half' } });
  assert.deepEqual(asked({ ...print, details: { page_share: 'full', cover: 'there' } }), {
    names: ['page_share', 'cover'],
    details: { page_share: 'full', cover: 'there' },
  });
  // An answer to what is not asked any more is no answer; one that the tariff does not know stays unknown.
  assert.deepEqual(asked({ details: { page_share: 'full' } }).details, {});
  assert.deepEqual(asked({ ...print, details: { page_share: 'huge' } }).details, {
    page_share: 'huge',
  });
});

test('a rule is linked in the tables of the currency that it priced in', () => {
  assert.deepEqual(currenciesOf(starter), ['GBP']);
  assert.equal(ruleUrl(3, 'bases.0', 'GBP'), '/tariffs/3?currency=GBP#bases-0');
  assert.equal(ruleUrl(3, 'minimum', 'USD'), '/tariffs/3?currency=USD#step');
  const anchors = ['gates.0', 'bases.1', 'addOns.0', 'minimum', 'step', 'taxes.0'].map((at) =>
    anchorOf(at, 'EUR'),
  );
  assert.deepEqual(anchors, [
    'gates-0',
    'EUR-bases-1',
    'EUR-addOns-0',
    'EUR-step',
    'EUR-step',
    'taxes-0',
  ]);
});

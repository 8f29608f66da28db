import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quote } from '../../src/pricing/rules/quote.ts';
import type { Use } from '../../src/pricing/rules/use.ts';
import { article, cleared, excerptOf, starter, tariffWith, use } from './builders.ts';

const site = (views: number): Use['reach'] => ({ kind: 'exactly', value: views });

/** Net in pounds where the answer is a price. */
function pounds(changes: Partial<Use>, facts = article()): number {
  const answer = quote(starter, use(changes), facts);
  assert.equal(answer.answer, 'price', answer.reason.code);
  return answer.net / 100;
}

test('a site of 40,000 views pays 80 for a year', () => {
  assert.equal(pounds({}), 80);
});

test('a site of 1.5 million views pays 420 for a year and 210 for a month', () => {
  assert.equal(pounds({ reach: site(1_500_000) }), 420);
  assert.equal(pounds({ reach: site(1_500_000), duration: '1m' }), 210);
});

test("a company's site of 40,000 views pays 80 × 0.7 × 2.5 = 140 for three months", () => {
  assert.equal(pounds({ duration: '3m', purpose: 'corporate', organisation: 'company' }), 140);
});

test('a non-profit site pays 80 × 0.8 × 0.5 = 32, rounded up to 35, for 800 words', () => {
  assert.equal(pounds({ organisation: 'news_nonprofit' }, article({ wordCount: 800 })), 35);
});

test('an excerpt of 250 words costs 40, one of 100 words needs no licence', () => {
  const long = excerptOf(250);
  assert.equal(quote(starter, long.use, long.article).net, 4000);
  const short = excerptOf(100);
  const answer = quote(starter, short.use, short.article);
  assert.equal(answer.answer, 'free');
  assert.equal(answer.reason.code, 'short_excerpt');
  assert.equal(answer.total, 0);
  const longer = excerptOf(101);
  assert.equal(quote(starter, longer.use, longer.article).answer, 'price');
});

test('one further language and two photos: 420 × 1.25 + 70 = 595, and a person must approve', () => {
  const wanted = use({
    reach: site(1_500_000),
    languages: ['en', 'cy'],
    images: 'specific',
    pictures: 2,
  });
  const answer = quote(starter, wanted, article());
  assert.equal(answer.answer, 'refer');
  assert.equal(answer.reason.code, 'translation');
  assert.equal(answer.computed?.net, 59_500);
  assert.equal(answer.total, 0);
  const trusted = quote(tariffWith({ translationNeedsApproval: false }), wanted, article());
  assert.equal(trusted.answer, 'price');
  assert.equal(trusted.net, 59_500);
});

test('published already costs twice: 160', () => {
  assert.equal(pounds({ alreadyPublished: true }), 160);
});

test('political use is refused with what is possible instead, marketing is referred', () => {
  const political = quote(starter, use({ purpose: 'political' }), article());
  assert.equal(political.answer, 'refuse');
  assert.deepEqual(
    [political.reason.code, political.alternative?.code],
    ['political', 'quote_short'],
  );
  assert.deepEqual(political.lines, []);
  const marketing = quote(starter, use({ purpose: 'marketing' }), article());
  assert.deepEqual([marketing.answer, marketing.reason.code], ['refer', 'marketing']);
});

test('short words do not make a political, marketing or exclusive excerpt free, nor one with pictures', () => {
  const { use: wanted, article: facts } = excerptOf(50);
  const answers = [
    quote(starter, { ...wanted, purpose: 'political' }, facts).answer,
    quote(starter, { ...wanted, purpose: 'marketing' }, facts).answer,
    quote(starter, { ...wanted, images: 'ours_with_story' }, facts).answer,
    quote(starter, { ...wanted, exclusivity: 'world' }, facts).reason.code,
  ];
  assert.deepEqual(answers, ['refuse', 'refer', 'price', 'exclusivity']);
});

test('discounts of class, country and programme do not stack: the largest applies', () => {
  const reach = site(1_500_000);
  assert.equal(pounds({ reach, organisation: 'charity' }), 210);
  assert.equal(pounds({ reach, organisation: 'charity', country: 'MW' }), 210);
  const standing = {
    verified: true,
    programme: 'small_charity',
    licencesLast30Days: 0,
    allowances: [],
  };
  assert.equal(pounds({ reach, organisation: 'charity', country: 'MW', standing }), 105);
  const stacking = quote(
    tariffWith({ discountsStack: true }),
    use({ reach, organisation: 'charity', country: 'MW', standing }),
    article(),
  );
  assert.equal(stacking.net, 3000, '420 × 0.5 × 0.25 × 0.5 = 26.25, rounded up to 30');
});

test('print is priced by copies and by how wide the territory is', () => {
  const print: Partial<Use> = { medium: 'print', reach: site(20_000), duration: 'single_issue' };
  assert.equal(pounds({ ...print, territory: ['world'] }), 110);
  assert.equal(pounds({ ...print, territory: ['GB', 'IE'] }), 95, '110 × 0.85 = 93.50');
  assert.equal(pounds({ ...print, territory: ['150'] }), 95);
  assert.equal(pounds({ ...print, territory: ['GB'] }), 80, '110 × 0.7 = 77');
  assert.equal(pounds({ ...print, territory: ['GB', 'US'] }), 110);
});

test('at the edge of a band the lower band applies, one more view is the next', () => {
  assert.equal(pounds({ reach: site(50_000) }), 80);
  assert.equal(pounds({ reach: site(50_001) }), 140);
  assert.equal(pounds({ reach: { kind: 'upTo', value: 250_000 } }), 140);
  assert.equal(pounds({ reach: { kind: 'over', value: 10_000_000 } }), 750);
});

test('an unknown reach takes the lowest band and is flagged', () => {
  const answer = quote(starter, use({ reach: { kind: 'unknown' } }), article());
  assert.equal(answer.net, 8000);
  assert.deepEqual(answer.flags, ['reach_unknown']);
});

test('a claimed class keeps its discount but is flagged until it is proven', () => {
  const claimed = use({ organisation: 'charity' });
  assert.deepEqual(quote(starter, claimed, article()).flags, ['class_unverified']);
  const proven = { ...claimed, standing: { ...claimed.standing, verified: true } };
  assert.deepEqual(quote(starter, proven, article()).flags, []);
});

test('a hole in the tariff refers and never asks for nothing', () => {
  const holes: Partial<Use>[] = [
    { medium: 'podcast' },
    { medium: 'intranet', use: 'corporate_share' },
    { purpose: 'personal' },
    { purpose: 'other' },
  ];
  for (const changes of holes) {
    const answer = quote(starter, use(changes), article());
    assert.deepEqual([answer.answer, answer.reason.code], ['refer', 'no_price']);
    assert.deepEqual([answer.lines, answer.total, answer.computed], [[], 0, null]);
  }
});

test('exclusivity and more pictures than are cleared need a person, who sees the price', () => {
  const exclusive = quote(starter, use({ exclusivity: 'territory' }), article());
  assert.deepEqual(
    [exclusive.answer, exclusive.reason.code, exclusive.computed?.net],
    ['refer', 'exclusivity', 8000],
  );
  assert.ok(exclusive.flags.includes('exclusivity_wish'));
  const pictures = quote(starter, use({ images: 'specific', pictures: 3 }), article());
  assert.deepEqual([pictures.answer, pictures.reason.code], ['refer', 'pictures']);
});

test('pictures that come with the story are counted by how many may be passed on', () => {
  assert.equal(pounds({ images: 'ours_with_story' }), 150);
  const bare = quote(
    starter,
    use({ images: 'ours_with_story' }),
    article({ pictures: cleared(0) }),
  );
  assert.deepEqual([bare.net, bare.flags], [8000, ['no_pictures']]);
});

test('English for another country is no translation, another script is', () => {
  assert.equal(pounds({ languages: ['en-US', 'en'] }), 80);
  const chinese = article({ language: 'zh-CN' });
  assert.equal(quote(starter, use({ languages: ['zh'] }), chinese).answer, 'price');
  assert.equal(quote(starter, use({ languages: ['zh-TW'] }), chinese).reason.code, 'translation');
});

test('further languages add a quarter each and never more than double', () => {
  const nets = [1, 2, 4, 9].map((count) => {
    const languages = ['fr', 'de', 'es', 'it', 'pt', 'nl', 'pl', 'sv', 'da'].slice(0, count);
    return quote(starter, use({ languages, use: 'translate' }), article()).computed?.net;
  });
  assert.deepEqual(nets, [10_000, 12_000, 16_000, 16_000]);
});

test('a translation into no other language, or of an unknown one, is asked about', () => {
  const none = quote(starter, use({ use: 'translate', languages: ['en'] }), article());
  assert.equal(none.reason.code, 'translation_language');
  const unknown = quote(starter, use({ languages: ['fr'] }), article({ language: 'und' }));
  assert.equal(unknown.reason.code, 'language_unknown');
});

test('the paper invoice costs 25 more', () => {
  assert.equal(pounds({ paperInvoice: true }), 105);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ArticleFacts } from '../../src/pricing/rules/article-facts.ts';
import { quote } from '../../src/pricing/rules/quote.ts';
import type { Use } from '../../src/pricing/rules/use.ts';
import { article, excerptOf, starter, use } from './builders.ts';

function answerTo(facts: Partial<ArticleFacts>, changes: Partial<Use> = {}): [string, string] {
  const { answer, reason } = quote(starter, use(changes), article(facts));
  return [answer, reason.code];
}

const cases: [string, Partial<ArticleFacts>, [string, string]][] = [
  ['withdrawn', { withdrawn: true }, ['refuse', 'withdrawn']],
  ['under embargo', { embargoUntil: '2026-11-24T12:00:00.001Z' }, ['refuse', 'embargoed']],
  ['under an embargo nobody can read', { embargoUntil: 'soon' }, ['refuse', 'embargoed']],
  ['not to be licensed', { licensable: false }, ['refuse', 'not_licensable']],
  ['of an agency', { provenance: 'wires' }, ['refuse', 'agency_content']],
  ['from a stock library', { provenance: 'stock' }, ['refuse', 'agency_content']],
  [
    'of an agency though its check was settled',
    { provenance: 'wires', rightsCheck: 'settled' },
    ['refuse', 'agency_content'],
  ],
  [
    'of an agency and under CC',
    { provenance: 'wires', ccLicence: 'CC-BY-4.0' },
    ['refuse', 'agency_content'],
  ],
  ['under a held rights check', { rightsCheck: 'held' }, ['refer', 'rights_unsettled']],
  ['made with others', { coPublished: true }, ['refer', 'co_published']],
  ['by a freelance', { provenance: 'freelance' }, ['refer', 'ask_author']],
  ['a handout', { provenance: 'handout' }, ['refer', 'supplied_content']],
  [
    'by a freelance whose contract was settled',
    { provenance: 'freelance', rightsCheck: 'settled' },
    ['price', 'priced'],
  ],
  [
    'made with others, whatever was settled',
    { coPublished: true, rightsCheck: 'settled' },
    ['refer', 'co_published'],
  ],
  [
    'that a person found not to be ours',
    { provenance: 'other', rightsCheck: 'settled' },
    ['refer', 'supplied_content'],
  ],
  [
    'under a held check, though it claims CC',
    { rightsCheck: 'held', ccLicence: 'CC-BY-4.0' },
    ['refer', 'rights_unsettled'],
  ],
  ['under a CC licence that is not named', { ccLicence: 'CC' }, ['refer', 'rights_unsettled']],
  ['in the public domain', { ccLicence: 'CC-PDM-1.0' }, ['free', 'creative_commons']],
  ['past its embargo', { embargoUntil: '2026-11-24T12:00:00Z' }, ['price', 'priced']],
];
for (const [what, facts, expected] of cases)
  test(`an article ${what} is answered ${expected.join(', ')}`, () => {
    assert.deepEqual(answerTo(facts), expected);
  });

test('rights come before the purpose and before a free excerpt', () => {
  assert.deepEqual(answerTo({ provenance: 'wires' }, { purpose: 'political' }), [
    'refuse',
    'agency_content',
  ]);
  const { use: wanted, article: facts } = excerptOf(20);
  const answer = quote(starter, wanted, { ...facts, withdrawn: true });
  assert.equal(answer.reason.code, 'withdrawn');
});

test('words that are not in the article are not granted as its own, whatever its licence allows', () => {
  const { use: wanted, article: facts } = excerptOf(20);
  const open = { ...facts, ccLicence: 'CC-BY-4.0' };
  assert.equal(quote(starter, wanted, open).reason.code, 'creative_commons');
  const other = quote(starter, { ...wanted, excerpt: 'The mayor confessed' }, open);
  assert.deepEqual([other.answer, other.reason.code], ['refuse', 'excerpt_not_found']);
});

test('a referral for rights still shows staff what the tariff would ask', () => {
  const answer = quote(starter, use(), article({ rightsCheck: 'held' }));
  assert.equal(answer.computed?.net, 8000);
  assert.equal(quote(starter, use(), article({ withdrawn: true })).computed, null);
});

test('every refusal says what is possible instead', () => {
  const refused = cases.filter(([, , [answer]]) => answer === 'refuse');
  for (const [what, facts] of refused) {
    const { alternative } = quote(starter, use(), article(facts));
    assert.ok(alternative, what);
  }
});

const licences: [string, Partial<Use>, string][] = [
  ['CC-BY-4.0', { purpose: 'corporate', organisation: 'company' }, 'free'],
  ['CC-BY-SA-4.0', {}, 'free'],
  ['CC0-1.0', {}, 'free'],
  ['CC-BY-NC-4.0', { organisation: 'news_nonprofit' }, 'free'],
  ['CC-BY-NC-4.0', { organisation: 'news_commercial' }, 'price'],
  ['CC-BY-NC-4.0', { organisation: 'charity', purpose: 'corporate' }, 'price'],
  ['CC-BY-ND-4.0', {}, 'free'],
  ['CC-BY-ND-4.0', { languages: ['fr'] }, 'refer'],
  ['CC-BY-4.0', { languages: ['fr'] }, 'free'],
  ['CC-BY-4.0', { images: 'specific', pictures: 9 }, 'refer'],
  ['CC-BY-4.0', { use: 'photo_only', images: 'ours_with_story' }, 'refer'],
  ['CC-BY-4.0', { exclusivity: 'world' }, 'refer'],
  ['CC-BY-4.0', { edits: 'shorten', withAds: true }, 'free'],
  ['CC-BY-ND-4.0', { edits: 'shorten' }, 'price'],
  ['CC-BY-NC-4.0', { organisation: 'charity', paywalled: true }, 'price'],
  ['CC-BY-NC-4.0', { organisation: 'charity', withAds: true }, 'price'],
  ['All rights reserved', {}, 'price'],
];
for (const [licence, changes, expected] of licences)
  test(`${licence} with ${JSON.stringify(changes)} is answered ${expected}`, () => {
    assert.equal(answerTo({ ccLicence: licence }, changes)[0], expected);
  });

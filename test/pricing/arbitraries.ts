import fc from 'fast-check';
import { provenances, type ArticleFacts } from '../../src/pricing/rules/article-facts.ts';
import {
  durations,
  editKinds,
  exclusivities,
  imageChoices,
  media,
  organisationTypes,
  purposes,
  useKinds,
  type Reach,
  type Use,
} from '../../src/pricing/rules/use.ts';
import { article, cleared, use, words } from './builders.ts';

const reach: fc.Arbitrary<Reach> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('exactly' as const, 'upTo' as const, 'over' as const),
    value: fc.integer({ min: 1, max: 50_000_000 }),
  }),
  fc.constant({ kind: 'unknown' as const }),
);

const standing = fc.record({
  verified: fc.boolean(),
  programme: fc.constantFrom(null, 'small_charity', 'unheard_of'),
  licencesLast30Days: fc.nat({ max: 100 }),
  allowances: fc.constantFrom(
    [],
    [{ id: 'a1', name: 'Schools', left: 3, when: { organisation: ['education' as const] } }],
    [{ id: 'a2', name: 'Used up', left: 0, when: {} }],
  ),
});

const pictures = fc.array(
  fc.record({ blockedIn: fc.constantFrom([], [], ['JP'], ['150'], ['GB', 'FR']) }),
  { maxLength: 4 },
);

/** Any use that the form would let through, and some that it would not. */
export const anyUse: fc.Arbitrary<Use> = fc.record({
  use: fc.constantFrom(...useKinds),
  medium: fc.constantFrom(...media),
  reach,
  duration: fc.constantFrom(...durations),
  languages: fc.subarray(['en', 'en-GB', 'fr', 'cy', 'ar', 'zh-Hant', 'pt-BR', 'ja']),
  territory: fc.constantFrom(['world'], ['GB'], ['GB', 'FR'], ['150'], ['GB', 'US'], ['AQ']),
  organisation: fc.constantFrom(...organisationTypes),
  country: fc.constantFrom('GB', 'US', 'MW', 'AQ'),
  purpose: fc.constantFrom(...purposes),
  excerpt: fc.constantFrom(null, words(40), words(250), 'not in the article'),
  images: fc.constantFrom(...imageChoices),
  pictures: fc.nat({ max: 5 }),
  exclusivity: fc.constantFrom(...exclusivities),
  alreadyPublished: fc.boolean(),
  paperInvoice: fc.boolean(),
  edits: fc.constantFrom(...editKinds),
  paywalled: fc.boolean(),
  withAds: fc.boolean(),
  details: fc.constantFrom({}, { page_share: 'half' }, { page_share: 'unheard_of' }),
  currency: fc.constantFrom(null, null, null, 'GBP', 'EUR'),
  bill: fc.constantFrom(
    null,
    { country: 'GB', registered: false },
    { country: 'DE', registered: true },
  ),
  basket: fc.record({ articles: fc.integer({ min: 1, max: 10 }), first: fc.boolean() }),
  standing,
});

export const anyArticle: fc.Arbitrary<ArticleFacts> = fc.record({
  at: fc.constant('2026-11-24T12:00:00.000Z'),
  language: fc.constantFrom('en', 'en-GB', 'fr', 'und', 'zh-CN'),
  wordCount: fc.nat({ max: 10_000 }),
  paragraphCount: fc.nat({ max: 200 }),
  section: fc.constantFrom('News', 'Sport', ''),
  tags: fc.subarray(['river', 'sea', 'hills']),
  ageDays: fc.nat({ max: 5_000 }),
  provenance: fc.constantFrom(...provenances),
  licensable: fc.boolean(),
  embargoUntil: fc.constantFrom(null, '2026-11-25T00:00:00Z', '2020-01-01T00:00:00Z'),
  withdrawn: fc.boolean(),
  ccLicence: fc.constantFrom(null, 'CC-BY-4.0', 'CC-BY-NC-ND-4.0'),
  coPublished: fc.boolean(),
  rightsCheck: fc.constantFrom('clear' as const, 'held' as const, 'settled' as const),
  rightsholder: fc.constantFrom('', 'Harbour Radio'),
  pictures,
  text: fc.constantFrom(null, words(900)),
});

/** Uses that the starter tariff prices, of an article that is ours. */
export const pricedUse: fc.Arbitrary<Use> = fc
  .record({
    medium: fc.constantFrom('website' as const, 'print' as const, 'newsletter' as const),
    reach,
    duration: fc.constantFrom(...durations),
    territory: fc.constantFrom(['world'], ['GB'], ['GB', 'FR']),
    organisation: fc.constantFrom('news_commercial', 'news_nonprofit', 'charity', 'company'),
    country: fc.constantFrom('GB', 'MW'),
    purpose: fc.constantFrom('news', 'education', 'book', 'corporate'),
    images: fc.constantFrom(...imageChoices),
    pictures: fc.nat({ max: 2 }),
    alreadyPublished: fc.boolean(),
    paperInvoice: fc.boolean(),
    standing,
  })
  .map((changes) => use(changes as Partial<Use>));

export const ownArticle: fc.Arbitrary<ArticleFacts> = fc
  .record({ wordCount: fc.nat({ max: 5_000 }), pictures: fc.integer({ min: 2, max: 4 }) })
  .map(({ wordCount, pictures: count }) => article({ wordCount, pictures: cleared(count) }));

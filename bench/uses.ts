import type { ArticleFacts } from '../src/pricing/rules/article-facts.ts';
import { plainUse, type Use } from '../src/pricing/rules/use.ts';

/** What somebody asks about one article. */
export interface Question {
  use: Use;
  article: ArticleFacts;
}

const reaches = [900, 40_000, 300_000, 20_000_000];
const media = ['website', 'website', 'print', 'newsletter'] as const;
const durations = ['1m', '12m', '24m', 'perpetual'] as const;
const purposes = ['news', 'education', 'book', 'corporate'] as const;
const organisations = ['news_commercial', 'charity', 'company', 'education'] as const;
const countries = ['GB', 'MW', 'JP', 'BR', 'IN', 'DE', 'US'];
const territories = [['world'], ['GB'], ['GB', 'FR'], ['150'], ['US', 'CA']];

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

/** Such uses as people ask for, all different; the starter tariff prices each. */
const uses: readonly Use[] = Array.from({ length: 2_048 }, (_, index): Use => {
  const medium = pick(media, index);
  const images = pick(['none', 'ours_with_story', 'specific'] as const, index >> 1);
  return structuredClone({
    ...plainUse,
    medium,
    reach: { kind: 'exactly', value: pick(reaches, index >> 2) + (index % 97) },
    duration: pick(durations, index >> 4),
    languages: pick([[], ['en-GB'], ['en']], index),
    territory: medium === 'print' ? pick(territories, index >> 3) : ['world'],
    organisation: pick(organisations, index >> 6),
    country: pick(countries, index),
    purpose: pick(purposes, index >> 5),
    images,
    pictures: images === 'specific' ? 1 + (index % 2) : 0,
    paperInvoice: index % 5 === 0,
    alreadyPublished: index % 11 === 0,
    standing: {
      verified: index % 3 === 0,
      programme: null,
      licencesLast30Days: index % 8,
      allowances: [],
    },
  });
});

/** Articles of our own staff, some with pictures that may not go everywhere. */
const articles: readonly ArticleFacts[] = Array.from({ length: 61 }, (_, index) => ({
  at: '2026-11-24T12:00:00.000Z',
  language: pick(['en', 'en-GB'], index),
  wordCount: 80 + index * 57,
  paragraphCount: 2 + index,
  section: pick(['News', 'Sport', 'Culture'], index),
  tags: pick([['river'], ['sea', 'hills'], []], index),
  ageDays: index * 13,
  provenance: 'staff',
  licensable: true,
  embargoUntil: pick([null, '2026-11-20T00:00:00.000Z'], index),
  withdrawn: false,
  ccLicence: null,
  coPublished: false,
  rightsCheck: 'clear',
  rightsholder: '',
  pictures: pick(
    [
      [{ blockedIn: [] }, { blockedIn: [] }],
      [{ blockedIn: [] }, { blockedIn: [] }, { blockedIn: ['JP'] }],
    ],
    index,
  ),
  text: null,
}));

/** All uses, each of another article. */
export const plainQuestions: readonly Question[] = uses.map((use, index) => ({
  use,
  article: pick(articles, index),
}));

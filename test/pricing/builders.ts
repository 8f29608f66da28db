import type { ArticleFacts } from '../../src/pricing/rules/article-facts.ts';
import type { Tariff } from '../../src/pricing/rules/tariff.ts';
import { plainUse, type Use } from '../../src/pricing/rules/use.ts';
import { starterTariff } from '../../src/pricing/starter-tariff.ts';

export const starter: Tariff = { ...starterTariff, version: 1 };

/** The starter tariff with something changed. */
export function tariffWith(changes: Partial<Tariff>): Tariff {
  return { ...starter, ...changes };
}

/** So many pictures that may be passed on everywhere. */
export function cleared(count: number): ArticleFacts['pictures'] {
  return Array.from({ length: count }, () => ({ blockedIn: [] }));
}

/** An article of our own staff, 900 words, nothing against licensing it. */
export function article(changes: Partial<ArticleFacts> = {}): ArticleFacts {
  return {
    at: '2026-11-24T12:00:00.000Z',
    language: 'en-GB',
    wordCount: 900,
    paragraphCount: 18,
    section: 'News',
    tags: ['river'],
    ageDays: 3,
    provenance: 'staff',
    licensable: true,
    embargoUntil: null,
    withdrawn: false,
    ccLicence: null,
    coPublished: false,
    rightsCheck: 'clear',
    rightsholder: '',
    pictures: cleared(2),
    text: null,
    ...changes,
  };
}

/** A commercial news site of 40,000 views a month that wants the whole article for a year. */
export function use(changes: Partial<Use> = {}): Use {
  return { ...plainUse, reach: { kind: 'exactly', value: 40_000 }, ...changes };
}

/** A text of so many words, and the start of it as an excerpt. */
export function words(count: number): string {
  return Array.from({ length: count }, (_, index) => `word${index}`).join(' ');
}

/** An excerpt of so many words that stands in its article. */
export function excerptOf(count: number): { use: Use; article: ArticleFacts } {
  const excerpt = words(count);
  return { use: use({ use: 'excerpt', excerpt }), article: article({ text: words(900) }) };
}

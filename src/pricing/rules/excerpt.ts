import type { Verdict } from './answer.ts';
import type { ArticleFacts } from './article-facts.ts';
import { placesIn } from './excerpt-places.ts';
import { readWords } from './excerpt-words.ts';
import { nearestPassage } from './passage.ts';
import { reason } from './reasons.ts';
import type { Use } from './use.ts';

/**
 * True when the words of the excerpt stand in the article in the same order and without a break, compared as
 * `readWords` reads them. An ellipsis may stand for words left out. An excerpt without words stands nowhere.
 */
export function excerptInArticle(excerpt: string, article: string): boolean {
  return placesIn(readWords(excerpt), readWords(article)).length > 0;
}

export interface QuotationRule {
  /** How many words may be quoted freely; 0 where the tariff has no such answer. */
  freeWords: number;
  /** Words of this use's excerpt. */
  words: number;
}

/** What follows from the excerpt alone; null when the tariff must say. */
export function excerptVerdict(
  use: Use,
  article: ArticleFacts,
  { freeWords, words }: QuotationRule,
): Verdict | null {
  if (use.use !== 'excerpt') return null;
  if (use.excerpt === null || article.text === null) {
    return { answer: 'refer', reason: reason('excerpt_unchecked'), alternative: null };
  }
  const [part, whole] = [readWords(use.excerpt), readWords(article.text)];
  if (placesIn(part, whole).length === 0)
    return notFound(nearestPassage(part, whole, article.text));
  const needsLicence =
    use.purpose === 'marketing' ||
    use.purpose === 'political' ||
    use.images !== 'none' ||
    use.exclusivity !== 'none';
  if (needsLicence || words > freeWords) return null;
  return {
    answer: 'free',
    reason: reason('short_excerpt', { words: freeWords }),
    alternative: null,
  };
}

function notFound(passage: string | null): Verdict {
  const verdict: Verdict = {
    answer: 'refuse',
    reason: reason('excerpt_not_found'),
    alternative: null,
  };
  return passage === null ? verdict : { ...verdict, passage };
}

import { agreedPrice, noFee } from './agreed-price.ts';
import type { Price, Quote } from './answer.ts';
import type { ArticleFacts } from './article-facts.ts';
import { quote } from './quote.ts';
import type { Tariff } from './tariff.ts';
import { completeUse, type Use } from './use.ts';

/** Everything that the price of an article in an offer follows from; with the tariff of that version it can be computed again. */
export interface Basis {
  tariffVersion: number;
  use: Use;
  article: ArticleFacts;
  /** What staff agreed in place of the tariff's price, before tax (minor units); null where the tariff's holds. */
  agreed: number | null;
}

/** The price that follows from a basis; null where the tariff has none. */
export function recomputed(tariff: Tariff, { use, article, agreed }: Basis): Price | null {
  if (agreed !== null) return agreedPrice(tariff, use, agreed);
  return priceIn(quote(tariff, use, article));
}

/** The price in an answer: the tariff's own, the one a person may approve, nothing for a free answer; null where it has none. */
export function priceIn(answer: Quote): Price | null {
  if (answer.answer === 'free') return noFee;
  const price = answer.answer === 'price' ? answer : answer.computed;
  if (price === null) return null;
  const { lines, net, tax, total } = price;
  return { lines, net, tax, total };
}

/** The facts of an article to store beside a quote; the text only where an excerpt was looked for in it. */
export function factsToKeep(article: ArticleFacts, use: Use): ArticleFacts {
  return use.excerpt === null ? { ...article, text: null } : article;
}

/** Facts as they were stored on any day: at first pictures were only counted, and owners had no name. */
export type StoredFacts = Omit<ArticleFacts, 'pictures' | 'rightsholder'> &
  Partial<Pick<ArticleFacts, 'pictures' | 'rightsholder'>> & { clearedPictures?: number };

/** The facts in today's form. */
export function completeFacts({ clearedPictures = 0, ...stored }: StoredFacts): ArticleFacts {
  const pictures = Array.from({ length: clearedPictures }, () => ({ blockedIn: [] }));
  return { pictures, rightsholder: '', ...stored };
}

/** A basis in today's form, whatever the day it was stored on. */
export function completeBasis(stored: {
  tariffVersion: number;
  use: Partial<Use>;
  article: StoredFacts;
  agreed: number | null;
}): Basis {
  return { ...stored, use: completeUse(stored.use), article: completeFacts(stored.article) };
}

import type { Kysely } from 'kysely';
import { refusals } from '../../articles/actions/refusals.ts';
import type { DB } from '../../platform/db/schema.gen.ts';
import { invalid, type Problem } from '../../platform/errors.ts';
import type { Words } from '../../pricing/rules/reasons.ts';
import type { ItemWithArticle } from '../../requests/actions/read.ts';
import type { OfferItem } from '../../requests/rules/offer.ts';
import { useWords, type Speak } from '../../requests/rules/words.ts';
import { priceIn } from '../rules/decisions.ts';

/** The articles at the price of the day they were asked for; refuses where one has none. */
export function pricedItems(items: readonly ItemWithArticle[], speak: Speak): OfferItem[] {
  return items.map((item) => {
    const price = priceIn(item.quote);
    if (price === null) throw invalid([noPrice]);
    const { lines, net, tax, total } = price;
    return { ...named(item, speak), lines, net, tax, total };
  });
}

const noPrice: Problem = {
  field: 'amount',
  message: 'The tariff has no price for this use. Set one yourself.',
};

/** The same articles without a fee. */
export function freeItems(items: readonly ItemWithArticle[], speak: Speak): OfferItem[] {
  return items.map((item) => ({ ...named(item, speak), lines: [], net: 0, tax: 0, total: 0 }));
}

/** What of an article stands in an offer besides its price. */
export function named(
  item: ItemWithArticle,
  speak: Speak,
): Pick<OfferItem, 'itemId' | 'articleId' | 'title' | 'useWords'> {
  return {
    itemId: item.id,
    articleId: item.article_id,
    title: item.title,
    useWords: useWords(item.use, speak),
  };
}

/** Why an article may not be licensed as it stands today, by item id; empty where nothing speaks against it. */
export async function rightsProblems(
  db: Kysely<DB>,
  items: readonly ItemWithArticle[],
  now: Date,
): Promise<Map<string, Words>> {
  const found = await refusals(
    db,
    items.map((item) => item.article_id),
    now,
  );
  return new Map(
    items.flatMap(({ id, article_id: articleId }): [string, Words][] => {
      const words = found.get(articleId);
      return words === undefined ? [] : [[id, words]];
    }),
  );
}

/** Refuses to license what may not be licensed today, naming the reason. */
export async function requireRights(
  db: Kysely<DB>,
  items: readonly ItemWithArticle[],
  now: Date,
): Promise<void> {
  const [problem] = (await rightsProblems(db, items, now)).values();
  if (problem !== undefined)
    throw invalid([{ field: '', message: problem.text, params: { ...problem.params } }]);
}

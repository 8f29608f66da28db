import type { Kysely } from 'kysely';
import { refusals } from '../../articles/actions/refusals.ts';
import type { DB } from '../../platform/db/schema.gen.ts';
import { invalid, type Problem } from '../../platform/errors.ts';
import { noFee } from '../../pricing/rules/agreed-price.ts';
import type { Words } from '../../pricing/rules/reasons.ts';
import { priceIn } from '../../pricing/rules/recompute.ts';
import type { ItemWithArticle } from '../../requests/actions/read.ts';
import type { OfferItem } from '../../requests/rules/offer.ts';
import { licenceOf } from '../../terms/rules/works.ts';
import { useWords, type Speak } from '../../requests/rules/words.ts';

/** The articles at the price of the day they were asked for; refuses where one has none. */
export function pricedItems(items: readonly ItemWithArticle[], speak: Speak): OfferItem[] {
  return items.map((item) => {
    const price = priceIn(item.quote);
    if (price === null) throw invalid([noPrice]);
    return { ...named(item, speak), ...price, ...basisOf(item, null) };
  });
}

const noPrice: Problem = {
  field: 'amount',
  message: 'The tariff has no price for this use. Set one yourself.',
};

/** The same articles without a fee. */
export function freeItems(items: readonly ItemWithArticle[], speak: Speak): OfferItem[] {
  return items.map((item) => ({ ...named(item, speak), ...noFee, ...basisOf(item, 0) }));
}

/** What of an article stands in an offer besides its price. */
export function named(
  item: ItemWithArticle,
  speak: Speak,
): Omit<OfferItem, 'lines' | 'net' | 'tax' | 'total'> {
  const { conditions } = item.quote;
  const licence = licenceOf(item.quote);
  return {
    itemId: item.id,
    articleId: item.article_id,
    title: item.title,
    useWords: useWords(item.use, speak),
    ...(conditions !== undefined && { conditions }),
    ...(licence !== null && { licence }),
  };
}

/** What the sums of an article follow from: the quote, or what was agreed in its place (before tax, minor units). */
export function basisOf(
  { use, article, tariff_version: version }: ItemWithArticle,
  agreed: number | null,
  tariffVersion = version,
): Pick<OfferItem, 'basis'> {
  return article === null ? {} : { basis: { tariffVersion, use, article, agreed } };
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

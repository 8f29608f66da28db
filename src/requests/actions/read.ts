import type { Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import { articlesWithSlugs, type ArticleNamed } from '../store/articles.ts';
import { offerInForce, type OfferRow } from '../store/offers.ts';
import {
  allItemsOf,
  itemsOf,
  lockRequest,
  requestWithId,
  type ItemWithArticle,
  type RequestRow,
} from '../store/requests.ts';

export type { ItemWithArticle, OfferRow, RequestRow };

/** The request with this id, or null. */
export async function requestById(db: Kysely<DB>, id: string): Promise<RequestRow | null> {
  return requestWithId(db, id);
}

/** The same, held against changes by others until the transaction ends. */
export async function requestForChange(db: Kysely<DB>, id: string): Promise<RequestRow | null> {
  return lockRequest(db, id);
}

/** The articles of a request in their order, each with use and quote as they were on the day; without those left out. */
export async function requestItems(db: Kysely<DB>, id: string): Promise<ItemWithArticle[]> {
  return itemsOf(db, id);
}

/** The articles that staff left out of a request, in their order. */
export async function itemsLeftOut(db: Kysely<DB>, id: string): Promise<ItemWithArticle[]> {
  const items = await allItemsOf(db, id);
  return items.filter(({ left_out_why: why }) => why !== null);
}

/** The offer in force, or null: none was made, or it was replaced, or the request has ended. */
export async function currentOffer(db: Kysely<DB>, requestId: string): Promise<OfferRow | null> {
  return offerInForce(db, requestId);
}

/** Titles of articles by their slugs, for a page that has no price to show yet. */
export async function articlesNamed(
  db: Kysely<DB>,
  slugs: readonly string[],
  now: Date,
): Promise<ArticleNamed[]> {
  return articlesWithSlugs(db, slugs, now);
}

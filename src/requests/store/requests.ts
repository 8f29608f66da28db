import type { Insertable, Kysely, Selectable, Updateable } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import type { Quote } from '../../pricing/rules/answer.ts';
import type { ArticleFacts } from '../../pricing/rules/article-facts.ts';
import { completeFacts, type StoredFacts } from '../../pricing/rules/recompute.ts';
import { completeUse, type Use } from '../../pricing/rules/use.ts';
import type { RequestState } from '../rules/life.ts';

type Row = Selectable<DB['requests']>;
/** A request as it stands in its table. */
export type RequestRow = Omit<Row, 'state'> & { state: RequestState };
type ItemRow = Omit<Selectable<DB['request_items']>, 'use' | 'quote' | 'article'> & {
  use: Use;
  quote: Quote;
  /** The facts that the quote was computed from; null on requests of before they were kept. */
  article: ArticleFacts | null;
};

/** The new request; null where this form made one before. */
export async function insertRequest(
  db: Kysely<DB>,
  row: Insertable<DB['requests']>,
): Promise<RequestRow | null> {
  const inserted = await db
    .insertInto('requests')
    .values(row)
    .onConflict((conflict) => conflict.column('form_key').doNothing())
    .returningAll()
    .executeTakeFirst();
  return (inserted as RequestRow | undefined) ?? null;
}

export async function insertItems(
  db: Kysely<DB>,
  rows: Insertable<DB['request_items']>[],
): Promise<void> {
  await db.insertInto('request_items').values(rows).execute();
}

export async function insertFiles(
  db: Kysely<DB>,
  rows: Insertable<DB['request_files']>[],
): Promise<void> {
  if (rows.length > 0) await db.insertInto('request_files').values(rows).execute();
}

export async function requestWithId(db: Kysely<DB>, id: string): Promise<RequestRow | null> {
  const row = await db.selectFrom('requests').selectAll().where('id', '=', id).executeTakeFirst();
  return (row as RequestRow | undefined) ?? null;
}

/** The row, held against every other change until the transaction ends. */
export async function lockRequest(db: Kysely<DB>, id: string): Promise<RequestRow | null> {
  const row = await db
    .selectFrom('requests')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return (row as RequestRow | undefined) ?? null;
}

export async function requestByTokenHash(db: Kysely<DB>, hash: string): Promise<RequestRow | null> {
  const row = await db
    .selectFrom('requests')
    .selectAll()
    .where('token_hash', '=', hash)
    .executeTakeFirst();
  return (row as RequestRow | undefined) ?? null;
}

export async function requestByFormKey(db: Kysely<DB>, key: string): Promise<RequestRow | null> {
  const row = await db
    .selectFrom('requests')
    .selectAll()
    .where('form_key', '=', key)
    .executeTakeFirst();
  return (row as RequestRow | undefined) ?? null;
}

/** Moves the request on if it still stands as it was read; null where somebody else was faster. */
export async function moveRequest(
  db: Kysely<DB>,
  read: Pick<RequestRow, 'id' | 'state' | 'version'>,
  change: Updateable<DB['requests']> & { state: RequestState },
): Promise<RequestRow | null> {
  const moved = await db
    .updateTable('requests')
    .set({ ...change, version: read.version + 1 })
    .where('id', '=', read.id)
    .where('state', '=', read.state)
    .where('version', '=', read.version)
    .returningAll()
    .executeTakeFirst();
  return (moved as RequestRow | undefined) ?? null;
}

export async function setBilling(db: Kysely<DB>, id: string, billing: object): Promise<void> {
  await db
    .updateTable('requests')
    .set({ billing: JSON.stringify(billing) })
    .where('id', '=', id)
    .execute();
}

export async function setOwnReference(
  db: Kysely<DB>,
  id: string,
  ownReference: string,
): Promise<void> {
  await db
    .updateTable('requests')
    .set({ own_reference: ownReference })
    .where('id', '=', id)
    .execute();
}

/** Stores the use and the answer of an article anew, with the facts that it was computed from. */
export async function setAnswer(
  db: Kysely<DB>,
  itemId: string,
  { use, quote, article }: Pick<ItemRow, 'use' | 'quote' | 'article'>,
): Promise<void> {
  await db
    .updateTable('request_items')
    .set({
      use: JSON.stringify(use),
      quote: JSON.stringify(quote),
      article: article && JSON.stringify(article),
    })
    .where('id', '=', itemId)
    .execute();
}

/** Takes an article out of its request, or with null back in. */
export async function setLeftOut(
  db: Kysely<DB>,
  itemId: string,
  why: string | null,
): Promise<void> {
  await db
    .updateTable('request_items')
    .set({ left_out_why: why })
    .where('id', '=', itemId)
    .execute();
}

/** An article of a request with the use and the answer of the day it was asked for. */
export type ItemWithArticle = ItemRow & {
  slug: string;
  title: string;
  articleLanguage: string;
  articleUrl: string;
  bylines: string[];
  contentHash: string;
};

/** The articles of a request that are in it, in their order: those that staff left out are asked for by `allItemsOf`. */
export async function itemsOf(db: Kysely<DB>, requestId: string): Promise<ItemWithArticle[]> {
  const items = await allItemsOf(db, requestId);
  return items.filter(({ left_out_why: why }) => why === null);
}

/** Every article that was asked for, those left out as well. */
export async function allItemsOf(db: Kysely<DB>, requestId: string): Promise<ItemWithArticle[]> {
  const rows = await db
    .selectFrom('request_items')
    .innerJoin('articles', 'articles.id', 'request_items.article_id')
    .selectAll('request_items')
    .select([
      'articles.slug',
      'articles.title',
      'articles.language as articleLanguage',
      'articles.url as articleUrl',
      'articles.bylines',
      'articles.content_hash as contentHash',
    ])
    .where('request_id', '=', requestId)
    .orderBy('position')
    .execute();
  return (rows as ItemWithArticle[]).map((row) => ({
    ...row,
    use: completeUse(row.use),
    article: row.article && completeFacts(row.article as StoredFacts),
  }));
}

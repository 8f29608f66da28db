import { sql, type Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import type { ArticleFacts } from '../../pricing/rules/article-facts.ts';
import { completeFacts, type StoredFacts } from '../../pricing/rules/recompute.ts';
import { completeUse, type Use } from '../../pricing/rules/use.ts';

export interface ItemAskedLately {
  requestId: string;
  reference: string;
  at: Date;
  articleId: string;
  title: string;
  use: Use;
  /** As they were on the day; null on requests of before they were kept. */
  article: ArticleFacts | null;
}

/** What the newest requests asked for, newest first: one statement, led by the index of the newest requests. */
export async function itemsAskedLately(db: Kysely<DB>, limit: number): Promise<ItemAskedLately[]> {
  const rows = await db
    .selectFrom((eb) =>
      eb
        .selectFrom('requests')
        .select(['id', 'reference', 'created_at'])
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .as('newest'),
    )
    .innerJoin('request_items as item', 'item.request_id', 'newest.id')
    .innerJoin('articles', 'articles.id', 'item.article_id')
    .select(['newest.id as requestId', 'newest.reference', 'newest.created_at as at'])
    .select(['item.article_id as articleId', 'articles.title'])
    .select([
      sql<Partial<Use>>`item.use`.as('use'),
      sql<StoredFacts | null>`item.article`.as('article'),
    ])
    .orderBy('newest.created_at', 'desc')
    .orderBy('newest.id', 'desc')
    .orderBy('item.position')
    .execute();
  return rows.map(({ use, article, ...row }) => ({
    ...row,
    use: completeUse(use),
    article: article === null ? null : completeFacts(article),
  }));
}
